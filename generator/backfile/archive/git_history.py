"""Files in git's history: which pages were removed, and the text of a file at a revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from backfile.archive.git_objects import list_files, read_small, tree_entries
from backfile.archive.git_process import read_entries, run
from backfile.archive.manifest import read_trailers
from backfile.settings.inside import LARGEST_TEXT

UNDO_TRAILER = "Ingest-Undo"
"""The line at the end of the message of a commit that takes an ingest back: the manifest root of that ingest."""
FIRST_PARENT = "--first-parent"
"""The option of `git log` for the history of a branch itself, without the branches that were merged into it."""
_BATCH = 500
"""Files whose sizes are read by one run of git."""
_NOT_READ = f"This file is larger than {LARGEST_TEXT >> 20} MB. It is not read.\n"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file at a revision."""

    path: str
    """Relative to the archive's folder."""
    revision: str
    """A revision that has the file, as git commands accept it."""
    blob: str
    """The hash of its content."""


def removed_files(root: Path, folder: str) -> Iterator[FileVersion]:
    """Yield the files under `folder` (relative to `root`) that were removed and do not exist: latest removal first.

    Files whose removal is not committed come before all others. What an undo removed nobody chose to remove: it is left
    out.
    """
    if not has_commits(root):
        return
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative", "--diff-filter=D")
    uncommitted = read_entries(root, "diff", *options, "HEAD", "--", folder)
    committed = ("log", "--full-history", *options, f"--format=%H%(trailers:key={UNDO_TRAILER})", "--", folder)
    revision, is_undo = "HEAD", False
    words = chain(uncommitted, list_files(root, *committed))
    for word in words:
        if word.lstrip("\n").startswith(":"):
            version = FileVersion(next(words), revision, word.split(" ")[2])
            if not is_undo and not (root / version.path).exists():
                yield version
        elif word.strip("\n"):
            revision, is_undo = f"{word[:12]}~", UNDO_TRAILER in word


def committed_files(root: Path, paths: Sequence[str]) -> Iterator[FileVersion]:
    """Yield those of `paths` (relative to `root`) that the last commit has."""
    if not has_commits(root):
        return
    for path, (_, blob) in tree_entries(root, "HEAD", paths).items():
        yield FileVersion(path, "HEAD", blob)


def versions_of(root: Path, path: str) -> Iterator[FileVersion]:
    """Yield the versions of a file (relative to `root`) in the history of HEAD, the latest first."""
    if not has_commits(root):
        return
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative", "--full-history", "-m")
    words = list_files(root, "log", *options, "--diff-filter=d", "--format=%H", "--", path)
    revision = "HEAD"
    for word in words:
        if word.lstrip("\n").startswith(":"):
            yield FileVersion(next(words), revision, word.split(" ")[3])
        elif word:
            revision = word


def has_commits(root: Path) -> bool:
    """Return whether the branch that is checked out has a commit."""
    return bool(run(root, "rev-parse", "--revs-only", "HEAD"))


def read_texts(root: Path, versions: Iterable[FileVersion]) -> Iterator[tuple[FileVersion, str]]:
    """Yield each file version with its content as text; bytes that are not UTF-8 become U+FFFD. In the place of a file
    that is too large for a text, it yields a sentence that says so.
    """
    for version, content in _read(root, versions):
        yield version, _NOT_READ if content is None else content.decode("utf-8", "replace")


def read_contents(root: Path, versions: Iterable[FileVersion]) -> Iterator[tuple[FileVersion, bytes]]:
    """Yield each file version with its content; not those of files that are too large for a text.

    Raises GitError for one that the repository does not have.
    """
    yield from ((version, content) for version, content in _read(root, versions) if content is not None)


def _read(root: Path, versions: Iterable[FileVersion]) -> Iterator[tuple[FileVersion, bytes | None]]:
    remaining = iter(versions)
    while batch := list(islice(remaining, _BATCH)):
        yield from zip(batch, read_small(root, [version.blob for version in batch]), strict=True)


def marked_commits(root: Path, *trailers: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the commits that end with a line of one of these names, such as `Name: value`, the latest first.

    Commits of branches that were merged do not count: they can have any message, and what these commits did is taken
    back. Out: the commit's hash, its first line, the name and its value.
    """
    if not has_commits(root):
        return
    pattern = f"^({'|'.join(trailers)}): "
    options = (FIRST_PARENT, "-z", "--extended-regexp", f"--grep={pattern}")
    for entry in read_entries(root, "log", *options, "--format=%H%n%B"):
        revision, _, message = entry.strip("\n").partition("\n")
        for name, value in read_trailers(message, *trailers)[:1]:
            yield revision, message.split("\n")[0], name, value


def changed_in(root: Path, revision: str) -> Iterator[tuple[FileVersion | None, FileVersion | None]]:
    """Yield the files that a commit changed: each before and after it; None where it does not exist.

    Raises GitError for a commit without a parent.
    """
    yield from changed_between(root, f"{revision}~", revision)


def changed_between(root: Path, before: str, revision: str) -> Iterator[tuple[FileVersion | None, FileVersion | None]]:
    """Yield the files that differ between two commits: each in both; None where it does not exist."""
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative")
    words = iter(run(root, "diff", *options, before, revision).split("\0"))
    for word in words:
        if word.startswith(":"):
            path, (_, _, old, new, _) = next(words), word.split(" ")
            yield (
                FileVersion(path, before, old) if old.strip("0") else None,
                FileVersion(path, revision, new) if new.strip("0") else None,
            )


def all_versions(root: Path, folders: Sequence[str], apart: Set[str] = frozenset()) -> Iterator[FileVersion]:
    """Yield every content that a file under `folders` (relative to `root`) had in any commit, each once, the oldest
    first. The path is one that it had, the revision the commit that brought it. What commits `apart` brought is yielded
    for itself: a content that others brought too is yielded twice.
    """
    if not has_commits(root):
        return
    options = ("--reverse", "-m", "--raw", "--no-abbrev", "-z", "--no-renames", "--relative", "--diff-filter=AM")
    revision, seen = "", set[tuple[str, bool]]()
    words = list_files(root, "log", "--full-history", *options, "--format=%H", "--", *folders)
    for word in words:
        entry = word.lstrip("\n")
        if entry.startswith(":"):
            path, blob = next(words), entry.split(" ")[3]
            key = (blob, revision in apart)
            if key not in seen and path.endswith(".md"):
                seen.add(key)
                yield FileVersion(path, revision, blob)
        elif entry:
            revision = entry
