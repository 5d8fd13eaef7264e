"""Commits of texts that are not on the disk: the earlier revisions of pages whose newest text is.

The work tree never goes back to an older text: a run that is killed leaves the newest text of each page, or the one
from before the run. git's fast-import makes all commits of a run at once; then the branch moves to the last of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from backfile.archive import git, git_leftovers, git_signing
from backfile.archive.commit_manifest import trailers_of_drafts
from backfile.archive.git_attributes import object_ids, refuse_altered
from backfile.archive.git_objects import tree_entries
from backfile.archive.git_process import run
from backfile.archive.manifest import add_trailers

_REF = "refs/backfile/revisions"
"""The reference of unfinished commits. It exists only while they are made."""
_FILE = "100644"
"""The mode of a file that is not a program, in trees of git."""


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text of a page that a commit gets. Paths are relative to the archive's folder."""

    path: str
    load: Callable[[], str]
    """Return the text; it is called when the commit is made."""


@dataclass(frozen=True, slots=True)
class RevisionCommit:
    """A commit that is to be made."""

    message: str
    saved: float | None
    """The date of its author in seconds since 1970; None: now. See `author_date`."""
    texts: Sequence[TextVersion] = ()
    files: Sequence[str] = ()
    """Files that it gets as they are on the disk."""
    restored: Sequence[str] = ()
    """Files that it gets as the last commit before all of these has them."""
    removed: Sequence[str] = ()
    """Files that it does not have any more, because their owner moved them."""


def can_add_revisions(root: Path, docs: Path) -> bool:
    """Return whether earlier revisions of pages can be committed: git has all of its history, and has the pages.

    Raises GitError when git cannot be used.
    """
    if not git.is_versioned(root) or git.is_separate_repository(root, docs):
        return False
    if git.is_shallow(root):
        return False
    git.refuse_unfinished(root, "")
    return not git.has_ignored_files(root, docs.joinpath("articles").relative_to(root).as_posix())


def author_date(saved: Iterable[float]) -> int | None:
    """Return the date of a commit's author: when the latest of its saves was made, in seconds since 1970.

    None without such a time. Times before 1970, which git cannot write, and in the future do not count.
    """
    now = time.time()
    return max((int(when) for when in saved if 0 <= when <= now), default=None)


def add_commits(root: Path, docs: Path, commits: Sequence[RevisionCommit], next_step: str) -> list[str]:
    """Add commits to the branch, in order, and return their hashes. Work tree and index stay as they are, except
    that the index loses the files that these commits remove.

    They are made twice: a commit's manifest, which its message names, is known only when git has its files. Raises
    GitError, with `next_step` in its message, when git refuses; then the branch stays as it was.
    """
    git.refuse_unfinished(root, next_step)
    head = run(root, "rev-parse", "--revs-only", "HEAD").strip()
    prefix = run(root, "rev-parse", "--show-prefix").strip("\n")
    paths = {path for commit in commits for path in (*(text.path for text in commit.texts), *commit.restored)}
    entries = tree_entries(root, "HEAD", sorted(paths)) if head else {}

    with git_leftovers.commit_note(root) as folder:
        files = [*{path: None for commit in commits for path in commit.files}]
        refuse_altered(root, folder, files, next_step)
        blobs = dict(zip(files, object_ids(root, folder, files, "-w"), strict=True))

        def write_files(stream: IO[bytes], number: int) -> None:
            _write_changes(stream, commits[number], prefix, entries, blobs)

        drafts = _import(root, folder, head, commits, write_files, next_step)
        trees = run(root, "rev-parse", *(f"{draft}^{{tree}}" for draft in drafts)).split()
        trailers = trailers_of_drafts(root, docs, drafts)
        commits = [
            replace(commit, message=add_trailers(commit.message, each))
            for commit, each in zip(commits, trailers, strict=True)
        ]

        def write_tree(stream: IO[bytes], number: int) -> None:
            stream.write(f'M 040000 {trees[number]} ""\n'.encode())

        if git_signing.signing_options(root) is None:
            made = _import(root, folder, head, commits, write_tree, next_step)
        else:
            made = _sign(root, folder, head, commits, trees)
        # The old hash is named so that a commit which the owner made meanwhile is not lost.
        run(root, "update-ref", "-m", "backfile: revisions", "HEAD", made[-1], head, next_step=next_step)
        _clean_up(root, commits)
    return made


def _clean_up(root: Path, commits: Sequence[RevisionCommit]) -> None:
    """Remove the reference, and the files that the commits remove from the index, which would have them as new ones."""
    run(root, "update-ref", "-d", _REF)
    if removed := b"".join(os.fsencode(path) + b"\0" for commit in commits for path in commit.removed):
        run(root, "update-index", "--force-remove", "-z", "--stdin", stdin=removed)


def _sign(root: Path, folder: Path, head: str, commits: Sequence[RevisionCommit], trees: Sequence[str]) -> list[str]:
    """Make signed commits that follow `head` (empty: none), each with its tree, and return their hashes.

    fast-import makes no signatures.
    """
    made: list[str] = []
    for commit, tree in zip(commits, trees, strict=True):
        parent = made[-1] if made else head
        made.append(git.commit_tree(root, folder, tree, parent, commit.message, commit.saved))
    return made


def _import(
    root: Path,
    folder: Path,
    head: str,
    commits: Sequence[RevisionCommit],
    write_files: Callable[[IO[bytes], int], None],
    next_step: str,
) -> list[str]:
    """Make commits that follow `head` (empty: none), and return their hashes.

    In: a folder for git's input; what writes the files of a commit, by its place in the sequence.
    """
    people = _person(root, "GIT_AUTHOR_IDENT"), _person(root, "GIT_COMMITTER_IDENT")
    marks = folder / "marks"
    with (folder / "commits").open("w+b") as stream:
        stream.write(f"reset {_REF}\n".encode() + (f"from {head}\n\n".encode() if head else b"\n"))
        for number, commit in enumerate(commits):
            _write_commit(stream, commit, number, *people)
            write_files(stream, number)
        stream.write(b"done\n")
        stream.flush()
        stream.seek(0)
        options = ("--quiet", "--done", "--force", "--date-format=raw", f"--export-marks={marks}")
        run(root, "fast-import", *options, stdin=stream, next_step=next_step)
    lines = (line.split() for line in marks.read_text("ascii").splitlines())
    return [revision for _, revision in sorted((int(mark[1:]), revision) for mark, revision in lines)]


def _write_commit(stream: IO[bytes], commit: RevisionCommit, number: int, author: _Person, committer: _Person) -> None:
    written = author.now if commit.saved is None else f"{int(commit.saved)} +0000"
    lines = [
        f"commit {_REF}",
        f"mark :{number + 1}",
        f"author {author.name} {written}",
        f"committer {committer.name} {committer.now}",
    ]
    stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    _write_data(stream, commit.message)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who makes a commit."""

    name: str
    """Name and address, as commits have them."""
    now: str
    """The time, as commits have it."""


def _person(root: Path, variable: str) -> _Person:
    name, _, now = run(root, *git.identity_options(root), "var", variable).strip("\n").rpartition("> ")
    return _Person(f"{name}>", now)


def _write_changes(
    stream: IO[bytes],
    commit: RevisionCommit,
    prefix: str,
    entries: Mapping[str, tuple[str, str]],
    blobs: Mapping[str, str],
) -> None:
    """Write the files of a commit. In: mode and hash of files in the last commit; hashes of files on the disk."""
    for path in commit.removed:
        stream.write(b"D " + _quoted(prefix + path) + b"\n")
    for text in commit.texts:
        mode, _ = entries.get(text.path, (_FILE, ""))
        stream.write(f"M {mode} inline ".encode() + _quoted(prefix + text.path) + b"\n")
        _write_data(stream, text.load())
    for path in commit.files:
        stream.write(f"M {_FILE} {blobs[path]} ".encode() + _quoted(prefix + path) + b"\n")
    for path in commit.restored:
        if path in entries:
            mode, blob = entries[path]
            stream.write(f"M {mode} {blob} ".encode() + _quoted(prefix + path) + b"\n")


def _write_data(stream: IO[bytes], text: str) -> None:
    data = text.encode("utf-8", "replace")
    stream.write(b"data %d\n" % len(data) + data + b"\n")


def _quoted(path: str) -> bytes:
    """Return a path as fast-import reads it (git-fast-import, "Quoting")."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
