"""The command `backfile log`: lists the revisions of a page, or the changes of all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, open_archive
from backfile.cli.revision_lines import CUT, revision_as_json, revision_line

if TYPE_CHECKING:
    from backfile.archive.revisions.history import History, Revision


def log(
    page: Annotated[Path | None, typer.Argument(metavar="[PAGE]", readable=False, hidden=True)] = None,
    archive: Archive = Path(),
    every: Annotated[
        bool, typer.Option("--all", help="Also changes by you and by the program, and without PAGE small ones.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the revisions of PAGE: when each was saved, what changed. Without PAGE, the changes of all pages.

    The latest is first. Revisions are the publisher's unless you ask for all. Nothing is written.
    """
    with output.reserve_stdout(as_json):
        history = open_archive(archive, look=True, renders=False).history.log(page)
    if as_json:
        output.print_json(_as_json(history))
        return
    if history.is_cut:
        output.print_error(CUT)
    output.print_lines(*(_page_lines(history, every=every) if page else _change_lines(history, every=every)))


def _as_json(history: History) -> output.Json:
    pages = [
        {"page": page, "revisions": [*map(revision_as_json, revisions)]} for page, revisions in history.pages.items()
    ]
    return {"pages": pages, "is_cut": history.is_cut}


def _page_lines(history: History, *, every: bool) -> Iterator[str]:
    """Yield the lines of the one page of a history."""
    for page, revisions in history.pages.items():
        shown = [revision for revision in revisions if every or revision.kind == "publisher"]
        yield f"{page}: {_summary(shown)}"
        yield from map(revision_line, reversed(shown))
        if others := len(revisions) - len(shown):
            yield f"{output.count(others, 'more revision is', 'more revisions are')} yours or the program's: --all"


def _summary(shown: Sequence[Revision]) -> str:
    """Return in words how many revisions there are, and how often the headline changed if it could."""
    if not shown:
        return "no revision by its publisher"
    headlines = sum(revision.change.headline for revision in shown if revision.change)
    changed = f", headline changed {_times(headlines)}" if len(shown) > 1 else ""
    return f"{output.count(len(shown), 'revision', 'revisions')}{changed}"


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _change_lines(history: History, *, every: bool) -> Iterator[str]:
    """Yield a line for each change in a history, the latest first."""
    changes = [
        (revision, page)
        for page, revisions in history.pages.items()
        for revision in revisions
        if revision.change and (every or (revision.kind == "publisher" and revision.change.substantive))
    ]
    for revision, page in sorted(changes, key=lambda each: (_sort_key(each[0]), each[1]), reverse=True):
        yield f"{revision_line(revision)}  {page}"
    if not changes:
        yield "No page has a change by its publisher." if not every else "No page has several revisions."


def _sort_key(revision: Revision) -> str:
    """Return the day and time by which revisions are ordered; those that are not committed are the latest."""
    return revision.when.isoformat() if revision.when else "9999"


COMMAND = Command(
    "log",
    "List the revisions of a page, or all changes.",
    log,
    (
        "backfile log",
        "backfile log docs/articles/2021/04/pier.md",
        "backfile log docs/articles/2021/04/pier.md --all --json",
    ),
)
