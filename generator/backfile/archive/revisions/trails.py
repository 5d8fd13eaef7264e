"""Which versions each page has in git's history, read by one `git log`.

A page keeps its trail through renames. Merges are followed: a version that was made on another branch is a version of
the page, also if the merge did not take it, and a merge adds one only if its text is neither branch's.

What an undo took back is no version: not the texts of the ingest, nor the text that came back, which is the one that
the page had before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from backfile.archive import git
from backfile.archive.git_objects import list_files, tree_blobs
from backfile.archive.git_process import run
from backfile.archive.ingest_log import read_ingests

_COMMIT = "\x1e"
_FILE_MODE = "100"
"""The beginning of the modes of regular files; other entries are links and submodules. A removed file has 000000."""
_FORMAT = f"{_COMMIT}%H\x1f%aI\x1f%cI\x1f%an"
_RAW = ("-c", "--relative", "--raw", "--no-abbrev", "-z", "-M", "--no-color")
_LOG = ("log", "--reverse", "--topo-order", "--full-history", *_RAW)


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
    before: str = ""
    """The hash of the text that it replaced; empty for a new page."""


@dataclass(frozen=True, slots=True)
class _Fork:
    """A move of a page that another branch had moved to another path."""

    paths: tuple[str, str]
    """The path that the other branch gave it, and the one of this branch."""
    versions: tuple[PageVersion, ...]
    """Those until then."""


@dataclass(slots=True)
class Trails:
    """The versions of all pages of an archive."""

    pages: dict[str, list[PageVersion]] = field(default_factory=dict)
    """Path relative to the archive's folder -> versions in the order of the commits, the oldest first."""
    is_cut: bool = False
    """Whether the clone is shallow: older commits are not in it."""
    _moved: dict[str, str] = field(default_factory=dict)
    _last: dict[str, dict[str, str]] = field(default_factory=dict)
    _forks: list[_Fork] = field(default_factory=list)

    def last_files(self, root: Path, folder: str) -> Mapping[str, str]:
        """Return the files that the last commit has below a folder: path -> git's hash. They are read once.

        In: the archive's folder `root`, to which all paths are relative. Raises GitError when git fails.
        """
        if folder not in self._last:
            self._last[folder] = tree_blobs(root, "HEAD", [folder])
        return self._last[folder]

    def _add(self, changes: Sequence[_Change], commit: CommitFacts, *, is_undo: bool) -> None:
        """Take the changes of a commit. Their paths may be some that another branch has left by then."""
        moves = [change for change in changes if change.was]
        for change in moves:
            if (now := self.now(change.was)) not in (change.was, change.path):
                self._forks.append(_Fork((now, change.path), tuple(self.pages.get(now, ()))))
        moved = {change.path: self.pages.pop(self.now(change.was), []) for change in moves}
        self.pages |= moved
        self._moved |= {change.was: change.path for change in moves}
        for change in changes:
            if change.is_new or change.was:  # What is at the path from now on is not the page that left it.
                self._moved.pop(change.path, None)
            versions = self.pages.setdefault(self.now(change.path), [])
            if is_undo:
                _take_back(versions, change, is_cut=self.is_cut)
            if change.blob and not (is_undo and any(version.blob == change.blob for version in versions)):
                versions.append(PageVersion(commit, change.path, change.blob, change.before))

    def _divide(self, present: Container[str]) -> None:
        """Divide the versions of each fork of which a merge kept both pages. In: the paths of all pages."""
        for fork in self._forks:
            other, own = map(self.now, fork.paths)
            if other != own and other in present and own in present:
                left = self.pages.get(own, [])
                shared = [version for version in fork.versions if version in left]
                self.pages[other] = shared + self.pages.get(other, [])
                self.pages[own] = [each for each in left if each not in shared or self.now(each.path) != other]

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
    before: str = ""
    """As in `PageVersion`."""
    was: str = ""
    """The path that it had before, if it was renamed."""
    is_new: bool = False
    is_merge: bool = False


def read_trails(root: Path, folder: str) -> Trails:
    """Return the versions of the pages under `folder` (relative to `root`), of pages that were removed too.

    Empty without git, and without commits. Raises GitError when git fails.
    """
    trails = Trails()
    if not git.is_versioned(root) or not run(root, "rev-parse", "--revs-only", "HEAD"):
        return trails
    trails.is_cut = git.is_shallow(root)
    ingests = read_ingests(root)
    words = list_files(root, *_LOG, f"--format={_FORMAT}", "--", folder)
    for commit, changes in _read_commits(words):
        trails._add(_with_exchanges(changes), commit, is_undo=commit.revision in ingests.undos)
    _complete(root, folder, trails)
    undone = ingests.undone
    kept = ((path, _without_returns(versions, undone)) for path, versions in trails.pages.items())
    trails.pages = {path: versions for path, versions in kept if versions}
    return trails


def _complete(root: Path, folder: str, trails: Trails) -> None:
    """Add the trails of pages of the last commit that have none: one branch moved them, and a merge kept the path that
    they had in another. Such a trail is that of `git log --follow`. Of a page that two branches moved, and that a merge
    kept at both paths, each has the versions before.
    """
    if not trails._moved or not run(root, "rev-list", "--merges", "--max-count=1", "HEAD"):
        return
    present = tree_blobs(root, "HEAD", [folder]).keys()
    trails._divide(present)
    for path in present - trails.pages.keys():
        words = list_files(root, "log", "--follow", *_RAW, f"--format={_FORMAT}", "--", path)
        trails.pages[path] = [
            PageVersion(commit, change.path, change.blob, change.before)
            for commit, changes in reversed([*_read_commits(words)])
            for change in changes
            if change.blob
        ]


def _read_commits(words: Iterable[str]) -> Iterator[tuple[CommitFacts, list[_Change]]]:
    """Yield each commit with its changes. In: what git printed, which NUL divides."""
    commit, changes = CommitFacts("", None, None, ""), list[_Change]()
    words = iter(words)
    for word in words:
        entry = word.lstrip("\n")
        if entry.startswith(_COMMIT):
            yield commit, changes
            commit, changes = _read_commit(entry[1:]), []
        elif entry.startswith(":"):
            changes.append(_read_change(entry, words))
    yield commit, changes


def _with_exchanges(changes: Sequence[_Change]) -> Sequence[_Change]:
    """Return the changes of a commit; where pages exchanged their paths, those of each page as a move to its new path.

    git lists a path that has a file before and after a commit as edited, or takes a wrong one for its former path.
    """
    before = {change.before: change.was or change.path for change in changes if change.before}
    after = {change.blob: change.path for change in changes if change.blob}
    exchanged = {
        change.path
        for change in changes
        if not (change.is_merge or change.was or change.is_new)
        if before.get(change.blob, change.path) != change.path != after.get(change.before, change.path)
    }
    if not exchanged:
        return changes
    found = []
    for change in changes:
        was = before.get(change.blob)
        if was and (change.path in exchanged or was in exchanged):
            change = replace(change, was=was, before=change.blob, is_new=False)
        found.append(change)
    left = {change.was for change in found}
    return [change for change in found if change.blob or change.path not in left]


def _take_back(versions: list[PageVersion], change: _Change, *, is_cut: bool) -> None:
    """Remove the versions that an undo took back: back from the text that it replaced to the one that it brought.

    Each is found by the text that the next one replaced, since another branch may have made versions between them. If
    they do not lead to the text that the undo brought, it took nothing back: a commit can have any message. In: also
    whether the clone is shallow, where that text can be of a commit that is not there.
    """
    replaced, found = change.before, list[int]()
    for at in reversed(range(len(versions))):
        if replaced == change.blob:
            break
        if versions[at].blob == replaced:
            replaced = versions[at].before
            found.append(at)
    if replaced == change.blob or is_cut:
        for at in found:
            del versions[at]


def _without_returns(versions: list[PageVersion], undone: Mapping[str, str]) -> list[PageVersion]:
    """Return the versions without those of an undone ingest that ended with the text with which it began.

    Such an ingest brought an older save; its undo did not change the page. In: commits of undone ingests -> the ingest.
    """
    kept: list[PageVersion] = []
    for ingest, group in groupby(versions, key=lambda version: undone.get(version.commit.revision)):
        own = list(group)
        if ingest is None or own[0].before != own[-1].blob:
            kept += own
    return kept


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
    modes, blobs, status = parts[: parents + 1], parts[parents + 1 : 2 * parents + 2], parts[-1]
    path, is_merge = next(words), parents > 1
    files = [blob if mode.startswith(_FILE_MODE) else "" for mode, blob in zip(modes, blobs, strict=True)]
    before, blob = next(filter(None, files[:-1]), ""), files[-1]
    if not is_merge and status[0] == "R":
        return _Change(next(words), blob, before, was=path)
    return _Change(path, blob, before, is_new=status == "A", is_merge=is_merge)
