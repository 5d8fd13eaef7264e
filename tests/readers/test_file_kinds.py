"""What a file is by its content, whatever its name says: files that are reported, and articles that begin like them."""

from __future__ import annotations

import io
import json
import plistlib
import tarfile
import time
import zipfile

import pytest

from backfile.api import convert
from backfile.problems import ProblemKind
from backfile.readers.choice import reader_by_name, reader_of
from backfile.readers.file_kinds import find_kind
from backfile.readers.files import STDIN
from backfile.readers.reader import HEAD_BYTES, Reader
from backfile.readers.records import open_bytes

SENTENCE = "The harbour at Merrow was dredged for the first time in forty years, and nobody could remember when. "
TEXT = f"{SENTENCE * 2}\n\n{SENTENCE}\n"
PAGE = f"<html><head><title>Pier mended</title></head><body><p>{SENTENCE}</p></body></html>"


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else PAGE)
    return content.getvalue()


def tar() -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("pier.html"))
    return content.getvalue()


MAIL = f"From: Ada <ada@merrow.example>\nTo: desk@merrow.example\nSubject: Pier\n\n{TEXT}"
DATED = f"From: Ada\nSubject: Pier\nDate: Thu, 4 Apr 2019 10:00:00 +0100\n\n{TEXT}"
RECORDS = [{"title": "Pier", "text": TEXT}] * 400

OTHERS = {
    "a PDF document": [b"%PDF-1.4\n1 0 obj", b"\r\n\r\n%PDF-1.7\r\n"],
    "an EPUB book": [packed("mimetype", "pier.xhtml")],
    "a document of a word processor": [packed("[Content_Types].xml", "word/document.xml")],
    "a packed archive": [b"7z\xbc\xaf\x27\x1c\0\4"],
    "an image": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF\x24\0\0\0WEBPVP8 ", b"GIF89a\1\0"],
    "an SQLite database": [b"SQLite format 3\0\x10\0"],
    "a program": [b"MZ\x90\0\3\0", b"\x7fELF\2\1\1", b"#!/bin/sh\n"],
    "a list of bookmarks": [b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>"],
    "an export of WordPress (WXR)": [b'<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">'],
    "an XML document": [b'<?xml version="1.0"?>\n<!DOCTYPE en-export SYSTEM "x">\n<en-export>'],
    "an e-mail message": [MAIL.encode(), DATED.encode()],
    "a mailbox": [f"From ada@merrow.example Thu Apr  4 10:00:00 2019\n{MAIL}".encode()],
    "a list of addresses": [b"https://a.example/1\n", b"- https://a.example/1 | Pier\n- https://a.example/2 | Rope\n"],
}

READ = {
    "json": [
        json.dumps(RECORDS[0]).encode(),
        json.dumps(RECORDS, indent=2).encode()[:HEAD_BYTES],
        json.dumps(RECORDS[0]).encode("utf-16"),
        b'{"a": 1}\n{"a": 2}\n',
    ],
    "mhtml": [b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n--x'],
    "webarchive": [
        plistlib.dumps({"WebMainResource": {"WebResourceData": b"x"}}, fmt=fmt)
        for fmt in (plistlib.FMT_BINARY, plistlib.FMT_XML)
    ],
    "warc": [b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"],
    "zip": [packed("pier.html")],
    "tar": [tar()],
    "feed": [
        b'<rss version="2.0">',
        b'<?xml version="1.0"?><!-- x --><feed xmlns="x">',
        b'<a:entry xmlns:a="http://www.w3.org/2005/Atom">',
    ],
    "csv": [b'title,date,text\n"Pier, mended",2019-04-04,x\n', b"title\tdate\nPier\t2019\nRope\t2020\n"],
}
"""Reader -> content for which it is chosen, whatever the file is called."""

ARTICLES = (
    "From: The harbour office\nTo: All owners of boats\nDate: 4 April 2019",
    "From: ada@merrow.example\nSubject: The pier",
    "From ada: a letter",
    "Title: Pier mended\nAuthor: Ada Quill\nSource: Merrow Courier",
    "{The note of an editor is in braces.}",
    '{"We shall see," she said.}',
    '["The pier", she said]',
    "[1]",
    "[Update] It rains.",
    "https://a.example/pier",
    "%PDF-1.7 is how a file begins.",
    "GIF89a is a format. MZ, PK, ID3 and BM are others.",
    "One, two, three\nFour, five, six\nSeven, eight, nine",
    "BEGIN: the work",
    "--\nContent: notes",
)


@pytest.mark.parametrize("name", ["pier.html", "pier.txt"])
@pytest.mark.parametrize("kind", OTHERS)
def test_a_file_of_another_kind_is_reported_with_a_next_step(kind: str, name: str) -> None:
    for data in OTHERS[kind]:
        (result,) = convert(data, file=name)
        (problem,) = result.problems
        assert (result.article, problem.kind, problem.file) == (None, ProblemKind.NO_READER, name)
        assert problem.reason == f"its content is {kind}, which nothing reads"
        assert problem.next_step.endswith(".")


@pytest.mark.parametrize("name", ["pier.html", "pier.txt", "pier.dat", STDIN])
@pytest.mark.parametrize("reader", READ)
def test_the_content_of_a_file_chooses_its_reader(reader: str, name: str) -> None:
    for data in READ[reader]:
        chosen = reader_of(open_bytes(data, name, HEAD_BYTES), reader_by_name(name, None, named=True))
        assert isinstance(chosen, Reader)
        assert chosen.name == reader


@pytest.mark.parametrize("name", ["pier.html", "pier.txt"])
@pytest.mark.parametrize("beginning", ARTICLES)
def test_a_text_that_begins_like_another_format_is_an_article(beginning: str, name: str) -> None:
    (result,) = convert(f"{beginning}\n\n{TEXT}".encode(), file=name)
    assert result.article
    assert "for the first time in forty years" in result.article.body


@pytest.mark.parametrize(
    "data", [PAGE.encode(), b"\xef\xbb\xbf\n<!DOCTYPE html>" + PAGE.encode(), PAGE.encode("utf-16")]
)
def test_a_page_named_as_a_text_is_read_as_a_page(data: bytes) -> None:
    (result,) = convert(data, file="pier.txt")
    assert result.article
    assert (result.article.origin.reader, result.article.headline) == ("html", "Pier mended")


def test_markup_inside_a_text_makes_no_page_of_it() -> None:
    (result,) = convert(f"<p>{SENTENCE}</p>\n<p>{SENTENCE}</p>".encode(), file="pier.txt")
    assert result.article
    assert result.article.origin.reader == "text"


def test_unknown_bytes_named_as_a_page_are_reported() -> None:
    (result,) = convert(bytes((number * number * 31 + number * 7919) % 256 for number in range(5000)), file="a.html")
    assert [problem.kind for problem in result.problems] == [ProblemKind.UNREADABLE]


@pytest.mark.parametrize(
    "unit", ["[", '{"', "[{", '"\\', "a: b\n", "<!-- ", "https://", "a,", "\n ", "From: a@b.c\n", "<?xml?>", "\0\1"]
)
def test_the_time_does_not_depend_on_the_content(unit: str) -> None:
    started = time.process_time()
    find_kind((unit * HEAD_BYTES).encode()[:HEAD_BYTES])
    assert time.process_time() - started < 1
