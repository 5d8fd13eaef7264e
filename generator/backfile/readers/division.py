"""The division of an input file into records. Owns files inside a container, whose reader is chosen as for files in a
folder, and the limit on how much a container may unpack to; what a record is, each reader decides.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import IO, cast

from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers.choice import reader_by_name, reader_of
from backfile.readers.files import STDIN
from backfile.readers.reader import InputSource, Reader, Record, RecordData, whole_file
from backfile.readers.records import collection_of, load_record, short_name, unreadable, with_short_name
from backfile.readers.unpack import READ_ERRORS, is_unpacking, raise_pending, unpacked
from backfile.settings.schema import MEGABYTE

MOST_NESTED = 3
"""How deep containers are read in containers."""
_COUNTED = REFUSALS | {ProblemKind.LEFT_OUT}
_MOST_UNPACKED = 1024 * MEGABYTE
_MOST_TIMES = 200
"""A container may unpack to so many bytes, or to so many times its size: text is packed to a twentieth of its size."""
_LEAST_RECORD, _LEAST_PROBLEM = 2_000, 10_000
"""A record counts as so many bytes at least, and a problem as so many: each costs time, and rows of nulls cost no bytes
in a packed file. A file that is not packed has too many problems if they are more than 100,000, one in 50 bytes."""


def read_records(source: InputSource, reader: Reader, first: int = 0) -> Iterator[RecordData | Problem]:
    """Yield the content of each record of an input file, or a problem in its place, from the record number `first` on.

    The problems are refusals: those of the reader, and those of records that cannot be read or are larger than the
    limit. A file that cannot be divided into records ends with a refusal. Only one record is in memory at a time.
    """
    return islice(_limited(_divide(source, reader, 0), source), first, None)


def _limited(contents: Iterator[RecordData | Problem], source: InputSource) -> Iterator[RecordData | Problem]:
    """Yield contents until the container unpacks to too much, or has too many, then a refusal of the rest."""
    limit = max(_MOST_UNPACKED, _MOST_TIMES * (source.size or 0))
    total = cost = records = problems = 0
    for content in contents:
        if isinstance(content, Problem):
            cost += _LEAST_PROBLEM
        else:
            total += len(content.data)
            cost += max(_LEAST_RECORD, len(content.data))
        if total > limit:
            reason = f"it unpacks to more than {limit // MEGABYTE:,} MB, so the rest of it is not read"
            step = "If it is sound, unpack it, and ingest the folder."
            yield Problem(ProblemKind.TOO_LARGE, source.file, reason, step)
            return
        if cost > limit:
            reason = (
                f"it has more records and reports than a file of its size may have, so the rest of it is not read, "
                f"behind {records:,} records and {problems:,} reports"
            )
            step = "If it is sound, divide it into files of which each has fewer, and ingest these."
            yield Problem(ProblemKind.TOO_LARGE, source.file, reason, step)
            return
        problems += isinstance(content, Problem)
        records += isinstance(content, RecordData)
        yield content


def _divide(source: InputSource, reader: Reader, depth: int) -> Iterator[RecordData | Problem]:
    """Yield the contents of a file; of one that has none, and no refusal either, a refusal."""
    is_empty = True
    for item in _contents(source, reader, depth):
        is_empty = is_empty and isinstance(item, Problem) and item.kind not in _COUNTED
        yield item
    if is_empty:
        step = "Look into it with its own program: hidden files, and what was saved with a page, are no articles."
        yield Problem(ProblemKind.NO_BODY, source.file, "nothing that can be read is in it", step)


def _contents(source: InputSource, reader: Reader, depth: int) -> Iterator[RecordData | Problem]:
    is_reported = False
    try:
        for item in reader.records(source):
            if isinstance(item, Problem):
                yield replace(item, record=item.record and short_name(item.record))
            elif item.is_file:
                yield from _divide_member(item, source, depth + 1)
            else:
                yield load_record(with_short_name(item, source.file), source, reader)
            is_reported |= isinstance(item, Problem) and item.kind is not ProblemKind.SEVERAL
        if not is_reported:
            raise_pending(source.content)
    except READ_ERRORS as error:
        yield unreadable(source.file, error)
    except RecursionError:
        step = "Make it less deep, or take out what is, and run again."
        yield Problem(ProblemKind.TOO_DEEP, source.file, "it is nested too deeply to be read", step)


def _divide_member(record: Record, source: InputSource, depth: int) -> Iterator[RecordData | Problem]:
    """Yield the contents of a file inside a container: of one article, or of the records of a container."""
    name = short_name(record.name or STDIN)
    # The end of a name tells its kind, and what is too long for a record is cut at its end.
    named = reader_by_name(record.name or STDIN, None, named=False)
    try:
        with _open_member(record) as stream:
            member = InputSource(name, unpacked(io.BufferedReader(cast("io.RawIOBase", stream))), source.max_bytes)
            with closing(member.content):
                chosen = reader_of(member, named)
                if isinstance(chosen, Problem):
                    yield _in_container(chosen, source, name)
                elif chosen.records is whole_file:
                    content = replace(record, content=lambda: member.content, is_file=False)
                    named_content = with_short_name(content, source.file)
                    yield load_record(named_content, source, chosen, may_be_cut=is_unpacking(member.content))
                elif depth > MOST_NESTED:
                    reason = f"containers are nested deeper than {MOST_NESTED} times"
                    step = "Unpack it, and ingest the folder."
                    yield Problem(ProblemKind.TOO_DEEP, source.file, reason, step, name)
                else:
                    for item in _divide(member, chosen, depth):
                        yield _in_container(item, source, name)
    except READ_ERRORS as error:
        yield unreadable(source.file, error, name)


def _open_member(record: Record) -> IO[bytes]:
    return io.BytesIO(record.content) if isinstance(record.content, bytes) else record.content()


def _in_container(item: RecordData | Problem, source: InputSource, name: str) -> RecordData | Problem:
    """Return a content or a problem of a file inside a container with the container's name."""
    record = item.record if isinstance(item, Problem) else item.origin.record
    record = f"{name}#{record}" if record else name
    if isinstance(item, Problem):
        return replace(item, file=source.file, record=record)
    collection = item.origin.collection or collection_of(source.file)
    return replace(item, origin=replace(item.origin, file=source.file, record=record, collection=collection))
