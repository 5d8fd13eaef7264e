"""What git's history has of pages: the saves that they were made from, and the texts that the program wrote.

Everything is read at the first question, by one `git log` and one `git cat-file`; of each text a few digests stay in
memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from backfile.archive import git_history
from backfile.archive.git_history import FileVersion
from backfile.archive.seals import read_seal

_SHA256 = re.compile(r'^  sha256: "?([0-9a-f]{64})"?[ \t]*$', re.MULTILINE)
"""The line of a page's `origin` that names its input."""


@dataclass(slots=True)
class _Index:
    """What was read of history."""

    saves: dict[str, int] = field(default_factory=dict)
    """Digest of an input -> number of the first text that was made from it, in the order of the commits."""
    sealed: dict[str, FileVersion] = field(default_factory=dict)
    """Seal -> the text, as the program wrote it."""
    texts: set[bytes] = field(default_factory=set)


class CommittedPages:
    """The history of one archive's pages, whatever their paths were: pages can be moved and joined."""

    def __init__(self, root: Path, folders: Sequence[str]) -> None:
        """Take the archive's folder, and the folders of texts of pages, relative to it."""
        self._root = root
        self._folders = folders

    def order(self, sha256: str) -> int | None:
        """Return a number that grows with the time at which a save was committed first; None if it was not.

        In: the digest of an input. Raises GitError.
        """
        return self._index.saves.get(sha256)

    def has_text(self, text: str) -> bool:
        """Return whether any commit has this text of a page. Raises GitError."""
        return _digest(text) in self._index.texts

    def sealed_text(self, seal: str) -> str | None:
        """Return the text that the program wrote with that seal; None if history lacks it. Raises GitError."""
        version = self._index.sealed.get(seal)
        if version is None:
            return None
        return next(text for _, text in git_history.read_texts(self._root, [version]))

    @cached_property
    def _index(self) -> _Index:
        index = _Index()
        versions = git_history.all_versions(self._root, self._folders)
        for number, (version, text) in enumerate(git_history.read_texts(self._root, versions)):
            index.texts.add(_digest(text))
            if save := _SHA256.search(text):
                index.saves.setdefault(save[1], number)
            seal = read_seal(text)
            if seal.intact:
                index.sealed[seal.value] = version
        return index


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).digest()[:16]
