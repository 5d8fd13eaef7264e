"""Hostile pages: no visible text is lost, and no input raises an error."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import convert
from backfile.article import Clipping, RawHtml
from backfile.extract import extract
from backfile.extract.parse_html import parse_html
from backfile.extract.unclosed_elements import mark_unclosed
from backfile.fields import parse
from backfile.markup.sanitize import clean
from backfile.readers import reader_for
from backfile.readers.records import record_data

HOSTILE = Path(__file__).parent.parent / "hostile"
PAGES = sorted(page for kind in "bcmtx" for page in HOSTILE.glob(f"{kind}*.html"))
PARSERS_DIFFER = {"x23-noscript"}
"""Pages whose text depends on whether scripting is on, so that browsers and parsers disagree on it."""
BIG: Mapping[str, Callable[[int], str]] = runpy.run_path(str(HOSTILE / "big.py"))["GENERATORS"]

SOUP = [
    *("<article>", "</article>", "<p>", "</p>", "<div class=a>", "</div>", "<h1>", "</h1>", "<li>", "<svg>", "word "),
    *("<table><tr><td>", "</table>", "<script type='application/ld+json'>", "</script>", "<title>", "</title>"),
    *('{"@type":"Article","author":[[{}]],"headline":7}', '{"@type":"Article","keywords":{"name":[1]}}', "\0", "&#0;"),
    *("<base href='http://[x'>", "<link rel=canonical href='http://[x'>", "<meta name=date content='2020-13-40'>"),
    *("<time datetime=x>", "<a rel=tag href=/tag/x>", "</a>", "<!--", "-->", "<br>", "<frameset>", "<plaintext>"),
    *("<template>", "<html lang=''>", "<body>", "</html>", "<form>", "<aside>", "<img data-src=x>", "<math>"),
]


def clippings(data: bytes) -> list[Clipping]:
    reader = reader_for("page.html")
    assert reader is not None
    return [item for item in reader.parse(record_data(reader, "page.html", data)) if isinstance(item, Clipping)]


def visible(html: str) -> str:
    """Return the visible text of HTML after sanitizing."""
    cleaned = clean(RawHtml(html))
    return " ".join(lxml.html.fragment_fromstring(cleaned, create_parent="div").text_content().split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_all_visible_text_of_the_article_is_in_the_body_or_recorded_as_removed(page: Path) -> None:
    (clipping,) = clippings(page.read_bytes())
    _, start_tag, article = clipping.body.partition("<article>")
    text = visible(article.partition("</article>")[0] if start_tag else clipping.body)
    extracted = extract(clipping)
    extracted_texts = [item.text for item in extracted.removed] + [visible(extracted.body)]
    if page.stem in PARSERS_DIFFER:
        assert all(char in "\"'>" for char in text)
    else:
        assert " ".join(extracted_texts).split() == text.split()


@pytest.mark.parametrize("framed", [False, True], ids=["bare", "in a designed page"])
@pytest.mark.parametrize("name", sorted(BIG))
def test_a_large_page_of_every_kind_keeps_its_text(name: str, framed: bool) -> None:
    article = BIG[name](150)
    page = f'<body class="x"><nav>Home</nav><article>{article}</article></body>' if framed else article
    for clipping in clippings(page.encode()):
        extracted = extract(clipping)
        assert parse.parse(extracted)[0].headline
        assert set("".join(visible(article).split())) <= set("".join(visible(extracted.body).split()))


@given(st.lists(st.sampled_from(SOUP), max_size=25).map("".join))
def test_a_page_of_any_tags_has_a_headline(soup: str) -> None:
    for clipping in clippings(soup.encode()):
        extracted = extract(clipping)
        assert parse.parse(extracted)[0].headline


@pytest.mark.parametrize("name", ["wbr", "source", "track", "embed"])
@pytest.mark.parametrize("count", [10, 2_600])
def test_what_follows_many_elements_without_content_is_kept(name: str, count: int) -> None:
    first = f"<p>The harbour board met.{f' again<{name}>' * count}</p>"
    last = "<p>At the end of the meeting, everybody agreed that the old crane stays where it is.</p>"
    html = f"<!doctype html><title>Crane</title><article><h1>Crane</h1>{first}{last}</article>"
    (result,) = convert(html.encode(), file="crane.html")
    assert "the old crane stays where it is." in result.article.body
    assert result.article.body.count("again") == count


NOT_CLOSED = """\
<math><mi>x
<math><mtext>x
<math><annotation-xml encoding="text/html">
<svg><foreignObject>
<svg><title>
<button>
<dialog open>
<menu>
<object data=x>
<select>
<details>
<nav>
<nav><ul><li><a href=/a>Home</a></ul>
<aside><h3>Read also</h3><p>Our guide.</p>
<footer>
<header>
<figure><img src=/a.jpg><figcaption>The pier
<form action=/s><input name=q>
<template>
<dialog>
<fieldset>
<label>
<datalist>
<applet>
<map name=m>
<noscript><img src=/a.gif>
"""


@pytest.mark.parametrize("element", NOT_CLOSED.splitlines())
def test_what_follows_an_element_that_is_not_closed_is_kept(element: str) -> None:
    sentence = (
        "The harbour board met on Tuesday and decided that the east pier must be mended before the winter storms."
    )
    before, after = (
        "".join(f"<p>{sentence} {name} {number}.</p>" for number in range(count))
        for name, count in (("Opening", 3), ("Closing", 9))
    )
    for around in ("article", "div"):
        html = f"<!doctype html><title>Pier</title><{around}><h1>Pier mended</h1>{before}{element}{after}</{around}>"
        (result,) = convert(html.encode(), file="pier.html")
        assert [f"Closing {number}." in result.article.body for number in range(9)] == [True] * 9, around


@pytest.mark.parametrize(
    "film",
    [
        "<object data=x><embed src=x>",
        "<object data=x><param name=a value=b><embed src=x>",
        "<object data=x><object data=y><embed src=y>",
        "<video src=a.mp4><embed src=x>",
    ],
)
def test_paragraphs_do_not_stay_in_a_film_that_is_not_closed(film: str) -> None:
    text = "<p>The harbour board met on Tuesday and decided that the east pier must be mended before the winter.</p>"
    drawing = "<button><svg><path d=M0></button>"  # It hides the tags behind it from `unclosed_elements`.
    tree = parse_html(f"<!doctype html><title>Pier</title><main>{drawing}<h1>Pier</h1>{text}{film}{text * 3}</main>")
    assert [paragraph.getparent().tag for paragraph in tree.iter("p")] == ["main"] * 4


def test_what_is_in_a_long_element_that_is_closed_is_not_moved() -> None:
    text = "<p>Subscribe to our letters, which come on each day of the week but Sunday, at seven in the morning.</p>"
    broken = "<div><nav><a href=/a>Home</a></div><!-- <aside> --><script>'<aside>'</script>"
    tree = parse_html(f"<!doctype html><title>Pier</title><article>{text}<aside>{text * 3}</aside></article>{broken}")
    assert [len(aside.findall("p")) for aside in tree.iter("aside")] == [3]


def test_many_elements_that_are_not_closed_cost_little_time() -> None:
    source = "<div><nav>" * 100_000 + "</div>" * 50_000
    assert mark_unclosed(source).count("data-unclosed") == 50_000


def test_tags_in_an_attribute_stay_in_it() -> None:
    text = "<p>The harbour board met on Tuesday and decided that the east pier must be mended before the winter.</p>"
    html = f"<article><h1>Pier mended</h1><div data-x=\"<nav class='a'>menu\">{text * 2}</div>{text}</article>"
    assert "menu" not in parse_html(html).text_content()
