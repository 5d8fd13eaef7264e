"""Loading of the records of an input file. Owns opening a file for a reader, the limit on the size of a
record, and the digest that identifies a record; the division into records is left to `Reader.records`, their meaning
to `Reader.parse`, and the records of a whole input file to `division`.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from backfile.article import Origin
from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers.decode import BYTE_ORDER_MARKS
from backfile.readers.files import STDIN
from backfile.readers.reader import HEAD_BYTES, InputSource, Reader, Record, RecordData
from backfile.readers.unpack import (
    READ_ERRORS,
    BehindError,
    TooLargeError,
    clause_of,
    is_unpacking,
    member_places,
    read_limited,
    read_to_cut,
    unpacked,
)
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_NAME = 1000
"""The longest name of a record, in characters; of the rest of a longer one only the digest is kept."""
_WHITE_SPACE = b" \t\n\r\v\f"
_PAGE = re.compile(rb"<html\b", re.IGNORECASE)
_PAGE_HEAD = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
CUT_FILE = "the gzipped file ends early, so the end of its text may be missing"
"""The reason in `Origin.damaged`. The original in the archive, which was unpacked, does not show it."""


def open_source(path: Path, file: str, max_bytes: int) -> InputSource:
    """Open an input file for reading; the caller closes its `content`. Raises OSError.

    In: its path, its name as in `Origin.file`, and the limit for the content of a record.
    """
    raw = path.open("rb")
    return InputSource(file, unpacked(raw), max_bytes, {}, os.fstat(raw.fileno()).st_size, partial(_position, raw))


def _position(raw: io.BufferedReader) -> int:
    return 0 if raw.closed else raw.tell()


def open_bytes(data: bytes, file: str, max_bytes: int) -> InputSource:
    """Open the bytes of an input file as `open_source` opens the file."""
    return InputSource(file, unpacked(io.BufferedReader(io.BytesIO(data))), max_bytes, {}, len(data))


def read_head(source: InputSource) -> bytes:
    """Return the first HEAD_BYTES of an input file for `Reader.claims`. Raises READ_ERRORS."""
    head = source.content.read(HEAD_BYTES)
    source.content.seek(0)
    return head


def is_blank(source: InputSource) -> bool:
    """Return whether an input file has no content but white space and a byte order mark.

    A file with more white space than `max_bytes` counts as not blank. Raises READ_ERRORS.
    """
    head = source.content.read(HEAD_BYTES)
    mark = next((mark for mark, _ in BYTE_ORDER_MARKS if head.startswith(mark)), b"")
    # In UTF-16 and UTF-32, half or more of the bytes of white space are zero.
    white_space = _WHITE_SPACE + b"\0" if mark and mark != codecs.BOM_UTF8 else _WHITE_SPACE
    chunk, length = head.removeprefix(mark), len(head)
    while chunk and not chunk.strip(white_space) and length <= source.max_bytes:
        chunk = source.content.read(HEAD_BYTES)
        length += len(chunk)
    source.content.seek(0)
    return not chunk


def read_original(
    source: InputSource, reader: Reader, name: str, collection: str | None = None
) -> Iterator[RecordData | Problem]:
    """Yield the one record of a file that is the original of a record of a container.

    In: its name and collection, as in `Origin`.
    """
    yield load_record(Record(lambda: source.content, name, collection or collection_of(source.file)), source, reader)


def load_record(
    record: Record, source: InputSource, reader: Reader, *, may_be_cut: bool = False
) -> RecordData | Problem:
    """Return the content of a record, or the problem that prevents it. Of a gzipped file that ends early, it is what
    came. In: also whether the record is a gzipped file of its own, in a container.
    """
    try:
        with io.BytesIO(record.content) if isinstance(record.content, bytes) else record.content() as stream:
            if record.name is None or may_be_cut:
                data, is_cut = read_to_cut(stream, source.max_bytes)
            else:
                data, is_cut = read_limited(stream, source.max_bytes), False
            has_another = _has_another_page(stream, data)
    except TooLargeError:
        reason = f"it is larger than {source.max_bytes // MEGABYTE} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_LARGE, source.file, reason, step, record.name)
    except READ_ERRORS as error:
        return unreadable(source.file, error, record.name)
    content = record_data(reader, source.file, data, record)
    content = replace(content, mapping=source.mapping, has_another_page=has_another)
    return replace(content, origin=replace(content.origin, damaged=CUT_FILE)) if is_cut else content


def _has_another_page(stream: IO[bytes], data: bytes) -> bool:
    """Return whether a member of a gzipped file begins another web page than the one that is before it. Some programs
    divide one page into members. In: the stream, which was read, and what it has, unpacked.
    """
    if not is_unpacking(stream) or len(first := [*islice(_PAGE.finditer(data), 2)]) < 2:
        return False
    places = (place for place in member_places(stream) if place > first[0].end())
    return any(_PAGE_HEAD.match(data[place : place + HEAD_BYTES]) for place in places)


def with_short_name(record: Record, file: str) -> Record:
    """Return a record with its name and its collection as in `Origin`. In: the name of its file.

    A name is made short once: that of an original is already as its page has it.
    """
    if record.name is None:
        return record
    collection = record.collection or collection_of(file)
    return replace(record, name=short_name(record.name), collection=collection and short_name(collection))


def short_name(name: str) -> str:
    """Return the name of a record or a collection on one line, of limited length."""
    # Names come from the input: they can have surrogates, which no page can be written with.
    name = one_line(name)
    if len(name) <= MAX_NAME:
        return name
    digest = hashlib.sha256(name[MAX_NAME:].encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name[:MAX_NAME]}…{digest[:16]}"


def collection_of(file: str) -> str | None:
    """Return the collection of records whose format states none: the file's name; None for standard input."""
    return None if file == STDIN else PurePosixPath(file).name


def unreadable(file: str, error: Exception, record: str | None = None) -> Problem:
    """Return the problem of a file or a record that cannot be read. In: one of READ_ERRORS."""
    if isinstance(error, BehindError):
        step = "Unpack it, write what is behind the gzipped data to a file of its own, and ingest both."
        return Problem(ProblemKind.UNREADABLE, file, clause_of(error), step, record)
    reason = f"it cannot be read: {clause_of(error)}"
    step = "Repair the file or its permissions and run again."
    return Problem(ProblemKind.UNREADABLE, file, reason, step, record)


def record_data(reader: Reader, file: str, data: bytes, record: Record | None = None) -> RecordData:
    """Return the content of a record with its origin; without `record`, of a file that is one article."""
    record = record or Record(data)
    digest = hashlib.sha256(data).hexdigest()
    origin = Origin(file, digest, reader.name, record.name, record.collection if record.name else None)
    return RecordData(data, origin)
