"""Web archives in WACZ: which captures are pages by the list of pages, and what is said of a list that is not whole."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from backfile import convert
from backfile.problems import REFUSALS
from backfile.readers import wacz_pages

HEADING = '{"format": "json-pages-1.0", "id": "pages"}\n'
TEXT = "The lamp of the outer light was carried down to the boathouse, and the keeper wrote the hour into the book."


def _capture(name: str) -> bytes:
    page = f"<!DOCTYPE html><title>Light {name}</title><article><p>{TEXT} {name}.</p></article></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.test/{name}\r\n"
    head += f"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
    return f"{head}Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


def _wacz(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/data.warc", _capture("first") + _capture("last") + _capture("frame"))
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def _line(name: str, text: str = "") -> str:
    return json.dumps({"url": f"http://a.test/{name}", "text": text}) + "\n"


def _found(data: bytes) -> tuple[list[str], list[str]]:
    """Return which captures are pages, and the reasons of all remarks. There is no refusal."""
    results = [*convert(data, file="a.wacz")]
    problems = [problem for result in results for problem in result.problems]
    assert not any(problem.kind in REFUSALS for problem in problems)
    urls = [result.article.url or "" for result in results if result.article]
    return [url.rpartition("/")[2] for url in urls], [problem.reason for problem in problems]


BOTH, ALL = _line("first") + _line("last"), ["first", "last", "frame"]
COUNTS_ALL = "so each capture of a web page counts as a page"


@pytest.mark.parametrize(
    "pages",
    [
        HEADING + BOTH,
        "\ufeff" + BOTH,
        BOTH.replace("\n", "\r\n"),
        BOTH.replace("\n", "\r"),
        _line("first#a") + "\n\n" + _line("last").rstrip(),
        HEADING + _line("first", "x" * 5000) + _line("last"),
    ],
)
def test_the_captures_of_a_whole_list_are_the_pages(pages: str) -> None:
    assert _found(_wacz({"pages/pages.jsonl": pages})) == (["first", "last"], [])
    first, last = _line("first"), _line("last")
    assert _found(_wacz({"pages/pages.jsonl": first, "pages/extraPages.jsonl": last})) == (["first", "last"], [])


@pytest.mark.parametrize("pages", [None, HEADING, ""])
def test_without_a_list_each_capture_is_a_page(pages: str | None) -> None:
    assert _found(_wacz({} if pages is None else {"pages/pages.jsonl": pages})) == (ALL, [])


@pytest.mark.parametrize("name", ["pages/pages.jsonl", "pages/extraPages.jsonl"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"url": "http://a.test/last", title: "x"}\n', "line 3 of {} cannot be read"),
        ('{"id": "1"}\n', "line 3 of {} cannot be read"),
        ('["http://a.test/last"]\n{"url": 5}\n', "line 3 of {} cannot be read (2 lines cannot)"),
        ("[" * 100_000, "line 3 of {} cannot be read"),
        ('{"url": "http://a.test/la', "line 3 of {} cannot be read"),
        (b'{"url": "http://a.test/\xff"}\n', "line 3 of {} cannot be read"),
        ("x\n" * 5000, "line 3 of {} cannot be read (more than 1,000 lines cannot)"),
        (_line("last", "x" * (17 << 20)) + _line("first"), "line 3 of {} cannot be read"),
    ],
    ids=["no JSON", "no address", "other values", "deep", "cut", "no UTF-8", "many", "long"],
)
def test_a_list_with_a_line_that_cannot_be_read_leaves_no_capture_out(line: str | bytes, said: str, name: str) -> None:
    data = (HEADING + _line("first")).encode() + (line.encode() if isinstance(line, str) else line)
    assert _found(_wacz({name: data})) == (ALL, [f"{said.format(name)}; {COUNTS_ALL}"])


@pytest.mark.parametrize("limit", ["_MOST_BYTES", "_MOST_LINES", "_MOST_CHARACTERS"])
def test_a_list_that_is_too_large_leaves_no_capture_out(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz_pages, limit, 1)
    said = f"pages/pages.jsonl is too large to be read whole; {COUNTS_ALL}"
    assert _found(_wacz({"pages/pages.jsonl": BOTH + _line("first")}))[1][0] == said


def test_a_list_is_read_beyond_the_size_of_a_description() -> None:
    pages = _line("first") + _line("first", "word " * 400_000) * 40 + _line("last")
    assert _found(_wacz({"pages/pages.jsonl": pages})) == (["first", "last"], [])


@pytest.mark.parametrize("change", [(8, 99), (6, 1), (14, 0)], ids=["method", "encrypted", "sum"])
def test_a_list_that_cannot_be_unpacked_leaves_no_capture_out(change: tuple[int, int]) -> None:
    data = bytearray(_wacz({"pages/pages.jsonl": BOTH}))
    for begins, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.rindex(begins)
        struct.pack_into("<H", data, place + change[0] + more, change[1])
    pages, (reason, *others) = _found(bytes(data))
    assert pages == ALL
    assert reason.startswith("pages/pages.jsonl cannot be read to its end (")
    assert not others


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (["gone"], "1 page in its list of pages has no capture of a web page with status 200: http://a.test/gone"),
        (
            ["g1", "g2", "g3", "g4", "g5"],
            "5 pages in its list of pages have no capture of a web page with status 200: "
            "http://a.test/g1, http://a.test/g2, http://a.test/g3 and 2 more",
        ),
    ],
)
def test_pages_without_a_capture_are_reported_once(listed: list[str], said: str) -> None:
    pages = _line("first") + "".join(map(_line, listed))
    assert _found(_wacz({"pages/pages.jsonl": pages})) == (["first"], [said])


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("{", ["datapackage.json cannot be read, so the digests in it are not checked"]),
        ("{}", []),
        ("[]", []),
        ('{"resources": 5}', []),
        (
            '{"resources": [7, {"path": "x"}, {"path": "archive/data.warc", "hash": "sha256:00"}]}',
            ["archive/data.warc has another digest than stated"],
        ),
    ],
)
def test_digests_that_are_not_checked_are_named(package: str, said: list[str]) -> None:
    assert _found(_wacz({"datapackage.json": package, "pages/pages.jsonl": BOTH})) == (["first", "last"], said)
