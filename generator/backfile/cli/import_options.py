"""The options of `backfile ingest` for containers and data sets, and the printing of a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli.output import escape_controls, print_lines
from backfile.problems import REPORTED, name_record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backfile.api import Archive


def _check_include(values: list[str] | None) -> list[str] | None:
    if set(values or ()) - {"drafts"}:
        raise typer.BadParameter("only drafts can be included. Name them: --include drafts.")
    return values


def _check_mapping(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        if not all(part.strip() for part in value.partition("=")):
            raise typer.BadParameter(f"{value} has no field or no key. Name both: --map headline=title.")
    return values


Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include", metavar="drafts", help="Keep articles that are not published, too.", callback=_check_include
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=KEY",
        help="Of data sets, the key or column that has a field, or body.",
        callback=_check_mapping,
    ),
]
Preview = Annotated[
    bool,
    typer.Option("--preview", help="Show three records of each input and what becomes of their keys; write nothing."),
]


def parse_mapping(values: list[str] | None) -> dict[str, str]:
    """Return field -> key of the values of --map."""
    pairs = (value.split("=", 1) for value in values or ())
    return {field.strip(): key.strip() for field, key in pairs}


def show_preview(archive: Archive, sources: Sequence[Path], read_as: str | None, mapping: dict[str, str]) -> None:
    """Print the first records of inputs with their keys. Raises Exit if one of them is a problem."""
    has_problem = False
    for record in archive.preview(sources, read_as=read_as, mapping=mapping):
        if record.problem:
            has_problem = True
            print_lines(str(record.problem), "")
            continue
        print_lines(f"{name_record(record.file, record.record)} ({record.reader})")
        width = max((len(key) for key, _, _ in record.keys), default=0)
        lines = (f"  {key:<{width}}  {fate:<9}  {value}" for key, fate, value in record.keys)
        print_lines(*map(escape_controls, lines), "")
    if has_problem:
        raise typer.Exit(REPORTED)
