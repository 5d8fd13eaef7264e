"""The lines of a scraped text with their fates, as text for people; `explanation` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.cli.output import escape_controls

if TYPE_CHECKING:
    from backfile.conversion.line_fates import ExplainedLine

_LONGEST_LABEL = 34
"""Columns of the longest label; longer ones are shortened."""
_SHORTEST_TEXT = 30
"""Columns of the text of a line at least, also on a narrow terminal."""


def format_lines(lines: Sequence[ExplainedLine], columns: int) -> Iterator[str]:
    """Yield the lines of a text: number, fate and text, cut to the width of the terminal.

    Lines that follow each other in the body are one row, with the text of the first.
    """
    rows = [_row_of(list(group)) for _, group in groupby(lines, key=_group_key)]
    numbers = max((len(number) for number, _, _ in rows), default=0)
    labels = max((len(label) for _, label, _ in rows), default=0)
    for number, label, text in rows:
        start = f"  {number:>{numbers}}  {label:<{labels}}  "
        yield start + cut(text, max(_SHORTEST_TEXT, columns - len(start)))


def cut(text: str, columns: int) -> str:
    """Return a text on one line, cut to a number of columns: after a word, in scripts without spaces after a character.

    Characters of East Asian scripts have two columns.
    """
    from rich.cells import cell_len, set_cell_size

    line = " ".join(text.split())
    if cell_len(line) <= columns:
        return line
    beginning = set_cell_size(line, columns - 1).rstrip()
    words, _, _ = beginning.rpartition(" ")
    return f"{words if 2 * cell_len(words) > columns else set_cell_size(line, columns - 2).rstrip()} …"


def _group_key(line: ExplainedLine) -> tuple[str, int]:
    """Return the same key for lines that are one row: those of the body."""
    return line.fate, 0 if line.fate == "body" else line.line


def _row_of(lines: Sequence[ExplainedLine]) -> tuple[str, str, str]:
    """Return number, label and text of a row."""
    first, last = lines[0], lines[-1]
    number = str(first.line) if first.line == last.line else f"{first.line}-{last.line}"
    text = f"“{first.text}”" if first.replacement is None else f"“{first.text}” → “{first.replacement}”"
    return number, cut(escape_controls(_label(first)), _LONGEST_LABEL), escape_controls(text)


def _label(line: ExplainedLine) -> str:
    """Return what became of a line, in words."""
    match line.fate:
        case "field":
            return ", ".join(line.fields)
        case "removed":
            return f"removed: {line.rule}"
        case "replaced":
            return f"replaced: {line.rule}"
        case "not-found":
            return "not found"
    return line.fate
