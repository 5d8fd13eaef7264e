"""The example of a reader in the documentation of the interface."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from backfile.article import Clipping, Form
from backfile.readers import InputSource, Reader, Record, RecordData, html, reader
from backfile.readers.division import read_records


def epub() -> Reader:
    """Return the reader that the docstring of the module `reader` shows."""
    lines = (reader.__doc__ or "").splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("    def records("))
    names: dict[str, Any] = {
        "InputSource": InputSource,
        "Iterator": Iterator,
        "Reader": Reader,
        "Record": Record,
        "ZipFile": zipfile.ZipFile,
        "html": html,
        "partial": partial,
    }
    exec(textwrap.dedent("\n".join(lines[start:])), names)
    result = names["READER"]
    assert isinstance(result, Reader)
    return result


def book(chapters: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in chapters.items():
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def test_the_example_reads_each_chapter_as_a_page() -> None:
    chapters = {"one.xhtml": "<html><p>Chapter one", "notes/two.html": "<html><p>Chapter two", "cover.png": "\x89PNG"}
    data, reader = book(chapters), epub()
    assert reader.claims(data)
    records = list(read_records(InputSource("book.epub", io.BytesIO(data), 1000), reader))
    clippings = [item for record in records if isinstance(record, RecordData) for item in reader.parse(record)]
    assert [
        (item.origin.record, item.form, item.body, item.origin.reader)
        for item in clippings
        if isinstance(item, Clipping)
    ] == [
        ("one.xhtml", Form.PAGE, chapters["one.xhtml"], "epub"),
        ("notes/two.html", Form.PAGE, chapters["notes/two.html"], "epub"),
    ]
