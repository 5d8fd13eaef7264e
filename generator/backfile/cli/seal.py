"""The command `backfile seal`: adopts what was committed by hand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, DryRun, Json, Wait, open_archive, wait_listener


def seal(
    archive: Archive = Path(),
    accepted: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="COMMIT", help="Accept a commit that verify finds wrong. Can be repeated."),
    ] = None,
    dry_run: DryRun = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Adopt the edits that you have committed: a commit names the manifest of the archive with them.

    After that, `backfile verify` does not name them any more. The pages still count as edited by you: no ingest
    overwrites them.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, look=True, renders=False)
        result = opened.versions.seal(accepted=accepted or (), dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        adopted = [asdict(finding) for finding in result.adopted]
        output.print_json(
            {"adopted": adopted, "needless": result.needless, "dry_run": dry_run, **commit_as_json(result.commit)}
        )
    else:
        output.print_lines(*(f"{finding.path}: {finding.reason}" for finding in result.adopted))
        output.print_lines(
            *(f"{commit}: nothing is wrong with it, so it is not accepted." for commit in result.needless)
        )
        if not result.adopted:
            output.print_lines("Nothing was changed by hand since the last manifest.")
        output.print_lines(*commit_lines(result.commit), *([output.DRY_RUN] if dry_run else []))
    exit_if_uncommitted(result.commit)


COMMAND = Command(
    "seal",
    "Adopt the edits that you have committed.",
    seal,
    ("backfile seal --dry-run", "backfile seal", "backfile seal --accept 3f1a9c02d4"),
)
