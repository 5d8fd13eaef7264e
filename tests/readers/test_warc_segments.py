"""Records of web archives that are divided into segments, and records whose types are written in another case."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from backfile import convert
from backfile.readers import warc
from backfile.readers.records import open_bytes

TEXT = "The lamp of the outer light was carried down to the boathouse, and the keeper wrote the hour into the book."
PAGE = f"<!DOCTYPE html><html><title>The light</title><article><p>{TEXT}</p><p>{TEXT} Twice.</p></article></html>"
HTTP = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
CUT = HTTP.index(b"<p>", -200)
FIRST, REST = HTTP[:CUT], HTTP[CUT:]
NUMBER_1, NUMBER_2 = "WARC-Segment-Number: 1\r\n", "WARC-Segment-Number: 2\r\n"
ORIGIN = "WARC-Segment-Origin-ID: <urn:uuid:{}>\r\n"


def _record(kind: str, content: bytes, more: str = "", *, name: str = "a", address: str = "http://a.test/a") -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
    head += f"WARC-Target-URI: {address}\r\n" if address else ""
    head += f"{more}Content-Type: application/http\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def _rest(more: str, address: str = "http://a.test/a", number: str = NUMBER_2) -> bytes:
    return _record("continuation", REST, number + more, name="b", address=address)


IS_SEGMENT = "the capture is divided into segments, of which one is read, so a part of its text is missing"
ANOTHER = "another segment of it is in the archive, and not read"
OTHER = _record("response", HTTP, name="c", address="http://a.test/c")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([_record("response", FIRST, NUMBER_1)], []),
        ([_record("response", FIRST, NUMBER_1), _rest(ORIGIN.format("a"), "")], [ANOTHER]),
        ([_record("response", FIRST, NUMBER_1), _rest("")], [ANOTHER]),
        ([_record("response", FIRST, NUMBER_1), OTHER, _rest(ORIGIN.format("a"))], [ANOTHER]),
        (
            [_record("response", FIRST, NUMBER_1), _rest(""), _rest("")],
            ["2 other segments of it are in the archive, and not read"],
        ),
        ([_record("response", FIRST, NUMBER_1), _rest(ORIGIN.format("x"))], []),
        ([_record("response", FIRST, NUMBER_1), _rest("", "http://a.test/other")], []),
        ([_record("Response", FIRST, NUMBER_1.lower()), _record("Continuation", REST, NUMBER_2)], [ANOTHER]),
        ([_record("response", HTTP, NUMBER_1)], []),
        ([_record("response", FIRST, NUMBER_1 + "WARC-Segment-Total-Length: 9999\r\n")], []),
        ([_record("resource", PAGE.encode(), NUMBER_1).replace(b"application/http", b"text/html")], []),
    ],
)
def test_a_capture_in_segments_is_one_whose_end_is_missing(
    records: list[bytes], said: list[str], pack: Callable[[bytes], bytes]
) -> None:
    results = [*convert(b"".join(map(pack, records)), file="a.warc")]
    pages = {result.article.origin.record: result for result in results if result.article}
    page = pages["http://a.test/a"]
    assert page.article
    assert page.article.origin.damaged == IS_SEGMENT
    assert [problem.reason for problem in page.problems] == [IS_SEGMENT]
    others = [problem for result in results if result is not page for problem in result.problems]
    assert [problem.reason for problem in others] == said
    assert {problem.record for problem in others} <= {"http://a.test/a"}
    assert pages.keys() == {"http://a.test/a", *(["http://a.test/c"] if OTHER in records else [])}


@pytest.mark.parametrize(
    "records",
    [
        [_record("response", HTTP, f"{NUMBER_1}WARC-Segment-Total-Length: {len(HTTP)}\r\n")],
        [_record("response", HTTP, "WARC-Segment-Number: \r\n")],
        [_record("response", HTTP), _rest("")],
        [_record("RESPONSE", HTTP)],
        [_record(" Response ", HTTP)],
        [_record("Resource", PAGE.encode()).replace(b"application/http", b"Text/HTML")],
        [_record("Response", HTTP, address="HTTP://A.TEST/a")],
        [
            _record(
                "Response",
                HTTP.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: Chunked\r\n\r\n%x\r\n" % len(PAGE))
                + b"\r\n0\r\n\r\n",
            )
        ],
        [_record("Request", b"GET / HTTP/1.1\r\n\r\n"), _record("response", HTTP)],
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_a_whole_capture_has_no_remark(records: list[bytes], pack: Callable[[bytes], bytes]) -> None:
    (result,) = convert(b"".join(map(pack, records)), file="a.warc")
    assert result.article
    assert not result.problems
    assert str(result.article.body).count(TEXT) == 2


@pytest.mark.parametrize(("kind", "found"), [("response", 1), ("Response", 1)])
def test_an_image_is_found_and_a_segment_of_one_is_not(kind: str, found: int) -> None:
    image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
    for more, count in (("", found), (NUMBER_1, 0)):
        source = open_bytes(_record(kind, image, more), "a.warc", 1 << 20)
        assert len([*warc.images(source, 1 << 20)]) == count
