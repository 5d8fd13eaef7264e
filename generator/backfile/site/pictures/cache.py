"""The cache of thumbnails: files in `.backfile/thumbnails/`, named by what they were made from.

A cloned or unpacked archive can bring such a folder, with any files in it. So a file is believed only if it bears the
seal of this user (`settings.own_key`) for just that picture, and no link is followed. A picture without a thumbnail
is remembered as well, with the reason: the next build does not decode it again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from backfile.archive.lock import make_cache_folder
from backfile.settings.inside import open_folder, read_bytes
from backfile.settings.layout import CACHE
from backfile.settings.own_key import SEAL_LENGTH, is_sealed, seal
from backfile.site.pictures.sizes import is_thumbnail
from backfile.workers.call_limits import Stopped

FOLDER = f"{CACHE}/thumbnails"
_PURPOSE = "thumbnail"
_PICTURE, _NONE = b"p", b"n"
"""The first byte of a content: a thumbnail, or JSON of why there is none."""
_log = logging.getLogger("mkdocs.plugins.backfile")


class ThumbnailCache:
    """The cache of one archive during one build."""

    def __init__(self, root: Path, *basis: str) -> None:
        """Take the folder of the archive, and on what a thumbnail depends besides its picture: versions and limits."""
        self._top = Path(os.path.realpath(root))
        self._basis = "\0".join(basis).encode()
        self._used: set[str] = set()
        self._is_writable = True
        self._is_made = False

    def get(self, digest: bytes) -> bytes | Stopped | None:
        """Return the thumbnail of a picture, or why it has none; None if that is not known. In: its digest."""
        name = self._name(digest)
        self._used.add(name)
        try:
            found = read_bytes(self._top / FOLDER / name[:2] / name[2:], self._top)
        except OSError:
            return None  # It is made, and written if that is possible.
        mark, content = found[SEAL_LENGTH : SEAL_LENGTH + 1], found[SEAL_LENGTH + 1 :]
        if not is_sealed(found[:SEAL_LENGTH], _PURPOSE, name.encode(), mark, content):
            return None
        if mark == _NONE:
            return Stopped(*json.loads(content))
        return content if is_thumbnail(content) else None

    def put(self, digest: bytes, result: bytes | Stopped) -> None:
        """Remember the thumbnail of a picture, or why it has none. Where nothing can be written, nothing is."""
        name = self._name(digest)
        if isinstance(result, bytes):
            mark, content = _PICTURE, result
        else:
            mark, content = _NONE, json.dumps([result.reason, result.step]).encode()
        if self._is_writable:
            try:
                self._make_folder()
                self._write(name, seal(_PURPOSE, name.encode(), mark, content) + mark + content)
            except OSError as error:
                self._is_writable = False
                _log.info("Thumbnails are not cached in %s: %s.", FOLDER, error.strerror or error)

    def remove_unused(self) -> None:
        """Remove the files that this build did not ask for."""
        used, folders = self._used, list[str]()
        with suppress(OSError), open_folder(self._top / FOLDER, self._top) as descriptor:
            folders = _list(descriptor)
        for folder in folders:
            # What is no folder, or a link, is not ours.
            with suppress(OSError), open_folder(self._top / FOLDER / folder, self._top) as descriptor:
                for name in _list(descriptor):
                    if folder + name not in used:
                        os.unlink(name, dir_fd=descriptor)

    def _name(self, digest: bytes) -> str:
        return hashlib.sha256(self._basis + b"\0" + digest).hexdigest()[:40]

    def _make_folder(self) -> None:
        if not self._is_made:
            make_cache_folder(self._top / CACHE)
            self._is_made = True

    def _write(self, name: str, content: bytes) -> None:
        unfinished = f"{name[2:]}.{os.getpid()}"
        with open_folder(self._top / FOLDER / name[:2], self._top, make=True) as folder:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
            with os.fdopen(os.open(unfinished, flags, 0o644, dir_fd=folder), "wb") as out:
                out.write(content)
            os.replace(unfinished, name[2:], src_dir_fd=folder, dst_dir_fd=folder)


def _list(folder: int) -> list[str]:
    """Return the names in an open folder."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]
