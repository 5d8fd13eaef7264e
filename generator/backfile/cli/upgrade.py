"""The command `backfile upgrade`: converts an archive of an older format to the present format."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Trust, Wait, announce_trust, wait_listener
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.upgrade import Upgrade


def upgrade(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Convert an archive from an older format to the present one, in one commit.

    Keys of your own whose names the program now uses are moved to `extra:` and listed. Undo it with git revert.
    """
    from backfile import api

    with output.reserve_stdout(as_json), output.progress_bar("Checking", quiet=quiet or as_json) as progress:
        if trust:
            announce_trust(archive)
        waiting = wait_listener(wait)
        result = api.Archive.upgrade(archive, progress, commit=commit, dry_run=dry_run, wait=waiting, trust=trust)
    if as_json:
        output.print_json(_as_json(result, dry_run=dry_run))
    else:
        _print_result(result, dry_run=dry_run, quiet=quiet)
    exit_if_uncommitted(result.commit)
    if result.problems or not result.is_set:
        raise typer.Exit(REPORTED)


def _as_json(result: Upgrade, *, dry_run: bool) -> output.Json:
    return {
        "from_format": result.from_format,
        "to_format": result.to_format,
        "pages": result.pages,
        "is_set": result.is_set,
        "moved": [asdict(key) for key in result.moved],
        "problems": problems_as_json(result.problems),
        "dry_run": dry_run,
        **commit_as_json(result.commit),
    }


def _print_result(result: Upgrade, *, dry_run: bool, quiet: bool) -> None:
    print_problems(result.problems)
    if quiet:
        return
    if result.from_format == result.to_format:
        output.print_lines(f"The archive has format {result.to_format} already. Nothing was changed.")
        return
    output.print_lines(*(f"{key.page}: `{key.key}` is now `{key.new_key}`." for key in result.moved))
    changed = f"{len(result.changed):,} of {output.count(result.pages, 'page', 'pages')}"
    verb = "would change" if dry_run else "changed"
    formats = f"format {result.from_format} to {result.to_format}"
    if result.problems:
        output.print_lines(
            f"Nothing was changed: the archive stays in format {result.from_format} until this is corrected."
        )
        return
    output.print_lines(f"{changed} {verb}, {'and mkdocs.yml' if result.is_set else 'but not mkdocs.yml'}: {formats}.")
    if not result.is_set:
        output.print_lines(
            f"mkdocs.yml does not state the format itself. Write `format: {result.to_format}` where it is set."
        )
    if dry_run:
        output.print_lines(output.DRY_RUN, "Next: backfile upgrade")
    elif result.commit.revision:
        revision = result.commit.revision[:10]
        output.print_lines(f"Committed as {revision}. Undo it with: git revert {revision}")


COMMAND = Command(
    "upgrade",
    "Convert an archive to the present format.",
    upgrade,
    ("backfile upgrade --dry-run", "backfile upgrade", "backfile upgrade --json | jq .moved"),
)
