"""Removing files from all of git's history: every branch and tag is written again with other contents in their places.

git's own stream of a history is used (`git fast-export`, `git fast-import`), in which contents are named by their
digests, so that only what changes is copied. Which files are replaced is decided in `operations.purge_article`.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from backfile.archive import git
from backfile.archive.git_objects import list_files
from backfile.archive.git_process import git_path, run, run_bytes
from backfile.problems import GitError

_FILE = re.compile(rb"M (\d+) ([0-9a-f]{40,64}) (.*)", re.DOTALL)
_SPECIAL = re.compile(rb'[\x00-\x1f\x7f"\\]')
_ESCAPES = {b'"': b'"', b"\\": b"\\"} | {
    bytes([7 + number]): bytes([letter]) for number, letter in enumerate(b"abtnvfr")
}
"""Characters that git writes with a letter; the others are octal numbers (quote.c of git)."""
_FILE_MODE = "100"
"""The beginning of the modes of regular files; other entries are links and submodules. A missing file has 000000."""
_FIRST_MARK = 1_000_000_000
"""Marks of the new contents: git numbers its own from 1."""
_HEADS = ("ORIG_HEAD", "FETCH_HEAD", "CHERRY_PICK_HEAD")


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed from git's history."""

    contents: int
    """The contents that were replaced: versions of the page, of originals, images and list pages."""
    commits: int
    """The commits that had them. All commits after the first of these have new hashes, too."""
    remaining: tuple[str, ...] = ()
    """git's digests of contents that are still there, because a pack is kept or shared with another repository."""
    shared: tuple[str, ...] = ()
    """Other files with contents that the article had, relative to the archive's folder: they stay as they are."""
    alike: tuple[str, ...] = ()
    """Pages of which a former text agrees with the article, as a copy does: their texts stay."""


def refuse_purge(root: Path, *, commits: bool) -> None:
    """Raise GitError if the history cannot be written again without losing something, or not all of it is here."""
    if not commits:
        raise GitError(
            "The history is written again after a commit, and commits are off. Run again without --no-commit."
        )
    git.refuse_unfinished(root, "Then purge again.")
    notes = run(root, "for-each-ref", "--format=%(refname)", "refs/notes")
    remove = f"remove them with git update-ref -d {''.join(notes.splitlines()[:1])}"
    replaced = run(root, "replace", "--list").splitlines()
    reasons = {
        "it has stashes, which would be lost: apply or drop them": run(root, "for-each-ref", "refs/stash"),
        f"it has notes, which name commits by their hashes: {remove}": notes,
        "no branch is checked out: check one out": "" if git.current_branch(root) else "detached",
        f"git replaces objects of it by others: undo that with git replace -d {''.join(replaced[:1])}": str(
            *replaced[:1]
        ),
        "it has grafts, which name commits by their hashes: remove .git/info/grafts": (
            "grafts" if git_path(root, "info/grafts").is_file() else ""
        ),
        "its history is cut: fetch all of it with git fetch --unshallow": "shallow" if git.is_shallow(root) else "",
        "it has other work trees: remove them with git worktree remove": "\0\0".join(
            run(root, "worktree", "list", "--porcelain", "-z").split("\0\0")[1:]
        ).strip("\0"),
    }
    for reason, found in reasons.items():
        if found.strip():
            raise GitError(f"Nothing is purged from the repository of {root}: {reason}. Then run again.")


def is_part(root: Path) -> bool:
    """Return whether the archive is a folder of a larger repository, whose commits a purge writes again, too."""
    return bool(run(root, "rev-parse", "--show-prefix").strip("\n"))


def history_blobs(root: Path) -> dict[str, set[str]]:
    """Return all contents of the history: git's digest -> the paths that had it, relative to `root`: those beside it
    begin with `..`, because an archive that is a folder of a repository may have been another folder of it.
    """
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--full-history", "-m", "--format=")
    prefix = run(root, "rev-parse", "--show-prefix").removesuffix("\n")
    words = list_files(root, "log", "--all", *options)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        if word.lstrip("\n").startswith(":"):
            modes_and_blobs = word.lstrip("\n:").split(" ")[:4]
            path = next(words)
            inside = path.removeprefix(prefix) if path.startswith(prefix) else posixpath.relpath(path, prefix)
            for mode, blob in zip(modes_and_blobs[:2], modes_and_blobs[2:], strict=True):
                if mode.startswith(_FILE_MODE):
                    found[blob].add(inside)
    return found


def rewrite_history(
    root: Path, contents: Mapping[str, bytes], kept: Iterable[str], edit_message: Callable[[bytes], bytes]
) -> Purged:
    """Replace contents in all commits, edit all messages, and remove what no commit has any more. Raises GitError.

    In: git's digest of each content -> what takes its place; files that keep theirs, relative to `root`; a function
    from a message to another. Files beside `root` keep their contents, too.
    """
    prefix = _escaped(run_bytes(root, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    edit = _Edit(
        {blob.encode(): _FIRST_MARK + number for number, blob in enumerate(contents)},
        edit_message,
        prefix,
        frozenset(prefix + _escaped(path.encode("utf-8", "surrogateescape")) for path in kept),
    )
    options = ("--all", "--no-data", "--signed-tags=strip", "--tag-of-filtered-object=rewrite", "--reencode=no")
    stream = run_bytes(root, "fast-export", *options)
    blobs = b"".join(_blob(edit.marks[blob.encode()], content) for blob, content in contents.items())
    edited = b"".join(_edited(stream, edit))
    run_bytes(root, "fast-import", "--force", "--quiet", "--date-format=raw-permissive", stdin=blobs + edited)
    run(root, "update-index", "-q", "--refresh")
    _forget_old(root)
    out = run(root, "cat-file", "--batch-check", stdin="".join(f"{blob}\n" for blob in contents).encode())
    there = {line.split(" ")[0] for line in out.splitlines() if not line.endswith("missing")}
    remaining = tuple(sorted(there - {blob.decode() for blob, _ in edit.elsewhere}))
    start = edit.prefix.decode("utf-8", "surrogateescape") or "."
    paths = {path.decode("utf-8", "surrogateescape") for _, path in edit.elsewhere}
    shared = tuple(sorted(posixpath.relpath(path, start) for path in paths))
    return Purged(len(contents), len(edit.commits), remaining, shared)


def _blob(mark: int, content: bytes) -> bytes:
    return b"blob\nmark :%d\ndata %d\n%b\n" % (mark, len(content), content)


def _escaped(path: bytes) -> bytes:
    """Return a path as `git fast-export` quotes it, without the quotation marks."""
    return _SPECIAL.sub(lambda match: b"\\" + (_ESCAPES.get(match[0]) or b"%03o" % match[0][0]), path)


@dataclass(slots=True)
class _Edit:
    """What is changed in the stream of a history, and what was."""

    marks: Mapping[bytes, int]
    """git's digest of a content -> the mark of what takes its place."""
    message: Callable[[bytes], bytes]
    prefix: bytes
    """The archive's folder in the repository, with `/`; empty at the top. Files beside it stay as they are."""
    kept: Set[bytes]
    """Files that stay, too."""
    commits: set[int] = field(default_factory=set)
    """The numbers of the commits that were changed."""
    elsewhere: set[tuple[bytes, bytes]] = field(default_factory=set)
    """Contents that stay in other files: git's digest, and the file."""

    def line(self, line: bytes, commit: int) -> bytes:
        """Return a line of the stream with another content, if it names a file that is changed."""
        file = _FILE.fullmatch(line)
        if not file or file[2] not in self.marks:
            return line
        path = file[3][1:-1] if file[3].startswith(b'"') else file[3]
        if path in self.kept or not path.startswith(self.prefix):
            self.elsewhere.add((file[2], path))
            return line
        self.commits.add(commit)
        return b"M %b :%d %b" % (file[1], self.marks[file[2]], file[3])


def _edited(stream: bytes, edit: _Edit) -> Iterator[bytes]:
    """Yield the stream of a history with other contents and messages."""
    position, commit = 0, 0
    while position < len(stream):
        end = stream.index(b"\n", position)
        line, position = stream[position:end], end + 1
        if line.startswith(b"data "):
            size = int(line[5:])
            message = edit.message(stream[position : position + size])
            yield b"data %d\n%b" % (len(message), message)
            position += size
            continue
        commit += line.startswith(b"commit ")
        yield edit.line(line, commit) + b"\n"


def _forget_old(root: Path) -> None:
    """Remove the old commits: what refers to them besides branches and tags, then all objects that nothing names."""
    run(root, "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    run(root, "update-index", "--clear-resolve-undo")  # What a merge left of a file that was in conflict.
    recorded = git_path(root, "rr-cache")
    if recorded.is_dir():  # What git recorded of conflicts (git-rerere) has the texts of both sides.
        shutil.rmtree(recorded)
    for name in _HEADS:
        git_path(root, name).unlink(missing_ok=True)
    run(root, "-c", "gc.cruftPacks=false", "gc", "--quiet", "--prune=now")
