"""`backfile reingest`: arguments in, one call, an exit code out; what it prints is worded here too."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.options import (
    Archive,
    Commit,
    DryRun,
    FetchImages,
    Jobs,
    Json,
    Quiet,
    Wait,
    loaded_for_reading,
    patience,
)
from backfile.problems import REPORTED, GitError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.operations.reingest import Change, Reingested


def reingest(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    fetch_images: FetchImages = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each page that changes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make all pages anew from their originals, after the program, the settings, tags.yml or furniture.yml changed.

    Pages keep their paths; those that you edited are left alone and listed. All is one commit.
    """
    with output.reserved(as_json), output.progress("Reading", quiet=quiet or as_json) as progress:
        loaded = loaded_for_reading(archive)
        from backfile.operations.reingest import reingest as make_anew

        how = {"commit": commit, "dry_run": dry_run, "fetch_images": fetch_images}
        done = make_anew(loaded, jobs, progress, wait=patience(wait), **how)
    if as_json:
        output.answer(_as_json(done, dry_run=dry_run))
    else:
        _show(done, dry_run=dry_run, verbose=verbose or dry_run, quiet=quiet)
    if done.uncommitted:
        output.complain(done.uncommitted)
        raise typer.Exit(GitError.exit_code)
    if done.problems:
        raise typer.Exit(REPORTED)


def _as_json(done: Reingested, *, dry_run: bool) -> output.Json:
    return {
        "pages": done.pages,
        "unchanged": done.unchanged,
        "changed": [asdict(change) for change in done.changed],
        "left_alone": [asdict(change) for change in done.left_alone],
        "problems": output.problems_as_json(done.problems),
        "remarks": output.problems_as_json(done.remarks),
        "dry_run": dry_run,
        "revision": done.revision,
        "uncommitted": done.uncommitted,
    }


def _show(done: Reingested, *, dry_run: bool, verbose: bool, quiet: bool) -> None:
    output.show_problems((*done.problems, *done.remarks))
    if done.left_alone:
        output.say("Left alone, since you edited these pages:", *_lines(done.left_alone), "")
    if quiet:
        return
    if verbose and done.changed:
        output.say("Would change:" if dry_run else "Changed:", *_lines(done.changed), "")
    counts = (
        (done.pages, "pages"),
        (len(done.changed), "changed"),
        (done.unchanged, "unchanged"),
        (len(done.left_alone), "left alone"),
        (len(done.problems), "reported"),
    )
    width = len(str(done.pages))
    output.say(*(f"{number:>{width}}  {what}" for number, what in counts))
    if dry_run:
        output.say("Nothing was written: this was a dry run.")
    elif done.revision:
        output.say(f"Committed as {done.revision[:10]}.", f"Next: git show {done.revision[:10]}")


def _lines(changes: Iterable[Change]) -> Iterable[str]:
    return (f"    {change.page}: {', '.join(change.keys)}" for change in changes)
