"""The reader of tables with one article a row: CSV and TSV (RFC 4180, and with other delimiters). Owns their division
into rows; which column has which field is left to `columns`, the values to `row`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from array import array
from collections.abc import Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING

from backfile.article import Origin
from backfile.problems import Problem, ProblemKind
from backfile.readers import text_formats
from backfile.readers.columns import is_personal, names_persons, without_addresses
from backfile.readers.decode import REPLACEMENT, DecodedText, decode, replacement_problem
from backfile.readers.reader import HEAD_BYTES, InputSource, Notes, Reader, Record, RecordData
from backfile.readers.row import has_text, no_text_problem, parse_row, preview_row, record_name
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from backfile.article import Clipping

_DELIMITERS = "\t;,|"
_MOST_UNCLOSED = 3
"""After so many rows whose quotation mark is not closed, the rest of a file is not read."""
_LONGEST_ROW = 100_000
"""A row has at most so many lines; with more, a quotation mark is not closed."""

_INVALID = "\ud800"
"""What stands for bytes that cannot be decoded until the row is known; no text has it."""
codecs.register_error("backfile.invalid", lambda error: (_INVALID, error.end))  # type: ignore[attr-defined]


def claims(head: bytes) -> bool:
    """Return whether `head` is a table with headings."""
    return text_formats.is_table(decode(head).text)


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each row with the headings before it; a refusal if no row has a text, and for each damaged row."""
    encoding = _encoding_of(source)
    rows = _rows(_read_lines(source, encoding), source.max_bytes)
    headings = next(rows, None)
    names = _cells(headings[1].replace(_INVALID, REPLACEMENT)) if headings and headings[1] else []
    if not names:
        yield Problem(ProblemKind.UNREADABLE, source.file, "its first line has no headings", _REPAIR)
        return
    head, kept = _without_personal(names)
    delimiter = _delimiter_of(headings[1] or "") if headings else ","
    textless, damaged = array("Q"), array("Q")
    for number, row in rows:
        if row and has_text(_values(names, row, delimiter), source.mapping):
            yield from (no_text_problem(source.file, names, str(each)) for each in textless)
            yield from (_unclosed(source, each) for each in damaged)
            rows = chain([(number, row)], rows)
            break
        (damaged if row is None else textless).append(number)
    else:
        yield no_text_problem(source.file, names, None)
        return
    for number, row in rows:
        if row is None:
            yield _unclosed(source, number)
            continue
        item = _record(source, (names, head, kept), number, _split(row.replace(_INVALID, REPLACEMENT), delimiter))
        if isinstance(item, Record) and (replaced := row.count(_INVALID)):
            decoded = DecodedText(row, encoding, replaced)
            yield from filter(None, [replacement_problem(decoded, Origin(source.file, "", READER.name, item.name))])
        yield item


def _unclosed(source: InputSource, number: int) -> Problem:
    reason = "a quotation mark that opens in this line is not closed"
    return Problem(ProblemKind.UNREADABLE, source.file, reason, _REPAIR, str(number))


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the row as one clipping, or a refusal. In: the headings and the row, with commas."""
    yield from parse_row(_loads(record.data), record.origin, record.mapping)


def preview(record: RecordData) -> Iterator[tuple[str, str, str]]:
    """Yield each column of the row, the field that it becomes, and the beginning of its value."""
    yield from preview_row(_loads(record.data), record.mapping)


def _loads(data: bytes) -> dict[str, str]:
    """Return the headings with the cells of a record's row."""
    _raise_limit()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    return dict(zip(rows[0], rows[1], strict=False)) if len(rows) > 1 else {}


_REPAIR = "Repair it in the program that wrote the table, and run again."
_Table = tuple[list[str], list[str], list[int]]
"""The names of all columns, those that are kept, and their numbers."""


def _record(source: InputSource, table: _Table, number: int, cells: list[str]) -> Record | Problem:
    names, head, kept = table
    while len(cells) > len(names) and not cells[-1]:
        cells.pop()
    if len(cells) > len(names):
        reason = f"it has {len(cells)} cells, and there are {len(names)} headings"
        return Problem(ProblemKind.UNREADABLE, source.file, reason, _REPAIR, str(number))
    values = dict(zip(names, cells, strict=False))
    row = [
        without_addresses(cells[index]) if names_persons(names[index]) else cells[index]
        for index in kept
        if index < len(cells)
    ]
    out = io.StringIO()
    csv.writer(out).writerows([head, row])
    data = out.getvalue().encode("utf-8", "replace")
    if len(data) > source.max_bytes:
        reason = f"it is larger than {source.max_bytes // MEGABYTE} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_LARGE, source.file, reason, step, str(number))
    name = record_name(values, source.mapping) or hashlib.sha256(data).hexdigest()[:16]
    written = dict(zip(head, row, strict=False))
    return Record(data, name) if has_text(written, source.mapping) else no_text_problem(source.file, [*written], name)


def _values(names: list[str], row: str, delimiter: str) -> dict[str, str]:
    return dict(zip(names, _split(row, delimiter), strict=False))


def _without_personal(names: list[str]) -> tuple[list[str], list[int]]:
    kept = [index for index, name in enumerate(names) if not is_personal(name)]
    return [names[index] for index in kept], kept


def _encoding_of(source: InputSource) -> str:
    head = source.content.read(HEAD_BYTES)
    source.content.seek(0)
    return decode(head).encoding


def _read_lines(source: InputSource, encoding: str) -> Iterator[str]:
    """Yield the lines of a table with their ends, decoded, with a mark in the place of bytes that cannot be."""
    stream: IO[str] = io.TextIOWrapper(source.content, encoding, "backfile.invalid", newline="")
    try:
        while line := stream.readline(source.max_bytes):
            yield line.removeprefix("\ufeff")
    finally:
        stream.detach()  # type: ignore[attr-defined]


def _rows(lines: Iterator[str], max_bytes: int) -> Iterator[tuple[int, str | None]]:
    """Yield the rows with the number of the line in which they begin: None where a quotation mark is not closed.

    The lines behind such a row are read again, as rows of their own.
    """
    number, unclosed = 0, 0
    waiting: list[str] = []
    while unclosed <= _MOST_UNCLOSED:
        first = waiting.pop() if waiting else next(lines, None)
        if first is None:
            return
        number += 1
        start, row, length = number, [first], len(first)
        is_open = first.count('"') % 2 == 1
        while is_open and length <= max_bytes and len(row) < _LONGEST_ROW:
            line = waiting.pop() if waiting else next(lines, None)
            if line is None:
                break
            row.append(line)
            length += len(line)
            is_open ^= line.count('"') % 2 == 1
        if is_open:
            unclosed += 1
            waiting += reversed(row[1:])
            yield start, None
        else:
            number += len(row) - 1
            if first.strip() or len(row) > 1:
                yield start, "".join(row)


def _delimiter_of(headings: str) -> str:
    return max(_DELIMITERS, key=headings.count)


def _cells(row: str) -> list[str]:
    """Return the headings in the first row."""
    names = [name.strip() for name in _split(row, _delimiter_of(row))]
    return [name or f"column {index}" for index, name in enumerate(names, start=1)] if any(names) else []


def _split(row: str, delimiter: str) -> list[str]:
    _raise_limit()
    return next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter), [])


def _raise_limit() -> None:
    """Let cells be as long as records may be: the limit of `csv` is 128 KB."""
    csv.field_size_limit(1 << 30)


READER = Reader(
    "csv",
    (".csv", ".tsv"),
    claims,
    records,
    parse,
    preview=preview,
    notes=Notes(
        "CSV and TSV, one article a row",
        "Spreadsheets, databases and data sets export it. Choose UTF-8 where the program asks.",
        "The text or HTML, and the fields whose columns are known: title, authors, dates, source, section, address, "
        "tags. `--map` names other columns.",
        "Other columns, and personal data: e-mail and IP addresses, tokens, comments.",
    ),
)
