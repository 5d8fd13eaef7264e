"""The ingests of an archive, from the messages of git's commits, and which of them an undo took back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from backfile.archive.commit_manifest import log_messages
from backfile.archive.git_history import FIRST_PARENT, UNDO_TRAILER, has_commits
from backfile.archive.manifest import ROOT_TRAILER, read_trailers

_SUBJECT = re.compile(r"Ingest(?:, revision (\d+) of (\d+))?: .*")
"""The first line of the message of an ingest. Several commits of one ingest are numbered."""


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

    With `is_own` only those of the branch itself: commits of a branch that was merged can have any message.
    """
    options = [FIRST_PARENT] if is_own else []
    log = log_messages(root, "HEAD", *options) if has_commits(root) else ()
    commits = {commit: (parents, message) for commit, parents, message in log}
    undone = Counter[str]()
    undos, ingests = set[str](), []
    for commit, (_, message) in commits.items():
        if keys := [value for _, value in read_trailers(message, UNDO_TRAILER)]:
            undos.add(commit)
            undone.update(keys)
        summary = message.partition("\n")[0]
        match = _SUBJECT.fullmatch(summary)
        if not match or match[1] != match[2]:
            continue
        key = next((value for _, value in read_trailers(message, ROOT_TRAILER)), commit)
        own = [commit]
        while len(own) < int(match[1] or 1) and (before := _before(commits, own[-1])):
            own.append(before)
        is_whole = len(own) == int(match[1] or 1)
        before = _before(commits, own[-1]) if is_whole else None
        ingests.append(Ingest(tuple(own), before, summary, key, undone[key] > 0))
        undone[key] -= undone[key] > 0
    return IngestLog(tuple(ingests), frozenset(undos))


def _before(commits: dict[str, tuple[list[str], str]], commit: str) -> str | None:
    """Return the first parent of a commit; None if git does not have it."""
    parents = commits[commit][0]
    return parents[0] if parents and parents[0] in commits else None
