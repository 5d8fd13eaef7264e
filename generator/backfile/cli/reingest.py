"""The command `backfile reingest`: makes the pages again from their originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import (
    Archive,
    Commit,
    DryRun,
    FetchImages,
    Jobs,
    Json,
    Quiet,
    Trust,
    Wait,
    open_for_reading,
    wait_listener,
)
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.reingest import ReingestReport
    from backfile.report import PageChange


def reingest(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    fetch_images: FetchImages = False,
    trust: Trust = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each page that changes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make all pages again from their originals, after the program, the settings, tags.yml or furniture.yml changed.

    Pages keep their paths. Pages that you edited keep your edits; where that is not possible, they are left alone and
    listed.
    """
    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=quiet or as_json) as progress:
        opened, waiting = open_for_reading(archive, trust=trust, look=dry_run), wait_listener(wait)
        result = opened.reingest(
            progress, jobs=jobs, commit=commit, dry_run=dry_run, fetch_images=fetch_images, wait=waiting
        )
    if as_json:
        output.print_json(_as_json(result, dry_run=dry_run))
    else:
        _print_result(result, dry_run=dry_run, verbose=verbose or dry_run, quiet=quiet)
    exit_if_uncommitted(result.commit)
    if result.problems:
        raise typer.Exit(REPORTED)


def _as_json(result: ReingestReport, *, dry_run: bool) -> output.Json:
    return {
        "pages": result.pages,
        "unchanged": result.unchanged,
        "changed": [asdict(change) for change in result.changed],
        "left_alone": [asdict(change) for change in result.left_alone],
        "problems": problems_as_json(result.problems),
        "remarks": problems_as_json(result.remarks),
        "dry_run": dry_run,
        **commit_as_json(result.commit),
        "earlier": list(result.commit.earlier),
    }


def _print_result(result: ReingestReport, *, dry_run: bool, verbose: bool, quiet: bool) -> None:
    print_problems((*result.problems, *result.remarks))
    if result.left_alone:
        output.print_lines("Left alone, because you edited these pages:", *_change_lines(result.left_alone), "")
    if quiet:
        return
    if verbose and result.changed:
        output.print_lines("Would change:" if dry_run else "Changed:", *_change_lines(result.changed), "")
    counts = (
        (result.pages, "pages"),
        (len(result.changed), "changed"),
        (result.unchanged, "unchanged"),
        (len(result.left_alone), "left alone"),
        (len(result.problems), "reported"),
    )
    width = len(str(result.pages))
    output.print_lines(*(f"{number:>{width}}  {label}" for number, label in counts))
    if keys := Counter(key for change in result.changed for key in change.keys):
        parts = ", ".join(f"{key} of {output.count(number, 'page', 'pages')}" for key, number in keys.most_common())
        output.print_lines(f"{'What would change' if dry_run else 'What changed'}: {parts}.")
    if dry_run:
        output.print_lines(output.DRY_RUN)
    elif result.commit.revision:
        output.print_lines(*commit_lines(result.commit), f"Next: git show {result.commit.revision[:10]}")


def _change_lines(changes: Iterable[PageChange]) -> Iterable[str]:
    return (f"    {change.page}: {', '.join(change.keys)}" for change in changes)


COMMAND = Command(
    "reingest",
    "Make all pages again from their originals.",
    reingest,
    ("backfile reingest --dry-run", "backfile reingest", "backfile reingest --json | jq .changed"),
)
