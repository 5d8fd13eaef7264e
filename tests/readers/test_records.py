"""Records of input files: opening, limits, digests, and containers with many records."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO

import pytest

from backfile.problems import Problem, ProblemKind
from backfile.readers import InputSource, Reader, Record, RecordData, html
from backfile.readers.division import read_records
from backfile.readers.records import is_blank, open_source, read_head, read_original

PAGE = b"<!DOCTYPE html><p>A page.</p>"


def lines(source: InputSource) -> Iterator[Record | Problem]:
    for number, line in enumerate(source.content, start=1):
        yield Record(json.loads(line)["html"].encode(), str(number))


def members(source: InputSource) -> Iterator[Record | Problem]:
    try:
        archive = zipfile.ZipFile(source.content)
    except zipfile.BadZipFile as error:
        raise OSError(str(error)) from error
    for name in archive.namelist():
        yield Record(partial(archive.open, name), name)


LINES = Reader("lines", (".jsonl",), lambda head: head.startswith(b"{"), lines, html.parse)
ZIP = Reader("zip", (".zip",), lambda head: head.startswith(b"PK"), members, html.parse)


def source(data: bytes, max_bytes: int = 1000) -> InputSource:
    return InputSource("file", io.BytesIO(data), max_bytes)


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_is_one_article_is_one_record(tmp_path: Path, packed: bool) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(PAGE) if packed else PAGE)
    opened = open_source(tmp_path / "a", "in/a.html.gz", 1000)
    with opened.content:
        assert read_head(opened) == PAGE
        (record,) = read_records(opened, html.READER)
    assert isinstance(record, RecordData)
    origin = record.origin
    assert record.data == PAGE
    assert (origin.file, origin.reader, origin.record) == ("in/a.html.gz", "html", None)
    assert origin.sha256 == sha256(PAGE).hexdigest()


def test_each_record_of_a_container_has_its_own_name_and_digest() -> None:
    pages = {f"{number}.html": PAGE + bytes([65 + number]) for number in range(3)}
    records = list(read_records(source(zipped(pages)), ZIP))
    assert [record.origin.record for record in records if isinstance(record, RecordData)] == list(pages)
    assert [record.origin.sha256 for record in records if isinstance(record, RecordData)] == [
        sha256(data).hexdigest() for data in pages.values()
    ]


def test_the_original_of_a_record_is_that_record_again() -> None:
    (record,) = read_records(source(b'{"html": "<p>x"}\n'), LINES)
    assert isinstance(record, RecordData)
    (original,) = read_original(source(record.data), LINES, "1")
    assert original == record


def test_reading_begins_at_a_record() -> None:
    data = b"".join(b'{"html": "<p>%d"}\n' % number for number in range(10))
    records = read_records(source(data), LINES, first=7)
    assert [record.origin.record for record in records if isinstance(record, RecordData)] == ["8", "9", "10"]


def test_a_record_over_the_limit_is_refused_and_the_others_are_read() -> None:
    records = list(read_records(source(zipped({"a": b"x" * 1001, "b": b"x" * 1000, "c": b"x" * 10**8})), ZIP))
    assert [isinstance(record, RecordData) for record in records] == [False, True, False]
    assert isinstance(records[0], Problem)
    assert (records[0].kind, records[0].record) == (ProblemKind.TOO_LARGE, "a")


def test_content_in_memory_has_the_same_limit() -> None:
    (record,) = read_records(source(b'{"html": "%s"}' % (b"x" * 1001)), LINES)
    assert isinstance(record, Problem)
    assert record.kind is ProblemKind.TOO_LARGE


def test_a_damaged_container_is_refused() -> None:
    (problem,) = read_records(source(b"PK, but not a zip file"), ZIP)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.file) == (ProblemKind.UNREADABLE, "file")


def test_only_one_record_is_in_memory() -> None:
    """The records are generated: the first of them is available before the second is read."""

    def endless(source: InputSource) -> Iterator[Record | Problem]:
        while True:
            yield Record(lambda: io.BytesIO(bytes(1000)))

    records = read_records(source(b""), Reader("endless", (), lambda _: True, endless, html.parse))
    assert [len(next(records).data) for _ in range(3)] == [1000] * 3  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "blank"),
    [
        *[(b"", True), (b" \n\t\r\v\f", True), (b"\xef\xbb\xbf", True), (b"\xff\xfe", True), (b" \n" * 100_000, True)],
        *[("\ufeff \n".encode("utf-16-be"), True), ("\ufeff \n".encode("utf-32-le"), True)],
        *[(b" x", False), (b"\0\0", False), (b"\xff\xfe\0x", False), (b" \n" * 100_000 + b"x", False)],
    ],
)
def test_a_file_without_content_is_blank(data: bytes, blank: bool) -> None:
    opened = source(data, max_bytes=10**6)
    assert is_blank(opened) is blank
    assert opened.content.tell() == 0


def test_the_search_for_content_ends_at_the_limit() -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b" " * (size or 0)

    endless: IO[bytes] = Endless()
    assert not is_blank(InputSource("file", endless, 10**6))
