"""The command `backfile tags list`: lists the tags of the archive, or those that tags.yml blocks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, open_archive

if TYPE_CHECKING:
    from backfile.operations.tag_counts import Count


def list_tags(
    archive: Archive = Path(),
    least: Annotated[
        int, typer.Option("--least", min=1, metavar="NUMBER", help="Only tags of at least this many articles.")
    ] = 1,
    blocked: Annotated[bool, typer.Option("--blocked", help="List the tags that tags.yml blocks instead.")] = False,
    as_json: Json = False,
) -> None:
    """List the tags, the most used first: the number of articles, and the days of the first and the last one."""
    with output.reserve_stdout(as_json):
        tags = open_archive(archive, look=True, renders=False).tags
        counts = tags.blocked() if blocked else tags.counts(least=least)
    if as_json:
        output.print_json({"tags": [asdict(count) for count in counts]})
        return
    width = max((len(f"{count.articles:,}") for count in counts), default=0)
    output.print_lines(*(f"{count.articles:>{width},}  {count.label}{_days(count)}" for count in counts))
    if not counts:
        output.print_lines("tags.yml blocks no tags." if blocked else f"No tag has {least} or more articles.")


def _days(count: Count) -> str:
    if count.first is None:
        return ""
    return f"  ({count.first})" if count.first == count.last else f"  ({count.first} to {count.last})"


COMMAND = Command(
    "list",
    "List the tags with their numbers of articles.",
    list_tags,
    ("backfile tags list --least 5", "backfile tags list --blocked"),
)
