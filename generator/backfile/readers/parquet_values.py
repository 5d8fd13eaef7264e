"""The values of a row of Parquet as those of JSON. Owns the encoding of texts that are no UTF-8, and what of a value
cannot be expressed: bytes that are no text, dates beyond the calendar.

Programs write texts as bytes of any encoding (Impala, older versions of Spark), and some state that these are UTF-8.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers.columns import find_columns
from backfile.readers.decode import CONTROL_CHARACTERS, REPLACEMENT, decode

_SAMPLE, _MOST_STRANGE = 1 << 13, 0.02
"""So many bytes tell whether bytes are a text: if at most this share of them are control characters or replaced."""


class _Lost:
    """What stands for a value that Python cannot express, such as a date in the year 200,000."""


_LOST = _Lost()


@dataclass(slots=True)
class RowValues:
    """Makes the rows of one file values of JSON, and remembers what became of values that are not as they should be."""

    file: str
    mapping: Mapping[str, str]
    """As in `InputSource`."""
    _names: Sequence[str] = ()
    _kept: frozenset[str] = frozenset()
    _encodings: Counter[str] = field(default_factory=Counter)
    """Encoding -> the rows that have texts in it."""
    _replaced: int = 0
    _lost: Counter[str] = field(default_factory=Counter)
    """Column -> the rows of which it lost something."""

    def plain_row(self, names: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
        """Return a row as an object of JSON. In: the names of its columns, and its values as `values_of` has them."""
        kept = self._kept_names(names)
        texts = [
            data for name, cell in zip(names, cells, strict=True) if name in kept for data in _texts_in_bytes(cell)
        ]
        encoding = decode(b"\n".join(texts)).encoding if texts else "cp1252"
        self._encodings.update([encoding] if texts else [])
        row: dict[str, Any] = {}
        for name, cell in zip(names, cells, strict=True):
            state = _State(encoding)
            row[name] = state.plain(cell)
            self._replaced += state.replaced if name in kept else 0
            self._lost.update([name] if state.is_incomplete and name in kept else [])
        return row

    def _kept_names(self, names: Sequence[str]) -> frozenset[str]:
        """Return the names of the columns whose texts an article gets: others can have images."""
        if self._names != names:
            columns = find_columns(names, self.mapping)
            self._names = names
            self._kept = frozenset(name for name in names if columns.fate(name) not in (None, "image"))
        return self._kept

    def problems(self) -> Iterator[Problem]:
        """Yield the remarks on the rows so far."""
        for encoding, rows in sorted(self._encodings.items()):
            count = "1 row are" if rows == 1 else f"{rows:,} rows are"
            reason = f"texts of {count} no UTF-8, and are read as {encoding}"
            reason += f"; {self._replaced:,} characters are replaced by {REPLACEMENT}" if self._replaced else ""
            yield Problem(ProblemKind.ENCODING, self.file, reason, "Compare an article with the data set.")
        for name, rows in sorted(self._lost.items()):
            count = "1 row" if rows == 1 else f"{rows:,} rows"
            reason = f"in {count}, what is no text, or no value of JSON, is left out of {one_line(name[:40])!r}"
            step = "If the column matters, write it as text with the program that made the file, and ingest it again."
            yield Problem(ProblemKind.DAMAGED, self.file, reason, step)


@dataclass(slots=True)
class _State:
    """What became of the parts of one value."""

    encoding: str
    """For bytes that are no UTF-8."""
    replaced: int = 0
    is_incomplete: bool = False

    def plain(self, value: Any) -> Any:
        """Return a value as one of JSON; None for what cannot be one: images, numbers that are none."""
        if value is None or isinstance(value, str | bool | int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        if isinstance(value, bytes):
            return self._text(value)
        if isinstance(value, dict):
            return {str(name): self.plain(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.plain(item) for item in value]
        if value is _LOST:
            self.is_incomplete = True
            return None
        return value.isoformat() if isinstance(value, date | time) else str(value)

    def _text(self, data: bytes) -> str | None:
        if (text := _utf_8(data)) is not None:
            return text
        if not _is_text(data):
            self.is_incomplete = True
            return None
        text = data.decode(self.encoding, "replace")
        self.replaced += text.count(REPLACEMENT)
        return text


def _texts_in_bytes(value: Any) -> Iterator[bytes]:
    """Yield the bytes in a value that are text, but no UTF-8."""
    if isinstance(value, bytes):
        if _utf_8(value) is None and _is_text(value):
            yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in_bytes(item)


def _utf_8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_text(data: bytes) -> bool:
    """Return whether bytes that are no UTF-8 are a text: few of them are control characters or no characters at all."""
    decoded = decode(data[:_SAMPLE])
    strange = len(CONTROL_CHARACTERS.findall(decoded.text)) + decoded.replaced
    return strange <= _MOST_STRANGE * len(decoded.text)


def values_of(column: Any) -> list[Any]:
    """Return the values of a column of pyarrow as those of Python; a text that is no UTF-8 as bytes.

    Times of a zone that is not known are in UTC, as Parquet stores them.
    """
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pyarrow.timestamp("us", kind.tz), safe=False)
    try:
        values: list[Any] = column.to_pylist()
    except KeyError:  # That is how pytz and zoneinfo say that they do not know a zone.
        is_time = pyarrow.types.is_timestamp(kind) and kind.tz != "UTC"
        in_utc = column.cast(pyarrow.timestamp(column.type.unit, "UTC")) if is_time else None
        values = [_value(cell) for cell in column] if in_utc is None else values_of(in_utc)
    except (ValueError, OverflowError):
        values = [_value(cell) for cell in column]
    return values


def _value(cell: Any) -> Any:
    """Return the value of a cell; of one that Python cannot express as a whole, that of each part that it can."""
    import pyarrow

    try:
        return cell.as_py()
    except (KeyError, ValueError, OverflowError):
        if isinstance(cell, pyarrow.DictionaryScalar):
            return _value(cell.value)
        if isinstance(cell, pyarrow.MapScalar):
            return [[_value(entry["key"]), _value(entry["value"])] for entry in cell.values]
        if isinstance(cell, pyarrow.ListScalar):
            return [_value(part) for part in cell.values]
        if isinstance(cell, pyarrow.StructScalar):
            return {name: _value(cell[number]) for number, name in enumerate(cell.type.names)}
        if isinstance(cell, pyarrow.BinaryScalar):
            return cell.as_buffer().to_pybytes()
        return _LOST
