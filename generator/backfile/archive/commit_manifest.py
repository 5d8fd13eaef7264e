"""Manifests of commits: which pages and originals a commit has, and the trailers that say so in its message.

git names a file by a digest of its own. The SHA-256 of each is computed once and kept in a file of the archive's cache,
which bears the seal of this user (`settings.own_key`); what is to be verified is computed without that file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from backfile.archive.git_objects import read_small, tree_files
from backfile.archive.git_process import read_entries, read_parts, run
from backfile.archive.manifest import PARENT_TRAILER, ROOT_TRAILER, read_trailers, sorted_root
from backfile.archive.withdrawn_stub import manifest_digest
from backfile.settings.layout import DIGESTS, ORIGINALS
from backfile.settings.sealed_file import read_sealed, write_sealed

_SEALED = "digests"
_DIGEST = 32
_RECENT = 100
"""Commits that are read at first to find the last manifest."""
_TOGETHER = 5000
"""So many files are looked up together, so that those that are not known are read by few runs of git."""


def manifest_folders(root: Path, docs: Path) -> tuple[str, str]:
    """Return the folders whose files a manifest has, relative to the archive's folder."""
    return f"{docs.relative_to(root).as_posix()}/articles", ORIGINALS


def commit_trailers(root: Path, docs: Path, tree: str) -> list[tuple[str, str]]:
    """Return the trailers of a commit that is to be made of a tree: its root, and those before it. Raises GitError."""
    digests = KnownDigests(root)
    own = sorted_root(digests.add(tree_files(root, tree, manifest_folders(root, docs))))
    digests.store()
    has_commits = bool(run(root, "rev-parse", "--revs-only", "HEAD"))
    parents = [(PARENT_TRAILER, parent) for parent in last_roots(root)] if has_commits else []
    return [(ROOT_TRAILER, own), *parents]


def trailers_of_drafts(root: Path, docs: Path, commits: Iterable[str]) -> list[list[tuple[str, str]]]:
    """Return the trailers of commits that are to follow the last one, each the parent of the next. Raises GitError.

    In: commits with the same files, which need not be on a branch.
    """
    folders, digests, trailers = manifest_folders(root, docs), KnownDigests(root), []
    parents = last_roots(root) if run(root, "rev-parse", "--revs-only", "HEAD") else []
    for commit in commits:
        own = sorted_root(digests.add(tree_files(root, commit, folders)))
        trailers.append([(ROOT_TRAILER, own), *((PARENT_TRAILER, parent) for parent in parents)])
        parents = [own]
    digests.store()
    return trailers


def last_roots(root: Path) -> list[str]:
    """Return the roots of the last commits that have one, sorted: several after a merge, none without such commits."""
    for limit in (("-n", str(_RECENT)), ()):
        found, open_ends = _nearest(log_messages(root, "HEAD", *limit))
        if not open_ends:
            break
    return sorted(set(found))


def _nearest(commits: Iterable[tuple[str, list[str], str]]) -> tuple[list[str], bool]:
    """Return the roots of the nearest commits that have one, and whether there are commits that were not read."""
    found: list[str] = []
    ends: set[str] | None = None
    for commit, parents, message in commits:
        if ends is None:
            ends = {commit}
        if commit not in ends:
            continue
        ends.discard(commit)
        roots = [value for name, value in read_trailers(message, ROOT_TRAILER)]
        found += roots[-1:]
        if not roots:
            ends.update(parents)
        if not ends:
            break
    return found, bool(ends)


def log_messages(root: Path, revision: str, *options: str) -> Iterator[tuple[str, list[str], str]]:
    """Yield hash, parents and message of a commit and of all before it, children first."""
    for entry in read_entries(root, "log", "-z", "--topo-order", "--format=%H %P%n%B", *options, revision, "--"):
        commits, _, message = entry.partition("\n")
        commit, *parents = commits.split()
        yield commit, parents, message


def read_digests(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield each of some files as git's digest of it, its digest in a manifest, and its content; None for one that is
    too large for a text. Raises GitError for one that the repository does not have.
    """
    names = sorted(blobs)
    for name, content in zip(names, read_small(root, names), strict=True):
        yield name, _digest_of_large(root, name) if content is None else manifest_digest(content), content


def _digest_of_large(root: Path, blob: str) -> str:
    digest = hashlib.sha256()
    for part in read_parts(root, "cat-file", "blob", blob):
        digest.update(part)
    return digest.hexdigest()


class KnownDigests:
    """The digests of files that git has, as `withdrawn_stub.manifest_digest`."""

    def __init__(self, root: Path, *, trusted: bool = True) -> None:
        """Read what is known of the archive `root`; nothing if it is not `trusted`."""
        self._root = root
        self._known = dict(_read_known(root)) if trusted else {}
        """git's digest of a file -> its SHA-256, as bytes: an archive can have hundreds of thousands of files."""
        self._stored = len(self._known)

    def add(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 (hex) of each file, in order. In: path and git's digest. Raises GitError."""
        rest = iter(files)
        while some := [(path, bytes.fromhex(blob)) for path, blob in islice(rest, _TOGETHER)]:
            unknown = {blob.hex() for _, blob in some if blob not in self._known}
            for name, digest, _ in read_digests(self._root, unknown):
                self._known[bytes.fromhex(name)] = bytes.fromhex(digest)
            yield from ((path, self._known[blob].hex()) for path, blob in some)

    def store(self) -> None:
        """Write what is known to the cache, if there is more than before. An error of the disk changes nothing."""
        if len(self._known) == self._stored or len({len(name) for name in self._known}) != 1:
            return
        data = bytearray([len(next(iter(self._known)))])
        for name, sha256 in self._known.items():
            data += name
            data += sha256
        with suppress(OSError):
            write_sealed(self._root, DIGESTS, bytes(data), _SEALED)


def _read_known(root: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield what the file of the cache says, if this user's program wrote it."""
    data = read_sealed(root, DIGESTS, _SEALED)
    if not data:
        return
    size = data[0] + _DIGEST
    for start in range(1, len(data), size):
        yield data[start : start + data[0]], data[start + data[0] : start + size]
