"""Objects of git: which files a commit has, and what is in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, pairwise
from pathlib import Path

from backfile.archive.git_process import read_entries, run, run_bytes
from backfile.problems import GitError
from backfile.settings.inside import LARGEST_TEXT

_PATHS = 500
"""Paths in the arguments of one git."""
_BATCH = 8 * 1024 * 1024
"""Bytes that are read by one run of git, unless one object has more: they are in memory together."""
_FEW_FILES = 200_000
_FILES_OF_AN_OBJECT = 100
"""A list with more parts than the first number, and more than the second for each object of the repository, repeats its
trees: a tree of trees of trees has a few bytes, and stands for any number of files. A change of a file is two parts,
and a merge lists the changes of both sides, so that honest histories have several parts for each object.
"""
_LONGEST_HEADER = 200
"""Bytes, at the most, of the line before the content of an object."""


def list_files(root: Path, *arguments: str) -> Iterator[str]:
    """Yield what git lists of files in trees or commits, as `read_entries` does. Raises GitError also for a list that
    is far longer than the repository has objects.
    """
    most = _FEW_FILES
    for number, entry in enumerate(read_entries(root, *arguments)):
        if number > most:
            most = max(most, _FILES_OF_AN_OBJECT * _count_objects(root))
            if number > most:
                step = "Its trees repeat each other, which no program does. Find the commit with: git log --stat"
                raise GitError(f"git {arguments[0]} lists more than {most} files and changes in {root}. {step}")
        yield entry


def _count_objects(root: Path) -> int:
    """Return how many objects a repository has; a number above any where others lend it theirs, which git does not
    count: nobody gets that with a clone.
    """
    counts = [line.split(": ") for line in run(root, "count-objects", "-v").splitlines()]
    if any(name == "alternate" for name, *_ in counts):
        return sys.maxsize
    return sum(int(number) for name, number in counts if name in {"count", "in-pack"})


def tree_blobs(root: Path, revision: str, folders: Iterable[str]) -> dict[str, str]:
    """Return the files that a commit has below some folders: path -> git's digest. Paths are relative to `root`."""
    return dict(tree_files(root, revision, folders))


def tree_files(root: Path, revision: str, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and git's digest of each file that `tree_blobs` returns, by the bytes of their paths: git's order."""
    entries = list_files(root, "ls-tree", "-r", "-z", revision, "--", *(f"{folder}/" for folder in folders))
    return ((path, blob) for path, (kind, _, blob) in _entries(entries) if kind == "blob")


def tree_entries(root: Path, revision: str, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return those of some paths that a commit has: path -> mode and git's digest. Paths are relative to `root`."""
    found: dict[str, tuple[str, str]] = {}
    for first in range(0, len(paths), _PATHS):
        out = run(root, "ls-tree", "-z", revision, "--", *paths[first : first + _PATHS])
        found |= {path: (mode, blob) for path, (_, mode, blob) in _entries(out.split("\0"))}
    return found


def _entries(entries: Iterable[str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield the path of each entry of a tree, and its kind, mode and digest. In: the entries as git lists them."""
    for entry in filter(None, entries):
        metadata, _, path = entry.partition("\t")
        mode, kind, blob = metadata.split(" ")
        yield path, (kind, mode, blob)


def read_blobs(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield git's digests with the content of each. Raises GitError for one that the repository does not have."""
    names = sorted(blobs)
    yield from zip(names, _read_in_parts(root, names, [*read_sizes(root, names)]), strict=True)


def read_small(root: Path, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yield the content of each of some objects, in order; None for one that is larger than a text that is read from
    the disk: an object of any size is a few bytes in a clone. In: git's digests.

    Raises GitError for one that the repository does not have.
    """
    sizes = [*read_sizes(root, names)]
    is_text = [size <= LARGEST_TEXT for size in sizes]
    contents = _read_in_parts(root, [*compress(names, is_text)], [*compress(sizes, is_text)])
    yield from (next(contents) if each else None for each in is_text)


def _read_in_parts(root: Path, names: Sequence[str], sizes: Sequence[int]) -> Iterator[bytes]:
    """Yield the content of each of some objects, in order. Those that one git reads are in memory together."""
    starts, total = [0] if names else [], 0
    for number, size in enumerate(sizes):
        if total and total + size > _BATCH:
            starts.append(number)
            total = 0
        total += size
    for first, end in pairwise([*starts, len(names)]):
        yield from read_objects(root, names[first:end])


def read_sizes(root: Path, names: Sequence[str]) -> Iterator[int]:
    """Yield the size of each of some objects in bytes, in order. In: git's digests.

    Raises GitError for one that the repository does not have.
    """
    if not names:
        return
    out = run(root, "cat-file", "--batch-check", stdin="".join(f"{name}\n" for name in names).encode())
    yield from (_size(root, line) for line in out.split("\n")[: len(names)])


def read_objects(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the content of each of some objects, in order; all are in memory together. In: git's digests.

    Raises GitError for one that the repository does not have.
    """
    out = memoryview(run_bytes(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode()))
    position = 0
    for _ in names:
        header = bytes(out[position : position + _LONGEST_HEADER]).partition(b"\n")[0]
        begin = position + len(header) + 1
        end = begin + _size(root, header.decode())
        yield bytes(out[begin:end])
        position = end + 1


def _size(root: Path, header: str) -> int:
    """Return the size of an object in bytes. Raises GitError if it is missing. In: what `git cat-file` says of it."""
    if header.endswith("missing"):
        raise GitError(f"git lacks an object of {root}: {header}. Check the repository with: git fsck")
    return int(header.split(" ")[2])


def linked_repositories(root: Path, folder: str) -> frozenset[str]:
    """Return the paths, relative to `root`, below a folder of it that git's index takes for repositories of their own,
    such as submodules that are not fetched.
    """
    entries = read_entries(root, "ls-files", "--stage", "-z", "--", folder)
    return frozenset(entry.partition("\t")[2] for entry in entries if entry.startswith("160000 "))
