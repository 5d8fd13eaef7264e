"""The cache of the pictures that builds make: files in `.backfile/`, named by what they were made from.

A cloned or unpacked archive can bring such a folder, with any files in it. So a file is believed only if it bears the
seal of this user (`settings.own_key`) for just that picture, and no link is followed. What could not be made is
remembered as well, with the reason: the next build does not try it again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from backfile.archive.lock import make_cache_folder
from backfile.settings.inside import open_folder
from backfile.settings.layout import CACHE
from backfile.settings.sealed_file import read_sealed, write_sealed
from backfile.workers.call_limits import Stopped

_PICTURE, _NONE = b"p", b"n"
"""The first byte of a content: a picture, or JSON of why there is none."""
_log = logging.getLogger("mkdocs.plugins.backfile")


class PictureCache:
    """The cache of one kind of pictures of one archive during one build."""

    def __init__(self, root: Path, kind: str, is_valid: Callable[[bytes], bool], *basis: str) -> None:
        """Take the folder of the archive, the name of the kind, which is that of its folder, whether bytes are of the
        kind, and on what a picture depends besides its source: versions and limits.
        """
        self._top, self._kind, self._is_valid = Path(os.path.realpath(root)), kind, is_valid
        self._folder = self._top / CACHE / kind
        self._basis = "\0".join(basis).encode()
        self._used: set[str] = set()
        self._is_writable = True
        self._is_made = False

    def get(self, digest: bytes) -> bytes | Stopped | None:
        """Return a picture, or why there is none; None if that is not known. In: the digest of its source."""
        name = self._name(digest)
        self._used.add(name)
        found = read_sealed(self._top, self._path(name), self._kind, name.encode())
        if found is None:
            return None  # It is made, and written if that is possible.
        mark, content = found[:1], found[1:]
        if mark == _NONE:
            return Stopped(*json.loads(content))
        return content if self._is_valid(content) else None

    def put(self, digest: bytes, result: bytes | Stopped) -> None:
        """Remember a picture, or why there is none, if that lasts. Where nothing can be written, nothing is."""
        if isinstance(result, Stopped) and not result.is_lasting:
            return
        name = self._name(digest)
        if isinstance(result, bytes):
            mark, content = _PICTURE, result
        else:
            mark, content = _NONE, json.dumps([result.reason, result.step]).encode()
        if self._is_writable:
            try:
                self._make_folder()
                path = self._path(name)
                write_sealed(self._top, path, mark + content, self._kind, name.encode(), make=True)
            except OSError as error:
                self._is_writable = False
                _log.info("Nothing is cached in %s/%s: %s.", CACHE, self._kind, error.strerror or error)

    def remove_unused(self) -> None:
        """Remove the files that this build did not ask for."""
        used, folders = self._used, list[str]()
        with suppress(OSError), open_folder(self._folder, self._top) as descriptor:
            folders = _list(descriptor)
        for folder in folders:
            # What is no folder, or a link, is not ours.
            with suppress(OSError), open_folder(self._folder / folder, self._top) as descriptor:
                for name in _list(descriptor):
                    if folder + name not in used:
                        os.unlink(name, dir_fd=descriptor)

    def _name(self, digest: bytes) -> str:
        return hashlib.sha256(self._basis + b"\0" + digest).hexdigest()[:40]

    def _path(self, name: str) -> str:
        return f"{CACHE}/{self._kind}/{name[:2]}/{name[2:]}"

    def _make_folder(self) -> None:
        if not self._is_made:
            make_cache_folder(self._top / CACHE)
            self._is_made = True


def _list(folder: int) -> list[str]:
    """Return the names in an open folder."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]
