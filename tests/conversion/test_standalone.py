"""Inputs without an archive: what is no file is refused at once, and names from outside are always writable."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from backfile import convert, dumps, loads
from backfile.article import Clipping, Form, RawHtml
from backfile.problems import ProblemKind
from backfile.readers import records
from backfile.readers.division import read_records
from backfile.readers.reader import Reader, Record

PAGE = b"<!DOCTYPE html><title>East pier mended</title><article><p>The board met on Tuesday.</p></article>"


@pytest.mark.parametrize("name", ["pipe.html", "pipe.html.gz", "pipe.txt"])
def test_a_pipe_is_refused_without_waiting(name: str, tmp_path: Path) -> None:
    pipe = tmp_path / name
    os.mkfifo(pipe)
    found = []
    thread = threading.Thread(target=lambda: found.extend(convert(pipe)), daemon=True)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert [problem.kind for problem in found[0].problems] == [ProblemKind.UNREADABLE]
    assert "it is not a regular file; a pipe can be read as standard input" in found[0].problems[0].reason


def test_folders_and_devices_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.html"
    folder.mkdir()
    (tmp_path / "device.html").symlink_to("/dev/zero")
    for path in (folder, tmp_path / "device.html"):
        [result] = convert(path)
        assert "it is not a regular file" in result.problems[0].reason


@pytest.mark.parametrize("file", ["a\ud800.html", "\udcff.html", "a\u202eb.html", "a\0b.html"])
def test_the_name_of_an_input_can_be_written(file: str) -> None:
    [result] = convert(PAGE, file=file)
    assert result.article is not None
    dumps(result.article).encode()
    assert loads(dumps(result.article)) == result.article


@pytest.mark.parametrize("name", ["a\ud800", "\udfff\ud800", "row 1\ud800\udc00", "\x1b[31mred", "a\ufffe"])
def test_the_name_of_a_record_can_be_written(name: str) -> None:
    reader = Reader(
        "several",
        (".several",),
        lambda head: False,
        lambda source: iter([Record(PAGE, name)]),
        lambda record: iter([Clipping(record.origin, Form.PAGE, RawHtml(record.data.decode()))]),
    )
    [data] = read_records(records.open_bytes(PAGE, "a.several", 1000), reader)
    assert isinstance(data, records.RecordData)
    record = data.origin.record
    assert record
    assert record.encode()
    assert record.isprintable()
