"""The command `backfile formats`: lists what can be read, how people get such files, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Json

if TYPE_CHECKING:
    from backfile.readers import Reader


def list_formats(as_json: Json = False) -> None:
    """List the formats that can be read: how people get such a file, what is kept of it, and what is left out."""
    from backfile.readers import all_readers

    readers = all_readers()
    if as_json:
        output.print_json({"formats": [_as_json(reader) for reader in readers]})
        return
    for reader in readers:
        output.print_lines(f"{reader.name}: {', '.join(reader.suffixes) or 'by its content'}")
        for label, text in describe(reader):
            output.print_lines(*output.wrap(f"{label}: {text}", 4))
        output.print_lines("")
    output.print_lines("Other files are named with the next step when you ingest them.")


def describe(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield the notes of a reader with their labels; nothing for one without notes."""
    if notes := reader.notes:
        yield "What", notes.title
        yield "How to get it", notes.obtain
        yield "Kept", notes.keeps
        yield "Left out", notes.leaves_out


def _as_json(reader: Reader) -> output.Json:
    notes = reader.notes
    return {
        "name": reader.name,
        "suffixes": list(reader.suffixes),
        "title": notes.title if notes else None,
        "obtain": notes.obtain if notes else None,
        "keeps": notes.keeps if notes else None,
        "leaves_out": notes.leaves_out if notes else None,
    }


COMMAND = Command(
    "formats",
    "List the formats that can be read.",
    list_formats,
    ("backfile formats", "backfile formats --json | jq '.formats[].suffixes'"),
)
