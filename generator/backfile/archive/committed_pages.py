"""What git's history has of pages: the saves that they were made from, and the texts that the program wrote.

Everything is read at the first question, by one `git log` and one `git cat-file`; of each text a few digests stay in
memory. They are kept in a file of the archive's cache, which bears the seal of this user (`settings.sealed_file`), so
that a run reads only texts that are new since the last one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from backfile.archive import git_history
from backfile.archive.git_history import FileVersion
from backfile.archive.ingest_log import read_ingests
from backfile.archive.seals import read_seal
from backfile.settings.layout import SAVES
from backfile.settings.sealed_file import read_sealed, write_sealed

_SEALED = "saves"
_SHA256 = re.compile(r'^  sha256: "?([0-9a-f]{64})"?[ \t]*$', re.MULTILINE)
"""The line of a page's `origin` that names its input."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is kept of one text."""

    digest: str
    """As `_digest`."""
    save: str
    """The digest of its input; empty if it names none."""
    seal: str
    """Its seal, if that fits the text; else empty."""


@dataclass(slots=True)
class _Index:
    """What was read of history."""

    saves: dict[str, int] = field(default_factory=dict)
    """Digest of an input -> number of the first text that was made from it, in the order of the commits."""
    sealed: dict[str, FileVersion] = field(default_factory=dict)
    """Seal -> the text, as the program wrote it."""
    texts: set[str] = field(default_factory=set)


class CommittedPages:
    """The history of one archive's pages, whatever their paths were: pages can be moved and joined."""

    def __init__(self, root: Path, folders: Sequence[str]) -> None:
        """Take the archive's folder, and the folders of texts of pages, relative to it."""
        self._root = root
        self._folders = folders

    def order(self, sha256: str) -> int | None:
        """Return a number that grows with the time at which a save was committed first; None if it was not, or if the
        ingest that brought it was undone.

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
        undone = read_ingests(self._root).undone
        versions = [*git_history.all_versions(self._root, self._folders, undone.keys())]
        known = self._read_facts(versions)
        for number, version in enumerate(versions):
            facts = known[version.blob]
            index.texts.add(facts.digest)
            if facts.save and version.revision not in undone:
                index.saves.setdefault(facts.save, number)
            if facts.seal:
                index.sealed[facts.seal] = version
        return index

    def _read_facts(self, versions: Sequence[FileVersion]) -> Mapping[str, _Facts]:
        """Return the facts of texts by git's digests. Those that are not known are read, and kept."""
        known = _load(self._root)
        new = [version for version in versions if version.blob not in known]
        known |= {version.blob: _facts(text) for version, text in git_history.read_texts(self._root, new)}
        if new:
            _store(self._root, known)
        return known


def _facts(text: str) -> _Facts:
    save, seal = _SHA256.search(text), read_seal(text)
    return _Facts(_digest(text), save[1] if save else "", seal.value if seal.intact else "")


def _load(root: Path) -> dict[str, _Facts]:
    """Return what the file of the cache says, if this user's program wrote it."""
    lines = (read_sealed(root, SAVES, _SEALED) or b"").decode("ascii").splitlines()
    return {blob: _Facts(*values) for blob, *values in (line.split(",") for line in lines)}


def _store(root: Path, known: Mapping[str, _Facts]) -> None:
    """Write the file of the cache. An error of the disk changes nothing."""
    lines: Iterable[str] = (f"{blob},{each.digest},{each.save},{each.seal}\n" for blob, each in known.items())
    with suppress(OSError):
        write_sealed(root, SAVES, "".join(lines).encode("ascii"), _SEALED)


def _digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()[:32]
