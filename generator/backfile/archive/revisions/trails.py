"""Which versions each page has in git's history, read by one `git log`.

A page keeps its trail through renames. Merges are followed: a version that was made on another branch is a version of
the page, and a merge adds one only if its text is neither branch's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from backfile.archive import git
from backfile.archive.git_process import run

_COMMIT = "\x1e"
_FILE_MODE = "100"
"""The beginning of the modes of regular files; other entries are links and submodules. A removed file has 000000."""
_FORMAT = f"{_COMMIT}%H\x1f%aI\x1f%cI\x1f%an"
_LOG = ("log", "--reverse", "--topo-order", "--raw", "--no-abbrev", "-z", "-M", "--relative", "-c", "--no-color")


@dataclass(frozen=True, slots=True)
class CommitFacts:
    """What git says of a commit."""

    revision: str
    """Its hash. It changes when history is rewritten."""
    when: datetime | None
    """The date of its author, which stays when history is rewritten; None if git's is not valid. For an ingest it is
    when the latest of its saves was made.
    """
    entered: datetime | None
    """The date of its committer: when the archive got it, or when its history was rewritten since; None as above."""
    author: str


@dataclass(frozen=True, slots=True)
class PageVersion:
    """The text of a page after a commit."""

    commit: CommitFacts
    path: str
    """Where the page was, relative to the archive's folder."""
    blob: str
    """The hash of its text. Equal texts have equal hashes."""


@dataclass(slots=True)
class Trails:
    """The versions of all pages of an archive."""

    pages: dict[str, list[PageVersion]] = field(default_factory=dict)
    """Path relative to the archive's folder -> versions in the order of the commits, the oldest first."""
    is_cut: bool = False
    """Whether the clone is shallow: older commits are not in it."""
    _moved: dict[str, str] = field(default_factory=dict)

    def _add(self, change: _Change, commit: CommitFacts) -> None:
        """Take a change of one file. Its path may be one that another branch has left by then."""
        if change.was:
            self.pages[change.path] = self.pages.pop(self.now(change.was), [])
            self._moved[change.was] = change.path
        if change.is_new:
            self._moved.pop(change.path, None)
        path = self.now(change.path)
        if change.blob:
            self.pages.setdefault(path, []).append(PageVersion(commit, change.path, change.blob))

    def now(self, path: str) -> str:
        """Return the latest path of a page that had this one."""
        seen = set[str]()
        while path in self._moved and path not in seen:
            seen.add(path)
            path = self._moved[path]
        return path


@dataclass(frozen=True, slots=True)
class _Change:
    path: str
    blob: str
    """Empty if the file was removed."""
    was: str = ""
    """The path that it had before, if it was renamed."""
    is_new: bool = False


def read_trails(root: Path, folder: str) -> Trails:
    """Return the versions of the pages under `folder` (relative to `root`), of pages that were removed too.

    Empty without git, and without commits. Raises GitError when git fails.
    """
    trails = Trails()
    if not git.is_versioned(root) or not run(root, "rev-parse", "--revs-only", "HEAD"):
        return trails
    trails.is_cut = git.is_shallow(root)
    commit = CommitFacts("", None, None, "")
    words = iter(run(root, *_LOG, f"--format={_FORMAT}", "--", folder).split("\0"))
    for word in words:
        entry = word.lstrip("\n")
        if entry.startswith(_COMMIT):
            commit = _read_commit(entry[1:])
        elif entry.startswith(":"):
            trails._add(_read_change(entry, words), commit)
    return trails


def _read_commit(text: str) -> CommitFacts:
    revision, when, entered, author = text.split("\x1f", 3)
    return CommitFacts(revision, _read_date(when), _read_date(entered), author)


def _read_date(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_change(entry: str, words: Iterator[str]) -> _Change:
    """Read an entry of git's raw format (git-diff, "Raw output format"), and its paths from `words`.

    An entry of a merge has a mode and a hash for each parent, and as many colons.
    """
    parents = len(entry) - len(entry.lstrip(":"))
    parts = entry[parents:].split(" ")
    mode, blob, status = parts[parents], parts[2 * parents + 1], parts[-1]
    path = next(words)
    blob = blob if mode.startswith(_FILE_MODE) else ""
    if parents == 1 and status[0] == "R":
        return _Change(next(words), blob, was=path)
    return _Change(path, blob, is_new=status == "A")
