"""Seal: the owner adopts what was committed by hand since the last manifest, in a commit that names the present one.

Pages that their owner edited stay recognizable as such: their own seals are not changed, so that no ingest overwrites
them (`archive.seals`). What is wrong with a commit stays wrong for ever: the owner accepts it by name, and the message
of the new commit says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from backfile.archive import git
from backfile.archive.commit_manifest import commit_trailers
from backfile.archive.lock import WaitListener
from backfile.archive.manifest import add_trailers
from backfile.archive.storage import Storage
from backfile.archive.verification import ACCEPT_TRAILER, OF_COMMITS, SEAL_SUBJECT, Finding, FindingKind
from backfile.markup.plain_text import one_line
from backfile.operations.verify import verify_last_commit
from backfile.problems import GitError
from backfile.report import Committed
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Sealed:
    """The result of a seal, or of its dry run."""

    adopted: tuple[Finding, ...]
    """What the owner did to pages and originals, by commits, and what was wrong or not known of accepted commits."""
    needless: tuple[str, ...] = ()
    """The hashes of commits that the owner named to accept them, and with which nothing is wrong."""
    commit: Committed = field(default_factory=Committed)


def seal(
    config: Config, *, accepted: Collection[str] = (), dry_run: bool = False, wait: WaitListener | None = None
) -> Sealed:
    """Adopt what was committed by hand. Does nothing if that is nothing.

    In: commits that are accepted although something is wrong with them, as git names commits. Raises GitError for
    everything else that is not right, NothingThereError for a commit that does not exist.
    """
    storage = Storage(config.root, config.docs)
    with storage.locked("seal", wait, looks=dry_run):
        if not git.is_versioned(config.root) or not git.last_commit(config.root):
            raise GitError(f"{config.root} has no commit in git. Commit it first.")
        hashes = {git.resolve_commit(config.root, revision) for revision in accepted}
        found = verify_last_commit(config)
        for finding in found.wrong:
            _refuse_unless_accepted(finding, hashes)
        adopted = tuple(
            finding for finding in found.findings if finding.kind is FindingKind.EDITED or finding.path in hashes
        )
        of_commits = sorted(hashes & {finding.path for finding in adopted})
        needless = tuple(sorted(hashes.difference(of_commits)))
        if dry_run or not adopted:
            return Sealed(adopted, needless)
        trailers = [(ACCEPT_TRAILER, commit) for commit in of_commits]
        trailers += commit_trailers(config.root, config.docs, "HEAD")
        message = add_trailers(_message(adopted, of_commits), trailers)
        return Sealed(adopted, needless, Committed(git.commit_unchanged(config.root, message)))


def _message(adopted: Sequence[Finding], of_commits: Sequence[str]) -> str:
    """Return the message of the commit, without trailers. In: also the accepted commits among what is adopted."""
    changed = len({finding.path for finding in adopted}.difference(of_commits))
    counts = [f"{changed} changed by their owner"] * bool(changed)
    counts += [f"{len(of_commits)} {'commits' if len(of_commits) > 1 else 'commit'} accepted"] * bool(of_commits)
    lines = "".join(f"{one_line(finding.path)}: {finding.reason}\n" for finding in adopted)
    return f"{SEAL_SUBJECT}{', '.join(counts)}\n\n{lines}"


def _refuse_unless_accepted(finding: Finding, accepted: Collection[str]) -> None:
    """Raise GitError for what is wrong, unless it is a commit that the owner accepts."""
    if finding.kind not in OF_COMMITS:
        raise GitError(f"{finding.path} is not right: {finding.reason}. Correct it and run again.")
    if finding.path not in accepted:
        is_wrong = f"Commit {finding.path[:10]} is not right"
        if finding.kind is FindingKind.SIGNATURE:  # whose reason ends with the next step
            raise GitError(f"{is_wrong}: {finding.reason}. Run this command again after that.")
        raise GitError(
            f"{is_wrong}: {finding.reason}. Look at it, and if you accept it, run: "
            f"backfile seal --accept {finding.path[:10]}"
        )
