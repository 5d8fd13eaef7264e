"""Tests of links between archived articles: which URL belongs to which article, and how links are rewritten."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from backfile.site.article.gated_html import external_link_targets
from backfile.site.article.internal_links import ArticleUrls, find_internal_links, rewrite_links
from backfile.site.article.sanitize_output import gate
from tests.site.test_related import article

URLS = {
    "pier": "https://gazette.example/2019/pier?page=1",
    "upper": "https://gazette.example/2019/Pier",
    "lower": "https://gazette.example/2019/pier",
    "home": "https://gazette.example/",
    "plain": "http://www.gazette.example/plain/",
    "slash": "https://gazette.example/twice/",
    "bare": "https://gazette.example/twice",
}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://gazette.example/2019/pier?page=1", "pier"),
        ("https://gazette.example/2019/pier?page=2", None),
        ("https://GAZETTE.example/2019/pier#top", "lower"),
        ("https://gazette.example/2019/Pier?utm_source=x", "upper"),
        ("https://gazette.example/2019/PIER", None),
        ("https://gazette.example/plain", "plain"),
        ("http://gazette.example/twice", None),
        ("http://gazette.example/twice/", None),
        ("https://gazette.example/twice", None),
        ("http://m.gazette.example:80/%70lain/./#x", "plain"),
        ("https://gazette.example/", None),
        ("https://other.example/2019/pier", None),
        ("mailto:pier@gazette.example", None),
        ("//gazette.example/2019/pier", None),
        ("", None),
    ],
)
def test_a_url_belongs_to_one_article_or_to_none(url: str, path: str | None) -> None:
    assert ArticleUrls({name: article(url=own_url) for name, own_url in URLS.items()}).find_path(url) == path


def test_a_link_to_an_archived_article_is_rewritten_to_its_page() -> None:
    urls = ArticleUrls({"a&b": article(url="https://e.example/?a=1&b=2")})
    html = gate(
        '<p><a href="https://e.example/?a=1&amp;b=2" title="Own">x</a> '
        '<a href="https://e.example/?a=1&amp;b=2#c">y</a> '
        '<a href="https://e.example/">z</a> <b title="<a href=">b</b> <a href="in/">in</a></p>'
    )
    document = lxml_html.fromstring(
        rewrite_links(html, find_internal_links(external_link_targets(html), urls, "c"), lambda path: f"../{path}/")
    )
    links = [(link.get("href"), link.get("title"), link.get("rel") is None) for link in document.iter("a")]
    assert links == [
        ("../a&b/", "Own", True),
        ("../a&b/", "https://e.example/?a=1&b=2#c", True),
        ("https://e.example/", None, False),
        ("in/", None, True),
    ]
    assert document.text_content() == lxml_html.fromstring(html).text_content()
