"""Furniture in a selected article: what the rules remove, and what they leave, without the selection before them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from backfile.article import Article, Markdown, Origin, RemovedText
from backfile.extract.dom import visible_text
from backfile.extract.page.furniture import remove_furniture
from backfile.extract.page.other_articles import remove_other_articles
from backfile.extract.page.repeated_metadata import is_byline
from backfile.extract.page.site_links import SiteLinks

PROSE = [
    "The ferry left the old quay for the last time on Monday, with eleven passengers and a crate of hens on board.",
    "From next week the boats will use the stone pier, where the water is deep enough at every tide of the year.",
    "The harbour master said that the walk from the station would be shorter by half, and drier in the winter.",
]
TEXT = "".join(f"<p>{each}</p>" for each in PROSE)
KNOWN = Article(
    "The last boat",
    Markdown(""),
    Origin("a.html", "0" * 64, "html"),
    authors=("Ada Quill",),
    published=datetime(2019, 4, 4, tzinfo=UTC),
    url="https://gazette.example/sea/last-boat",
)
LINKS = '<ul><li><a href="/s/hens">Hens that travel by sea</a></li><li><a href="/s/pier">Who built it</a></li></ul>'


def reduce(body: str) -> tuple[str, tuple[RemovedText, ...]]:
    """Return the text that is left of an article, and what was removed."""
    page = lxml_html.document_fromstring(f"<html><body><div class='copy'>{body}</div></body></html>")
    removed = remove_furniture(page.body, SiteLinks(page.body), KNOWN, frozenset({"en"}))
    return visible_text(page.body), removed


def rest_of(body: str) -> str:
    """Return the text that is left besides the prose."""
    text, _ = reduce(body)
    for each in PROSE:
        assert each in text
        text = text.replace(each, "")
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (f"<p>Advertisement</p>{TEXT}", "label: advert"),
        (f"{TEXT}<p>Share this story</p>", "label: share"),
        (f"{LINKS}{TEXT}", "list of links"),
        (f"{TEXT}{LINKS}", "list of links"),
        (f'<a href="/s/hens"><div>Sea</div><h3>Hens that travel by sea</h3></a>{TEXT}', "teaser"),
        (
            f'<div class="row"><a href="/a/q">Ada Quill</a> <button>Follow</button> 4 April 2019</div>{TEXT}',
            "byline row",
        ),
        (f"<p>https://gazette.example/sea/last-boat</p>{TEXT}", "repeated-url"),
        (f"{TEXT}<p>ga=window.ga||function(){{(ga.q=ga.q||[]).push(arguments)}};ga.l=+new Date;</p>", "program code"),
        (f'{TEXT}<img src="/a.jpg" alt="Ada Quill" width="40">', "portrait of an author"),
    ],
)
def test_furniture_is_removed_and_recorded(body: str, rule: str) -> None:
    _, removed = reduce(body)
    assert rest_of(body) == ""
    assert {item.rule for item in removed} == {rule}


@pytest.mark.parametrize(
    "body",
    [
        f"{TEXT}<h2>Places to see</h2>{LINKS}",
        f"<p>Two of our own pieces on the matter:</p>{LINKS}{TEXT}",
        f"{TEXT}<h2>Further reading</h2>{LINKS}",
        TEXT + LINKS.replace("/s/", "https://books.example/"),
        f'{TEXT}<a href="/s/hens"><h3>Hens that travel by sea</h3></a>',
        f'{TEXT}<a href="https://books.example/rope"><div>All about rope</div></a>',
        f"<figure><img src='/p.jpg' alt=''><figcaption>Advertisement</figcaption></figure>{TEXT}",
        f"{TEXT}<table><tr><td>Share</td><td>Comments</td></tr></table>",
        f"{TEXT}<p>Share</p><p>A share of the ferry costs ten crowns, and nobody has sold one since the storm.</p>",
        f"{TEXT}<pre>window.ga=function(){{(ga.q=ga.q||[]).push(arguments)}};ga.l=+new Date;</pre>",
        f"{TEXT}<p>Write f(x) = x + 1; then g(f(x)) is what the tide table needs (and no more).</p>",
    ],
)
def test_text_of_an_article_stays(body: str) -> None:
    assert reduce(body)[1] == ()


def test_page_of_links_stays_whole() -> None:
    cards = "".join(f'<a href="/s/{n}"><div>Sea</div><p>A piece about boat number {n}</p></a>' for n in range(20))
    assert reduce(f"<p>{PROSE[0]}</p>{cards}")[1] == ()


def make_article(headline: str, *, time: bool = True) -> str:
    stamp = "<time datetime='2019-04-04'>4 April</time>" if time else ""
    return f"<article><h1>{headline}</h1>{stamp}<p>Text of {headline}.</p></article>"


def test_article_that_was_loaded_below_is_removed() -> None:
    page = lxml_html.document_fromstring(f"<body>{make_article('The last boat')}{make_article('The clock')}</body>")
    assert remove_other_articles(page, ["The last boat"]).removed == (RemovedText("another article", "The clock"),)
    assert "The clock" not in visible_text(page)


@pytest.mark.parametrize(
    ("articles", "headline"),
    [
        (make_article("First letter") + make_article("Second letter"), "Three letters"),
        (make_article("The last boat") + make_article("A part of it", time=False), "The last boat"),
        (make_article("The clock") + make_article("The last boat"), "The last boat"),
        (make_article("The last boat") + make_article("The last boat"), "The last boat"),
    ],
)
def test_other_article_elements_stay(articles: str, headline: str) -> None:
    page = lxml_html.document_fromstring(f"<body>{articles}</body>")
    assert remove_other_articles(page, [headline]).removed == ()


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        ("佐藤花子記者", "佐藤花子", True),
        ("김철수기자", "김철수", True),
        ("김철수 기자", "김철수", True),
        ("ساراسارا", "سارا", False),
        ("सारासारा", "सारा", False),
        ("דנהדנה", "דנה", False),
    ],
)
def test_a_name_is_a_part_of_a_word_only_in_scripts_without_spaces(line: str, name: str, expected: bool) -> None:
    assert is_byline(line, replace(KNOWN, authors=(name,))) is expected
