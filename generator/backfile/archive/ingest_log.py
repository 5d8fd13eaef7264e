"""The ingests of an archive, from the messages of git's commits, and which of them an undo took back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backfile.archive.commit_manifest import log_messages
from backfile.archive.git_history import FIRST_PARENT, UNDO_TRAILER, changed_between, has_commits
from backfile.archive.manifest import ROOT_TRAILER, read_trailers
from backfile.settings.layout import ORIGINALS

_SUBJECT = re.compile(r"Ingest(?:, revision (\d{1,9}) of (\d{1,9}))?: .*")
"""The first line of the message of an ingest. Several commits of one ingest are numbered. Anybody can write a message:
a number of more digits is none.
"""
_MOST_UNDOS = 100
"""Commits that say they take one ingest back: in a branch of a stranger there can be any number, and git reads each."""
_ARTICLE = "/articles/"
"""What is in the path of the page of an article."""
_Commits = Mapping[str, tuple[list[str], str]]
"""Hash -> parents and message; children come first."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """The commits of one ingest."""

    commits: tuple[str, ...]
    """Their hashes, the last one first."""
    before: str | None
    """The commit before them; None if git does not have it."""
    summary: str
    """The first line of the last message."""
    key: str
    """The manifest root of the last commit, which an undo names; its hash if it has no such line."""
    is_undone: bool


@dataclass(frozen=True, slots=True)
class IngestLog:
    """What the history of HEAD says of ingests."""

    ingests: tuple[Ingest, ...] = ()
    """The latest first."""
    undos: frozenset[str] = frozenset()
    """The hashes of the commits that took one back."""

    @property
    def undone(self) -> dict[str, str]:
        """Return the commits of the ingests that were taken back: hash -> hash of the last commit of its ingest."""
        return {commit: each.commits[0] for each in self.ingests if each.is_undone for commit in each.commits}


def read_ingests(root: Path, *, is_own: bool = False) -> IngestLog:
    """Return the ingests in the history of HEAD; empty without commits. Raises GitError when git fails.

    With `is_own` only those of the branch itself. Commits of a branch that was merged can have any message: there, an
    undo counts only if a page or an original is then as it was before the ingest.
    """
    options = [FIRST_PARENT] if is_own else []
    log = log_messages(root, "HEAD", *options) if has_commits(root) else ()
    commits = {commit: (parents, message) for commit, parents, message in log}
    of_branch = set(_line(commits, next(iter(commits), None)))
    undos, found, ingests = defaultdict[str, list[str]](list), set[str](), []
    for commit, (_, message) in commits.items():
        for _, key in read_trailers(message, UNDO_TRAILER):
            undos[key].append(commit)
            found.add(commit)
        summary = message.partition("\n")[0]
        match = _SUBJECT.fullmatch(summary)
        if not match or match[1] != match[2]:
            continue
        count = int(match[1] or 1)
        own = tuple(islice(_line(commits, commit), count))
        key = next((value for _, value in read_trailers(message, ROOT_TRAILER)), commit)
        undo = next((each for each in undos[key] if each in of_branch), None) or _find_undo(
            root, commits, undos[key], own
        )
        if undo:
            undos[key].remove(undo)
        before = _before(commits, own[-1]) if len(own) == count else None
        ingests.append(Ingest(own, before, summary, key, undo is not None))
    return IngestLog(tuple(ingests), frozenset(found))


def _find_undo(root: Path, commits: _Commits, undos: Sequence[str], own: Sequence[str]) -> str | None:
    """Return the first of some commits after which a file of an ingest is as it was before that.

    In: also the commits of the ingest, the last first.
    """
    former = {path: old for path, (old, _) in _changed_files(root, _before(commits, own[-1]), own[0]).items()}
    for undo in undos[:_MOST_UNDOS] if former else ():
        changes = _changed_files(root, _before(commits, undo), undo)
        if any(path in former and former[path] == new for path, (_, new) in changes.items()):
            return undo
    return None


def _changed_files(root: Path, before: str | None, commit: str) -> dict[str, tuple[str, str]]:
    """Return the pages of articles and the originals in which two commits differ; empty if git does not have the first.

    Out: path -> git's hashes of its content in both; empty where there is none.
    """
    pairs = changed_between(root, before, commit) if before else ()
    return {
        version.path: (old.blob if old else "", new.blob if new else "")
        for old, new in pairs
        if (version := old or new) and (version.path.startswith(f"{ORIGINALS}/") or _ARTICLE in f"/{version.path}")
    }


def _line(commits: _Commits, commit: str | None) -> Iterator[str]:
    """Yield a commit and those before it by their first parents, as far as git has them."""
    while commit:
        yield commit
        commit = _before(commits, commit)


def _before(commits: _Commits, commit: str) -> str | None:
    """Return the first parent of a commit; None if git does not have it."""
    parents = commits[commit][0]
    return parents[0] if parents and parents[0] in commits else None
