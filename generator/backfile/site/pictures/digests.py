"""The digests of the pictures of an archive, by the states of their files: an unchanged picture is not read again.

Owns the file in the cache that has them. It is believed only if it bears the seal of this user (`settings.own_key`): a
digest leads to a thumbnail, and an archive of a stranger could name that of another picture.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from backfile.archive.file_state import regular_state
from backfile.archive.lock import make_cache_folder
from backfile.settings.layout import CACHE
from backfile.settings.sealed_file import read_sealed, write_sealed


class PictureDigests:
    """The digests of one build."""

    def __init__(self, root: Path, kind: str, basis: str) -> None:
        """Take the folder of the archive, the name of the kind of thumbnails, and what the reading depends on."""
        self._root, self._name, self._basis = root, f"{kind}.json", basis.encode()
        self._known = self._load()
        self._used: dict[str, tuple[str, str]] = {}

    def digest(self, name: str, file: Path, read: Callable[[], bytes | None]) -> bytes | None:
        """Return the digest of a picture, or None if it is to have no thumbnail. In: its name, its file, what reads the
        file and returns the digest.
        """
        state = regular_state(file)
        known = self._known.get(name)
        if state and known and known[0] == state:
            self._used[name] = known
            return bytes.fromhex(known[1]) or None
        found = read()
        # A state from before the reading: a file that changes meanwhile is read again by the next build.
        if state:
            self._used[name] = state, (found or b"").hex()
        return found

    def forget(self, name: str) -> None:
        """Remove the digest of a picture, so that the next build reads it again."""
        self._used.pop(name, None)

    def save(self) -> None:
        """Write what this build used, if it differs. Where nothing can be written, nothing is."""
        if self._used == self._known:
            return
        content = json.dumps(self._used, separators=(",", ":")).encode()
        with suppress(OSError):
            make_cache_folder(self._root / CACHE)
            write_sealed(self._root, f"{CACHE}/{self._name}", content, self._name, self._basis)

    def _load(self) -> dict[str, tuple[str, str]]:
        content = read_sealed(self._root, f"{CACHE}/{self._name}", self._name, self._basis)
        return {name: (state, digest) for name, (state, digest) in json.loads(content or b"{}").items()}
