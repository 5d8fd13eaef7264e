"""The command `backfile undo`: takes back the last ingest."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Trust, Wait, open_archive, wait_listener
from backfile.problems import REPORTED


def undo(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Take back the last ingest: its pages, images and originals, and the lists, in a new commit.

    Files that you have changed since stay as they are, and are named. Articles that it added come in again when their
    files are ingested again. Run again, it takes back the ingest before.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust, look=dry_run)
        result = opened.versions.undo(commit=commit, dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        values = asdict(result)
        del values["commit"]
        output.print_json({**values, "dry_run": dry_run, **commit_as_json(result.commit)})
    else:
        would = "would be" if dry_run else "is"
        output.print_lines(f"{'Would undo' if dry_run else 'Undone'}: {result.summary} ({result.ingest[:10]})")
        output.print_lines(*(f"{path} {would} removed." for path in result.removed))
        output.print_lines(*(f"{path} {would} as it was before." for path in result.restored))
        output.print_lines(*(f"{path} stays: it was changed later, or other pages need it." for path in result.kept))
        output.print_lines(*commit_lines(result.commit), *([output.DRY_RUN] if dry_run else []))
    exit_if_uncommitted(result.commit)
    if result.kept:
        raise typer.Exit(REPORTED)


COMMAND = Command(
    "undo",
    "Take back the last ingest.",
    undo,
    ("backfile undo --dry-run", "backfile undo", "backfile undo --json | jq .kept"),
)
