"""Links within an article: which stay links to a place, under which ids, and that they work after rendering."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.article import RawHtml
from backfile.markup import sanitize
from backfile.markup.page_links import PLACE_ID
from backfile.site.article.sanitize_output import gate
from tests.markup.rendering import BASE, WRITERS

PIECES = st.sampled_from(
    [
        '<a href="#x">', '<a href="#y">', '<a href="#z">', '<a name="y">', "</a>", '<span id="x">', "</span>",
        '<p id="x">', "<p>", '<h2 id="y">', "</h2>", "<pre>", '<pre id="z">', "</pre>", '<li id="z">', "<ol>", "</ol>",
        "<b>", "</b>", "<br>", '<table><tr><td id="z">', "<td>", "</table>", '<dl><dt id="x">', "<dd>", "</dl>",
        '<img src="https://e.test/i.png" id="y">', '<figure id="z">', "<figcaption>", "</figure>", "<blockquote>",
        "</blockquote>", '<hr id="x">', "</sup>", "a", "*", " ",
    ]
)  # fmt: skip


def links_and_places(html: str) -> tuple[set[str], list[str]]:
    return set(re.findall(r'href="#([^"]*)"', html)), re.findall(r'id="([^"]*)"', html)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_each_link_within_an_article_has_its_place_once_on_the_page(document: str) -> None:
    safe = sanitize.clean(RawHtml(document), BASE)
    links, places = links_and_places(safe)
    assert links <= set(places)
    assert len(places) == len(set(places))
    assert all(map(PLACE_ID.fullmatch, places))
    body, _ = WRITERS["archive"].write(safe)
    written = links_and_places(re.sub(r'(<h\d) id="[^"]*"', r"\1", gate(WRITERS["archive"].render(body))))
    assert written == (links, places)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<p>a<sup id="r1"><a href="#n1">1</a></sup></p><ol><li id="n1">b <a href="#r1">^</a></li></ol>',
            '<p>a<a id="fnref-1"></a><sup><a href="#fn-1">1</a></sup></p>\n'
            '<ol><li><a id="fn-1"></a>b <a href="#fnref-1">^</a></li></ol>',
        ),
        (
            '<p>a<a href="https://www.e.test/p/#n%3A1">1</a></p><p id="n:1">b</p>',
            '<p>a<a href="#fn-1">1</a></p>\n<p><a id="fn-1"></a>b</p>',
        ),
        (
            '<ul><li><a href="#h">H</a></li></ul><h2><span id="h"></span>H <a href="#h">¶</a></h2>',
            '<ul><li><a href="#toc-1">H</a></li></ul>\n<h2><a id="toc-1"></a>H <a href="#toc-1">¶</a></h2>',
        ),
        ('<p>a<a href="#n1">1</a></p>', '<p>a<a href="https://e.test/p#n1">1</a></p>'),
        (
            '<p>a<a href="https://other.test/p#n1">1</a></p><p id="n1">b</p>',
            '<p>a<a href="https://other.test/p#n1">1</a></p>\n<p>b</p>',
        ),
        ('<h2 id="h"><a href="#h">H</a></h2><p>b</p>', '<h2><a href="https://e.test/p#h">H</a></h2>\n<p>b</p>'),
        (
            '<p>a<a href="#n">1</a></p><pre id="n">b</pre>',
            '<p>a<a href="#fn-1">1</a></p>\n<p><a id="fn-1"></a></p>\n<pre>b</pre>',
        ),
        ('<p id="config" name="x">a <a name="config">b</a></p>', "<p>a b</p>"),
    ],
)
def test_what_becomes_of_links_and_places(html: str, expected: str) -> None:
    assert sanitize.clean(RawHtml(html), "https://e.test/p") == expected
