"""What is wrong with an archive, and what its owner did to it: comparing files with a manifest, and manifests with the
commits that name them. Pure functions: files and commits are read by `operations.verify`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from shlex import quote

from backfile.archive.git_history import UNDO_TRAILER
from backfile.archive.git_signing import SignatureState, Signed
from backfile.archive.manifest import PARENT_TRAILER, ROOT_TRAILER, read_trailers


class FindingKind(StrEnum):
    """What a finding says of a file or a commit."""

    ALTERED = "altered"
    MISSING = "missing"
    FOREIGN = "foreign"
    """It does not belong to the archive."""
    COMMIT = "commit"
    """A commit does not have the files that its message names, or names other commits before it."""
    MANIFEST = "manifest"
    """A published manifest contradicts itself."""
    ROOT = "root"
    """The expected root is not there."""
    SIGNATURE = "signature"
    """A signature is wrong, or missing where the owner set up git to sign."""
    EDITED = "edited"
    """A remark: its owner edited, added, moved or removed it, and committed that."""
    SINCE = "since"
    """A remark: it was changed or removed after the commit that has the expected root."""
    WITHDRAWN = "withdrawn"
    """A remark: its owner withdrew it."""
    UNKNOWN = "unknown"
    """A remark: it cannot be known."""


SEAL_SUBJECT = "Seal: "
"""How the message of a commit of `backfile seal` begins."""

ACCEPT_TRAILER = "Accepted"
"""The line at the end of that message that names a commit which is accepted although something is wrong with it."""

_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{63,65}(?![0-9a-f])")
"""A root, or one that lost or got a character."""

REMARKS = frozenset({FindingKind.EDITED, FindingKind.SINCE, FindingKind.WITHDRAWN, FindingKind.UNKNOWN})
"""The kinds that say what is known, and not that something is wrong."""

OF_COMMITS = frozenset({FindingKind.COMMIT, FindingKind.SIGNATURE})
"""The kinds of what is wrong with a commit: it stays so, because commits do not change."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about a file or a commit."""

    kind: FindingKind
    path: str
    """Relative to the archive's folder; of a commit, its hash."""
    reason: str
    """One clause, of which the file or the commit is the subject."""


def compare_files(expected: Mapping[str, str], found: Mapping[str, str], where: str) -> Iterator[Finding]:
    """Yield how files differ from those of a manifest. In: both as path -> SHA-256; what reasons call the manifest."""
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            yield Finding(FindingKind.MISSING, path, f"it is in {where} and is not there")
        elif path not in expected:
            yield Finding(FindingKind.FOREIGN, path, f"it is not in {where}")
        elif expected[path] != found[path]:
            yield Finding(FindingKind.ALTERED, path, f"it is not as in {where}")


@dataclass(frozen=True, slots=True)
class CommitRoots:
    """What the message of a commit says about manifests."""

    commit: str
    parents: tuple[str, ...]
    subject: str
    own: str | None
    """The root of its own manifest."""
    before: tuple[str, ...]
    """The roots of the manifests before it, sorted."""
    is_damaged: bool = False
    """Whether it has lines of roots, and names none of its own."""
    accepted: tuple[str, ...] = ()
    """Commits that its maker accepted although something is wrong with them: a commit of `backfile seal` says so."""


def read_roots(commits: Iterable[tuple[str, list[str], str]]) -> list[CommitRoots]:
    """Return what commits say. In: hash, parents and message of each."""
    found = []
    commits = list(commits)
    roots = {value for _, _, message in commits for _, value in read_trailers(message, ROOT_TRAILER)}
    for commit, parents, message in commits:
        trailers = read_trailers(message, ROOT_TRAILER, PARENT_TRAILER)
        own = [value for name, value in trailers if name == ROOT_TRAILER]
        before = tuple(sorted(value for name, value in trailers if name == PARENT_TRAILER))
        is_damaged = not own and _has_root(message, roots)
        subject = message.partition("\n")[0]
        accepted = [value for _, value in read_trailers(message, ACCEPT_TRAILER)]
        root = own[-1] if own else None
        is_seal = subject.startswith(SEAL_SUBJECT)
        found.append(
            CommitRoots(commit, tuple(parents), subject, root, before, is_damaged, tuple(accepted) if is_seal else ())
        )
    return found


def _has_root(message: str, known: Set[str]) -> bool:
    """Return whether the last paragraph of a message has what may be the root of a manifest, other than that of an
    ingest which the commit takes back: its owner may write this line. In: the roots that other commits have.
    """
    undone = {f"{UNDO_TRAILER}: {value}" for _, value in read_trailers(message, UNDO_TRAILER) if value in known}
    lines = message.rstrip("\n").split("\n\n")[-1].split("\n")
    return any(_HEX.search(line) for line in lines if line not in undone)


def check_chain(commits: Sequence[CommitRoots]) -> Iterator[Finding]:
    """Yield a finding for each commit that names other roots before it than the commits before it have.

    In: the commits, children first. Where the history is cut, what came before is not known, and nothing is said.
    """
    roots: dict[str, frozenset[str] | None] = {}
    for commit in reversed(commits):
        above = [roots.get(parent) for parent in commit.parents]
        known = None if None in above else frozenset[str]().union(*(each for each in above if each))
        if commit.is_damaged:
            yield Finding(FindingKind.COMMIT, commit.commit, "the lines of its message that name manifests are damaged")
        if commit.own and known is not None and set(commit.before) != known:
            reason = "its message names other manifests before it than the commits before it have"
            yield Finding(FindingKind.COMMIT, commit.commit, reason)
        roots[commit.commit] = frozenset([commit.own]) if commit.own else known


def check_signatures(signed: Signed, commit: str, *, wanted: bool) -> Iterator[Finding]:
    """Yield what is wrong with the signature of the last commit. In: its hash; whether git is set up to sign."""
    if signed.last is SignatureState.WRONG:
        reason = f"its signature is wrong: it was altered, or the key was revoked; {_next_step(commit)}"
        yield Finding(FindingKind.SIGNATURE, commit, reason)
    elif wanted and not signed.commit:
        which = f"none of the last {signed.later:,} commits" if signed.is_cut else "no commit"
        yield Finding(FindingKind.UNKNOWN, commit, f"{which} has a signature that git knows to be yours")
    elif wanted and signed.commit and signed.last is not SignatureState.GOOD:
        what = "has a signature of an unknown key" if signed.last is SignatureState.UNKNOWN else "is not signed"
        reason = f"it {what}, and {signed.commit[:10]} before it is signed by you; {_next_step(commit)}"
        yield Finding(FindingKind.SIGNATURE, commit, reason)


def _next_step(commit: str) -> str:
    """Return how the owner looks at a commit and accepts it, one clause."""
    return f"look at it with `git show {commit[:10]}`; if you accept it, run `backfile seal --accept {commit[:10]}`"


def nearest(commits: Sequence[CommitRoots]) -> list[CommitRoots]:
    """Return the nearest commits with a root: the first one itself, or those before it. In: children first."""
    by_hash = {commit.commit: commit for commit in commits}
    ends, seen, found = [commits[0].commit], set[str](), []
    while ends:
        commit = by_hash.get(ends.pop())
        if commit is None or commit.commit in seen:
            continue
        seen.add(commit.commit)
        if commit.own:
            found.append(commit)
        else:
            ends += commit.parents
    return found


def changed_since(before: Mapping[str, str], now: Mapping[str, str], commit: str) -> Iterator[Finding]:
    """Yield the files of a commit that were changed or removed since. In: path -> digest, then and now; the commit."""
    for path, digest in before.items():
        if now.get(path) != digest:
            what = "changed" if path in now else "removed or moved"
            step = f"to see how: git diff {commit[:10]} -- {quote(path)}"
            yield Finding(FindingKind.SINCE, path, f"it was {what} after the expected root; {step}")
