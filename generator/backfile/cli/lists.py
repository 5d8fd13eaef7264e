"""The command `backfile lists`: writes the list pages again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, DryRun, Json, Quiet, Trust, Wait, open_archive, wait_listener
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.lists import ListsReport


def update_lists(
    archive: Archive = Path(),
    dry_run: DryRun = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --dry-run, and exit with code 3 if list pages are outdated.")
    ] = False,
    trust: Trust = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each list page that changes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write the list pages again from the pages, after pages were edited, moved or removed."""
    dry_run = dry_run or check
    with output.reserve_stdout(as_json):
        report = open_archive(archive, trust=trust, look=dry_run).lists(
            check=check, dry_run=dry_run, wait=wait_listener(wait)
        )
    if as_json:
        output.print_json(_as_json(report, dry_run=dry_run))
    else:
        print_problems(report.problems)
        _print_result(report, dry_run=dry_run, verbose=verbose, quiet=quiet)
    if check and report.outdated:
        raise typer.Exit(REPORTED)


def _as_json(report: ListsReport, *, dry_run: bool) -> output.Json:
    return {
        "written": list(report.written),
        "removed": list(report.removed),
        "left_alone": list(report.left_alone),
        "dry_run": dry_run,
        "problems": problems_as_json(report.problems),
    }


def _print_result(report: ListsReport, *, dry_run: bool, verbose: bool, quiet: bool) -> None:
    written, removed = report.written, report.removed
    for path in report.left_alone:
        output.print_lines(f"{path} is a page of your own at the path of a list page. It was left alone.")
    if quiet:
        return
    if verbose:
        output.print_lines(*(f"{'outdated' if dry_run else 'written':<11}  {path}" for path in written))
        output.print_lines(*(f"{'not needed' if dry_run else 'removed':<11}  {path}" for path in removed))
    if not report.outdated:
        output.print_lines("All list pages are up to date.")
    elif dry_run:
        outdated = output.count(len(written), "list page is outdated", "list pages are outdated")
        output.print_lines(f"{outdated}, {len(removed):,} no longer needed. {output.DRY_RUN}", "Next: backfile lists")
    else:
        count = output.count(len(written), "list page", "list pages")
        output.print_lines(f"{count} written, {len(removed):,} removed.")


COMMAND = Command(
    "lists",
    "Write the list pages again.",
    update_lists,
    (
        "backfile lists",
        "backfile lists --dry-run --verbose",
        'backfile lists --check --quiet || echo "Somebody edited a page"',
    ),
)
