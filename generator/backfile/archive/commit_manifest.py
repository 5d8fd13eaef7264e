"""Manifests of commits: which pages and originals a commit has, and the trailers that say so in its message.

git names a file by a digest of its own. The SHA-256 of each is computed once and kept in a file of the archive's cache,
which bears the seal of this user (`settings.own_key`); what is to be verified is computed without that file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from backfile.archive.git_objects import read_blobs, tree_blobs
from backfile.archive.git_process import run
from backfile.archive.manifest import PARENT_TRAILER, ROOT_TRAILER, manifest_root, read_trailers
from backfile.archive.withdrawn_stub import manifest_digest
from backfile.settings.layout import DIGESTS, ORIGINALS
from backfile.settings.sealed_file import read_sealed, write_sealed

_SEALED = "digests"
_DIGEST = 32
_RECENT = 100
"""Commits that are read at first to find the last manifest."""


def manifest_folders(root: Path, docs: Path) -> tuple[str, str]:
    """Return the folders whose files a manifest has, relative to the archive's folder."""
    return f"{docs.relative_to(root).as_posix()}/articles", ORIGINALS


def _staged_blobs(root: Path, folders: Iterable[str]) -> dict[str, str]:
    out = run(root, "ls-files", "--stage", "-z", "--", *folders)
    entries = (entry.partition("\t") for entry in out.split("\0") if entry)
    return {path: words.split(" ")[1] for words, _, path in entries}


def commit_trailers(root: Path, docs: Path, paths: Collection[str]) -> list[tuple[str, str]]:
    """Return the trailers of a commit that is to be made of the staged `paths`: its root, and those before it.

    Raises GitError.
    """
    folders = manifest_folders(root, docs)
    has_commits = bool(run(root, "rev-parse", "--revs-only", "HEAD"))
    files = tree_blobs(root, "HEAD", folders) if has_commits else {}
    staged = _staged_blobs(root, folders)
    for path in paths:
        if path in staged:
            files[path] = staged[path]
        else:
            files.pop(path, None)
    digests = KnownDigests(root)
    known = digests.add(set(files.values()))
    digests.store()
    own = manifest_root({path: known[blob] for path, blob in files.items()})
    parents = [(PARENT_TRAILER, parent) for parent in last_roots(root)] if has_commits else []
    return [(ROOT_TRAILER, own), *parents]


def trailers_of_drafts(root: Path, docs: Path, commits: Iterable[str]) -> list[list[tuple[str, str]]]:
    """Return the trailers of commits that are to follow the last one, each the parent of the next. Raises GitError.

    In: commits with the same files, which need not be on a branch.
    """
    folders, digests, trailers = manifest_folders(root, docs), KnownDigests(root), []
    parents = last_roots(root) if run(root, "rev-parse", "--revs-only", "HEAD") else []
    for commit in commits:
        files = tree_blobs(root, commit, folders)
        known = digests.add(set(files.values()))
        own = manifest_root({path: known[blob] for path, blob in files.items()})
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
    out = run(root, "log", "-z", "--topo-order", "--format=%H %P%n%B", *options, revision, "--")
    for entry in filter(None, out.split("\0")):
        commits, _, message = entry.partition("\n")
        commit, *parents = commits.split()
        yield commit, parents, message


class KnownDigests:
    """The digests of files that git has, as `withdrawn_stub.manifest_digest`."""

    def __init__(self, root: Path, *, trusted: bool = True) -> None:
        """Read what is known of the archive `root`; nothing if it is not `trusted`."""
        self._root = root
        self._known = dict(_read_known(root)) if trusted else {}
        self._stored = len(self._known)

    def add(self, blobs: Collection[str]) -> Mapping[str, str]:
        """Return what is known, with all of `blobs`: git's digest -> SHA-256. Raises GitError."""
        for name, content in read_blobs(self._root, (blob for blob in blobs if blob not in self._known)):
            self._known[name] = manifest_digest(content)
        return self._known

    def store(self) -> None:
        """Write what is known to the cache, if there is more than before. An error of the disk changes nothing."""
        if len(self._known) == self._stored or len({len(name) for name in self._known}) != 1:
            return
        length = bytes([len(next(iter(self._known))) // 2])
        data = length + b"".join(bytes.fromhex(name + sha256) for name, sha256 in self._known.items())
        with suppress(OSError):
            write_sealed(self._root, DIGESTS, data, _SEALED)


def _read_known(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what the file of the cache says, if this user's program wrote it."""
    data = read_sealed(root, DIGESTS, _SEALED)
    if not data:
        return
    size = data[0] + _DIGEST
    for start in range(1, len(data), size):
        yield data[start : start + data[0]].hex(), data[start + data[0] : start + size].hex()
