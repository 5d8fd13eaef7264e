"""The reader of data sets in Parquet (Apache Parquet format 2). Owns how a row becomes an object of JSON, which is what
the archive keeps of it; what an object is, is left to `json_articles`. The file is read by pyarrow, an extra, which no
other module imports.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Any

from backfile.problems import Problem, ProblemKind
from backfile.readers import json_articles, json_records
from backfile.readers.json_values import dumps
from backfile.readers.reader import InputSource, Notes, Reader, Record
from backfile.readers.spool import seekable
from backfile.readers.unpack import clause_of

if TYPE_CHECKING:
    from typing import IO

_BATCH = 20
"""So many rows are in memory at a time."""
_MAGIC = b"PAR1"
"""The first bytes of a file (Parquet format, "File Format")."""


def claims(head: bytes) -> bool:
    """Return whether `head` begins a Parquet file."""
    return head.startswith(_MAGIC)


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each row as JSON; a refusal if no row has a text, for a file without pyarrow, and from damaged rows on."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        yield _not_installed(source.file)
        return
    with seekable(source) as content:
        try:
            yield from json_records.articles(source, _rows(parquet, content), is_certain=False)
        except MemoryError:
            raise
        except (pyarrow.ArrowException, ValueError, OSError) as error:
            reason = f"the rows from here on cannot be read ({clause_of(error)})"
            step = "Write it again with the program that made it, or fetch it again."
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, step)


def _not_installed(file: str) -> Problem:
    reason = "its content is a data set in Parquet, and the package that reads it is not installed"
    step = (
        "Install it with: python -m pip install 'backfile[parquet]'. Or convert the file to JSON Lines, with pandas "
        "for example: read_parquet(FILE).to_json(NEW, orient='records', lines=True)."
    )
    return Problem(ProblemKind.NO_READER, file, reason, step)


def _rows(parquet: Any, content: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the rows with their numbers from 1 on, as JSON. Raises what pyarrow does, for damaged data."""
    number = 0
    with parquet.ParquetFile(content, pre_buffer=False) as file:
        for batch in file.iter_batches(_BATCH, use_threads=False):
            names = [str(name) for name in batch.schema.names]
            columns = [_values(column) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, dumps({name: plain_value(cell) for name, cell in zip(names, cells, strict=True)})


def _values(column: Any) -> list[Any]:
    """Return the values of a column; None for one that Python cannot express, such as a date in the year 200,000.

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
        values = [_value(cell) for cell in column] if in_utc is None else _values(in_utc)
    except (ValueError, OverflowError):
        values = [_value(cell) for cell in column]
    return values


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except (KeyError, ValueError, OverflowError):
        return None


def plain_value(value: Any) -> Any:
    """Return a value as one of JSON; None for bytes that are no text, such as images, and for what is no number."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    if isinstance(value, dict):
        return {str(name): plain_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else str(value)


READER = Reader(
    "parquet",
    (".parquet",),
    claims,
    records,
    json_articles.parse,
    preview=json_articles.preview,
    notes=Notes(
        "Parquet, one article a row",
        "Data sets are published in it, and pandas, DuckDB and Spark write it. Reading it needs the extra "
        "`backfile[parquet]`.",
        "As of JSON; the original of an article is its row as JSON.",
        "Other columns, values that are no text, such as images, and personal data: e-mail and IP addresses, tokens, "
        "comments.",
    ),
)
