"""The reader of data sets in Parquet (Apache Parquet format 2). Owns the rows of a file; how one becomes an object of
JSON, which is what the archive keeps of it, is left to `parquet_values`, what an object is to `json_articles`. The file
is read by pyarrow, an extra, which no other reader imports.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from backfile.problems import Problem, ProblemKind
from backfile.readers import json_articles, json_records
from backfile.readers.json_values import dumps
from backfile.readers.parquet_values import RowValues, values_of
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
    values = RowValues(source.file, source.mapping)
    with seekable(source) as content:
        try:
            yield from json_records.articles(source, _rows(parquet, content, values), is_certain=False)
        except MemoryError:
            raise
        except (pyarrow.ArrowException, ValueError, OSError) as error:
            reason = f"the rows from here on cannot be read ({clause_of(error)})"
            step = "Write it again with the program that made it, or fetch it again."
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, step)
    yield from values.problems()


def _not_installed(file: str) -> Problem:
    reason = "its content is a data set in Parquet, and the package that reads it is not installed"
    step = (
        "Install it with: python -m pip install 'backfile[parquet]'. Or convert the file to JSON Lines, with pandas "
        "for example: read_parquet(FILE).to_json(NEW, orient='records', lines=True)."
    )
    return Problem(ProblemKind.NO_READER, file, reason, step)


def _rows(parquet: Any, content: IO[bytes], values: RowValues) -> Iterator[tuple[int, bytes | None]]:
    """Yield the rows with their numbers from 1 on, as JSON. Raises what pyarrow does, for damaged data."""
    number = 0
    with parquet.ParquetFile(content, pre_buffer=False) as file:
        for batch in file.iter_batches(_BATCH, use_threads=False):
            names = [str(name) for name in batch.schema.names]
            columns = [values_of(column) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, dumps(values.plain_row(names, cells))


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
