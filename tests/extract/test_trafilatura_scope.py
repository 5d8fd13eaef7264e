"""The element that trafilatura gets instead of the page."""

import gzip
from pathlib import Path

import pytest
from trafilatura.xpaths import BODY_XPATH

from backfile.extract.page.string_numbers import NumberedStrings
from backfile.extract.page.trafilatura import Mode, select_strings
from backfile.extract.page.trafilatura_rules import translate_first
from backfile.extract.page.trafilatura_scope import find_scope
from backfile.extract.parse_html import parse_html

PAGES = sorted((Path(__file__).parents[1] / "corpus" / "pages").rglob("*.html*"))
SENTENCE = "The harbour of Merrow was dredged for the first time in forty years, and the water was clear. "
ARTICLE = "".join(f"<p>{number}. {3 * SENTENCE}</p>" for number in range(5))
MENU = (
    "<div class=menu>" + "".join(f"<div><a href=/{number}>Section {number}</a></div>" for number in range(9)) + "</div>"
)


def read_page(file):
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return parse_html(data.decode("utf-8", "replace"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_the_first_elements_are_those_of_trafilatura(file):
    page = read_page(file)
    for expression in BODY_XPATH:
        assert next(translate_first(expression)(page), None) is next(iter(expression(page)), None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MENU}<div class='entry-content'>", "</div><div class=related><p>Another text.</p></div>"),
        (f"{MENU}<main><article>", f"</article></main>{MENU}"),
        ("<div id=content><section itemprop='articleBody'>", f"<img src=a.jpg></section></div>{MENU}"),
        (
            f"{MENU}<aside><div class='post-body'>{ARTICLE}</div></aside><div class='story'><div class='post-body'>",
            "</div></div>",
        ),
        (
            f"{MENU}<article class=teaser><p>Another text.</p></article><div><div class='fulltext'>",
            f"</div></div>{MENU}",
        ),
        (f"<div id=story><div class='post-body'><p>A note.</p></div></div>{MENU}<main class=main>", "</main>"),
    ],
    ids=["class", "article", "itemprop", "in an aside", "below a teaser", "in the main element"],
)
def test_the_selection_from_the_element_is_that_from_the_page(before, after, monkeypatch):
    page = parse_html(f"<html><body>{before}{ARTICLE}{after}</body></html>")
    strings = NumberedStrings(page)
    assert find_scope(page, strings) is not None
    selected = select_strings(page, strings, Mode.PRECISE_FAST)
    monkeypatch.setattr("backfile.extract.page.trafilatura.find_scope", lambda *_: None)
    assert selected == select_strings(page, strings, Mode.PRECISE_FAST)
    assert selected


@pytest.mark.parametrize(
    "html",
    [
        "<div class='entry-content'><p>Subscribe to our letter.</p></div>" + ARTICLE,
        f"<form><article>{ARTICLE}</article></form>",
        f"<article><form>{ARTICLE}</form></article>",
        f"<nav><article>{ARTICLE}</article></nav>",
        ARTICLE,
    ],
    ids=["hardly any text", "in a form", "a form", "in a menu", "no article"],
)
def test_trafilatura_gets_the_whole_page(html):
    page = parse_html(f"<html><body>{html}</body></html>")
    assert find_scope(page, NumberedStrings(page)) is None


def test_the_copy_has_nothing_beside_the_element():
    page = parse_html(
        f"<html><body class=a>{MENU}<div id=b>Before.<article>{ARTICLE}</article>After.</div></body></html>"
    )
    scope = find_scope(page, NumberedStrings(page))
    assert scope is not None
    copied, numbers = scope.copy()
    [article] = page.iter("article")
    assert copied.text_content() == article.text_content()
    assert [element.tag for element, _ in numbers] == [element.tag for element in article.iter()]
    assert [(each.tag, dict(each.attrib)) for each in numbers[0][0].iterancestors()] == [
        (each.tag, dict(each.attrib)) for each in article.iterancestors()
    ]
