"""Objects of git: which files a commit has, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from backfile.archive.git_process import read_entries, run, run_bytes
from backfile.problems import GitError

_PATHS = 500
"""Paths in the arguments of one git."""
_BATCH = 8 * 1024 * 1024
"""Bytes that are read by one run of git: they are in memory together."""
_LONGEST_HEADER = 200
"""Bytes, at the most, of the line before the content of an object."""


def tree_blobs(root: Path, revision: str, folders: Iterable[str]) -> dict[str, str]:
    """Return the files that a commit has below some folders: path -> git's digest. Paths are relative to `root`."""
    return dict(tree_files(root, revision, folders))


def tree_files(root: Path, revision: str, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and git's digest of each file that `tree_blobs` returns, by the bytes of their paths: git's order."""
    entries = read_entries(root, "ls-tree", "-r", "-z", revision, "--", *(f"{folder}/" for folder in folders))
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
    if not names:
        return
    starts, total = [0], 0
    for number, size in enumerate(read_sizes(root, names)):
        total += size
        if total > _BATCH:
            starts.append(number + 1)
            total = 0
    for first, end in pairwise([*starts, len(names)]):
        yield from zip(names[first:end], read_objects(root, names[first:end]), strict=True)


def read_sizes(root: Path, names: Sequence[str]) -> Iterator[int]:
    """Yield the size of each of some objects in bytes, in order. In: git's digests.

    Raises GitError for one that the repository does not have.
    """
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
