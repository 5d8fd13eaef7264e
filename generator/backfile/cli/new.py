"""The command `backfile new`: begins a page that is written by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, Trust, Wait, open_archive, quote_path, wait_listener


def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", hidden=True)],
    archive: Archive = Path(),
    published: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], metavar="DAY", help="The day of publication.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="The publication.")] = None,
    author: Annotated[
        list[str] | None, typer.Option("--author", metavar="NAME", help="An author. It may be repeated.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Where it was published.")] = None,
    trust: Trust = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Begin a page with the headline TITLE, for an article that you write or copy by hand.

    The page is written and not committed. Write its text with backfile edit, which commits it.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust)
        path = opened.versions.begin_page(
            title,
            published=published.date() if published else None,
            source=source,
            authors=tuple(author or ()),
            url=url,
            wait=wait_listener(wait),
        )
    if as_json:
        output.print_json({"page": path})
    else:
        output.print_lines(f"Wrote {path}.", f"Next: backfile edit {quote_path(Path(path))}")


COMMAND = Command(
    "new",
    "Begin a page that you write by hand.",
    new,
    (
        'backfile new "The ferry stays" --date 2019-11-05 --source "Harbour Gazette"',
        'backfile new "Minutes of the board"',
    ),
)
