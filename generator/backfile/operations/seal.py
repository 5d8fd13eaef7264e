"""Seal: the owner adopts what was committed by hand since the last manifest, in a commit that names the present one.

Pages that their owner edited stay recognizable as such: their own seals are not changed, so that no ingest overwrites
them (`archive.seals`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backfile.archive import git
from backfile.archive.commit_manifest import commit_trailers
from backfile.archive.lock import WaitListener
from backfile.archive.manifest import add_trailers
from backfile.archive.storage import Storage
from backfile.archive.verification import Finding, FindingKind
from backfile.markup.plain_text import one_line
from backfile.operations.verify import SEAL_SUBJECT, verify
from backfile.problems import GitError
from backfile.report import Committed
from backfile.settings.mkdocs_yml import Config


@dataclass(frozen=True, slots=True)
class Sealed:
    """The result of a seal, or of its dry run."""

    adopted: tuple[Finding, ...]
    """What the owner did to pages and originals, by commits."""
    commit: Committed = field(default_factory=Committed)


def seal(config: Config, *, dry_run: bool = False, wait: WaitListener | None = None) -> Sealed:
    """Adopt what was committed by hand. Does nothing if that is nothing. Raises GitError for what is not right."""
    found = verify(config, wait=wait)
    if found.commit is None:
        raise GitError(f"{config.root} has no commit in git. Commit it first.")
    if found.wrong:
        first = found.wrong[0]
        raise GitError(f"{first.path} is not right: {first.reason}. Correct it and run again.")
    adopted = tuple(finding for finding in found.findings if finding.kind is FindingKind.EDITED)
    if dry_run or not adopted:
        return Sealed(adopted)
    storage = Storage(config.root, config.docs)
    with storage.locked("seal", wait):
        message = f"{SEAL_SUBJECT}{len(adopted)} changed by their owner\n\n"
        message += "".join(f"{one_line(finding.path)}: {finding.reason}\n" for finding in adopted)
        message = add_trailers(message, commit_trailers(config.root, config.docs, ()))
        return Sealed(adopted, Committed(git.commit_unchanged(config.root, message)))
