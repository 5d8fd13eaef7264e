"""The command `backfile lists`: writes the list pages again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, DryRun, Json, Quiet, Wait, load, wait_listener
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED


def update_lists(
    archive: Archive = Path(),
    dry_run: DryRun = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --dry-run, and exit with code 3 if list pages are outdated.")
    ] = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each list page that changes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write the list pages again from the pages, after pages were edited, moved or removed."""
    from backfile.archive.catalog import Catalog
    from backfile.archive.storage import Storage
    from backfile.lists import update
    from backfile.settings.layout import CATALOG

    dry_run = dry_run or check
    with output.reserve_stdout(as_json):
        config = load(archive)
        storage = Storage(config.root, config.docs)
        with storage.locked("lists", wait_listener(wait)), Catalog(config.root / CATALOG, config.docs) as catalog:
            catalog.sync()
            lists = update.update(storage, catalog, config, dry_run=dry_run)
            problems = [*catalog.problems(), *lists.problems(storage.display_path(""))]
    result: output.Json = {
        "written": [storage.display_path(path) for path in lists.written],
        "removed": [storage.display_path(path) for path in lists.removed],
        "left_alone": [storage.display_path(path) for path in lists.left_alone],
        "dry_run": dry_run,
        "problems": problems_as_json(problems),
    }
    if as_json:
        output.print_json(result)
    else:
        print_problems(problems)
        _print_result(result, verbose=verbose, quiet=quiet)
    if check and (lists.written or lists.removed):
        raise typer.Exit(REPORTED)


def _print_result(result: output.Json, *, verbose: bool, quiet: bool) -> None:
    """Print the JSON object of the command for people."""
    written, removed, dry_run = result["written"], result["removed"], result["dry_run"]
    for path in result["left_alone"]:
        output.print_lines(f"{path} is a page of your own at the path of a list page. It was left alone.")
    if quiet:
        return
    if verbose:
        output.print_lines(*(f"{'outdated' if dry_run else 'written':<11}  {path}" for path in written))
        output.print_lines(*(f"{'not needed' if dry_run else 'removed':<11}  {path}" for path in removed))
    if not written and not removed:
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
