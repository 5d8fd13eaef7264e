"""The choice of the reader for an input, and what the readers of web pages and texts parse."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from backfile.article import Clipping, Form
from backfile.problems import Problem, ProblemKind
from backfile.readers import READERS, reader_claiming, reader_for
from backfile.readers.records import record_data

HOSTILE = Path(__file__).parent.parent / "hostile"


def parse(name: str, data: bytes) -> list[Clipping | Problem]:
    reader = reader_for(name)
    assert reader is not None
    return list(reader.parse(record_data(reader, name, data)))


def parse_one(name: str, data: bytes) -> Clipping:
    (clipping,) = parse(name, data)
    assert isinstance(clipping, Clipping)
    return clipping


@pytest.mark.parametrize(
    ("file", "reader"),
    [
        *[("a.html", "html"), ("a/b.HTM", "html"), ("a.xhtml", "html"), ("page.html.gz", "html"), ("a.txt", "text")],
        *[
            ("A.TXT.GZ", "text"),
            ("a.json", "json"),
            ("a.bin", None),
            ("html", None),
            ("a.html.bak", None),
            ("a.gz", None),
            ("", None),
        ],
    ],
)
def test_the_extension_of_the_name_chooses_the_reader(file: str, reader: str | None) -> None:
    chosen = reader_for(file)
    assert (chosen.name if chosen else None) == reader


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (b"<!DOCTYPE html><html><p>x", "html"),
        (b"\xef\xbb\xbf\n <HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", "html"),
        (b"<p>one paragraph", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b"Kabul: The talks go on.\n\nThey said so.", "text"),
        ("Кабул: переговоры продолжаются.".encode("cp1251"), "text"),
        (b"[Update] The talks go on", "text"),
        (b'<?xml version="1.0"?><rss>', "feed"),
        (b'{"title": "x"}', "json"),
        (b'[{"title": "x"}]', "json"),
        (b"%PDF-1.7", None),
        (b"WARC/1.0\r\n", "warc"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"", None),
        (b" \n ", None),
    ],
)
def test_input_without_a_name_is_claimed_by_its_first_bytes(data: bytes, reader: str | None) -> None:
    chosen = reader_claiming(data)
    assert (chosen.name if chosen else None) == reader


@pytest.mark.parametrize(("name", "form"), [("a.html", Form.PAGE), ("a.txt", Form.TEXT)])
def test_a_file_becomes_one_clipping_after_a_remark_on_its_encoding(name: str, form: Form) -> None:
    problem, clipping = parse(name, "<p>Große Straße ".encode() + b"\xff</p>")
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.ENCODING
    assert isinstance(clipping, Clipping)
    assert (clipping.form, clipping.body) == (form, "<p>Große Straße \ufffd</p>")
    assert clipping.origin.reader == clipping.origin.reader.lower()
    assert clipping.origin.sha256 == sha256("<p>Große Straße ".encode() + b"\xff</p>").hexdigest()


def test_the_comment_of_browsers_contains_the_url() -> None:
    page = b"<!DOCTYPE html>\n<!-- saved from url=(0032)https://news.test/a?id=1&amp;x=2 -->\n<html><p>x</p></html>"
    clipping = parse_one("a.html", page)
    assert clipping.fields["url"][0].values == ("https://news.test/a?id=1&amp;x=2",)
    assert clipping.fields["url"][0].via == "saved-from"
    assert clipping.base_url == "https://news.test/a?id=1&amp;x=2"


def test_the_comment_of_singlefile_contains_url_and_time() -> None:
    page = b"""<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: https://news.test/story
 saved date: Sun Mar 22 2020 18:05:00 GMT+0530 (India Standard Time)
--><p>x</p>"""
    clipping = parse_one("a.html", page)
    assert clipping.fields["url"][0].values == ("https://news.test/story",)
    assert clipping.fields["retrieved"][0].values == ("Sun Mar 22 2020 18:05:00 GMT+0530 (India Standard Time)",)


def test_the_comment_of_monolith_contains_url_and_time() -> None:
    page = b"<!-- Saved from https://news.test/story at 2024-05-01T10:00:00Z using monolith v2.8.1 --><p>x"
    clipping = parse_one("a.html", page)
    assert clipping.fields["url"][0].values == ("https://news.test/story",)
    assert clipping.fields["retrieved"][0].values == ("2024-05-01T10:00:00Z",)
    assert clipping.origin.host == "news.test"


MHTML = "From: <Saved by Blink>\r\nSnapshot-Content-Location: {}\r\nContent-Type: text/html\r\n\r\n<p>x"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("data:text/html,x", "data/"),
        ("data:text/html,x y - z", "data/"),
        ("ftp://evil.test/x", "ftp/"),
        ("blob:https://evil.test/2b1f", "evil.test"),
        ("HTTPS://evil.test/x", "evil.test"),
        ("file:///home/jane/page.html", ""),
        ("file://news.test/page.html", ""),
        ("about:blank", ""),
        ("ABOUT:srcdoc", ""),
    ],
)
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.html", "<!DOCTYPE html><!-- saved from url=(0010){} --><html><p>x"),
        ("a.html", "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: {} \n saved date: x\n--><p>x"),
        ("a.mhtml", MHTML),
    ],
    ids=["browser", "single file", "mhtml"],
)
def test_an_address_that_is_none_of_the_web_is_a_place(file: str, text: str, address: str, place: str) -> None:
    host = parse_one(file, text.format(address).encode()).origin.host or ""
    assert host.startswith(place)
    assert bool(host) == bool(place)


SAVED = b"<!-- saved from url=(0014)https://news.test/ -->"


@pytest.mark.parametrize(
    "before", [b"<p>", b"<html><head>", b"<html><meta charset=utf-8>", b"x", b"<!-- a ", b"<p " * 9]
)
def test_a_comment_after_the_beginning_of_the_page_is_its_own(before: bytes) -> None:
    page = b"<!DOCTYPE html>" + before + SAVED.replace(b"news", b"evil") + b"<p>x"
    assert parse_one("a.html", page).fields == {}
    assert parse_one("a.html", SAVED + page).origin.host == "news.test"


@pytest.mark.parametrize(
    "other",
    [
        "<!-- saved from url=(0014)https://evil.test/ -->",
        "<!-- Saved from https://evil.test/ at 2024-05-01T10:00:00Z using monolith v2 -->",
        "<!--\n Page saved with SingleFile \n url: https://evil.test/ \n saved date: x \n-->",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_comments_that_contradict_each_other_are_not_believed(other: str, is_first: bool) -> None:
    comments = [other.encode(), SAVED][:: 1 if is_first else -1]
    clipping = parse_one("a.html", b"<!DOCTYPE html>" + comments[0] + b"<html lang='a>b'>" + comments[1] + b"<p>x")
    assert clipping.fields == {}
    assert set((clipping.origin.host or "").split(" ")) == {"news.test", "evil.test"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("about:blank", {"about:", "news.test"}),
        ("About:srcdoc", {"about:", "news.test"}),
        ("file:///home/jane/page.html", {"news.test"}),
        ("file://evil.test/page.html", {"news.test"}),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_place_that_any_page_can_open_is_no_proof_of_another(address: str, host: set[str], is_first: bool) -> None:
    """Of the two comments one may be the browser's and one forged, whichever; a page on the disk may be saved again."""
    comments = [f"<!-- saved from url=(0010){address} -->".encode(), SAVED][:: 1 if is_first else -1]
    clipping = parse_one("a.html", b"<!DOCTYPE html>" + b"".join(comments) + b"<html><p>x")
    assert set((clipping.origin.host or "").split(" ")) == host
    assert bool(clipping.fields) == (len(host) == 1)


@pytest.mark.parametrize(
    "between", ["<!--" + "x" * 30_000 + "-->", "<?php x ?>", "<!----><p hidden>-->", "-->", "<!-- > "]
)
@pytest.mark.parametrize("kind", range(2))
def test_nothing_that_a_page_brings_hides_the_comment_of_the_browser(between: str, kind: int) -> None:
    """A browser writes the comments of a page, whatever is in them, and then its own, directly before `<html`."""
    forged = [SAVED.decode(), "<!-- Saved from https://news.test/ at 2024-05-01T10:00:00Z using monolith v2 -->"][kind]
    browser = "<!-- saved from url=(0014)https://evil.test/ -->\n"
    page = f"<!DOCTYPE html>{forged}{between}{browser}<html lang=en><head><title>x</title></head><p>x"
    if between == "<!-- > ":
        page = page.replace(browser, f"-->{browser}")
    clipping = parse_one("a.html", page.encode())
    assert clipping.fields == {}
    assert clipping.origin.host == "news.test evil.test"


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE html>{0}<html a"b lang=en>',
        "<!DOCTYPE html>{0}<html 'x \"y\" z'>",
        '<!DOCTYPE html>{0}<html =" /lang=it\'s a"=b>',
        '<!DOCTYPE html>{0}<html a = "b>c" d=\'e>f\' g= h"i j=>',
        '<!DOCTYPE html>{0}<html\n\t/a"/>',
        '<!DOCTYPE html PUBLIC "><p hidden>">{0}<html lang=en>',
        "<p>{0}<html lang='a<b'>",
    ],
)
def test_nothing_that_a_page_brings_hides_the_comment_of_single_file(before: str) -> None:
    """SingleFile writes its comment directly behind the tag `html`, with the attributes that the page has."""
    page = f"{before}{SINGLE_FILE.format('evil')}<title>x</title><p>x"
    assert parse_one("a.html", page.format("").encode()).origin.host == "evil.test"
    forged = page.format("<!-- Saved from https://news.test/ at 2024-05-01T10:00:00Z using monolith v2 -->").encode()
    assert parse_one("a.html", forged).origin.host in ("news.test evil.test", "evil.test")


SINGLE_FILE = "<!--\n Page saved with SingleFile \n url: https://{0}.test/ \n saved date: x\n-->"


@pytest.mark.parametrize(
    "unit",
    [
        "<!-- x -->",
        "<html ",
        "<html a='",
        '<html a="<',
        '<html a"',
        "<!--",
        "<?",
        "<!-- saved from url=(1)x",
        "<!-- saved from url=(1)data:a b",
        "<!-- Page saved with SingleFile url: data:a b",
        f"<html>{SINGLE_FILE[:40]}",
    ],
)
def test_what_stands_before_the_head_is_read_in_proportion(unit: str) -> None:
    assert parse_one("a.html", (SAVED.decode() + unit * 50_000).encode()).origin.host == "news.test"


def test_names_and_extensions_of_readers_are_unique() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert len({reader.name for reader in READERS}) == len(READERS)
