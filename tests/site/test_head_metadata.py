"""Tests of the metadata in an article's page: JSON-LD, Open Graph, Highwire Press tags, the canonical URL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import extruct
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from backfile.archive import page
from backfile.article import Article
from backfile.fields.listed import listed
from backfile.problems import SettingsError
from backfile.settings.mkdocs_yml import load
from backfile.site.article.citations import CitedArticle
from backfile.site.article.head_metadata import head_metadata
from backfile.site.build import build
from tests.site.example_articles import ARTICLES, TEXTS, UNKNOWN, article_with
from tests.site.test_build import settings

SITE = "https://clippings.example/"


def html_of(article: Article) -> str:
    """Return a page with the metadata of an article."""
    head = head_metadata(CitedArticle(article, "key", "Clippings", f"{SITE}a/"), f"{SITE}a/")
    metas = "".join(f'<meta {kind}="{name}" content="{value}">' for kind, name, value in head.metas)
    return f'<html><head>{metas}<script type="application/ld+json">{head.data}</script></head><body></body></html>'


def news(html: str) -> dict[str, Any]:
    [item] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return item


def metas(html: str) -> dict[str, list[str]]:
    contents: dict[str, list[str]] = {}
    for meta in lxml_html.document_fromstring(html.encode(), parser=lxml_html.HTMLParser(encoding="utf-8")).iter(
        "meta"
    ):
        contents.setdefault(meta.get("name") or meta.get("property") or "", []).append(meta.get("content", ""))
    return contents


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable) -> Path:
    pages = {f"articles/2020/03/{name}.md": page.dump(article) for name, article in ARTICLES.items()}
    root = make_archive(tmp_path_factory.mktemp("heads"), pages, settings())
    build(load(root))
    return root / "site"


def at(site: Path, name: str) -> str:
    return (site / f"articles/2020/03/{name}/index.html").read_text("utf-8")


def test_json_ld_has_the_fields_of_an_article(site: Path) -> None:
    assert news(at(site, "pier")) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "East pier to be mended before winter",
        "description": "The board wants it done in six weeks.",
        "author": [
            {"@type": "Person", "name": "Ada Quill"},
            {"@type": "Person", "name": "Bo van der Meer"},
            {"@type": "Organization", "name": "Reuters"},
        ],
        "datePublished": "2019-11-05T09:00:00+00:00",
        "dateModified": "2019-11-06T08:30:00+00:00",
        "dateline": "Quarrel",
        "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
        "articleSection": "The harbour",
        "inLanguage": "en-GB",
        "keywords": ["Harbour board", "East pier", "piers"],
        "image": "https://gazette.example/pier.jpg",
        "copyrightNotice": "© Harbour Gazette",
        "url": "https://gazette.example/pier?a=1&b=2",
        "archivedAt": f"{SITE}articles/2020/03/pier/",
    }


def test_open_graph_and_highwire_press_have_the_fields_of_an_article(site: Path) -> None:
    tags = metas(at(site, "pier"))
    expected = {
        "og:type": ["article"],
        "og:title": ["East pier to be mended before winter"],
        "og:url": [f"{SITE}articles/2020/03/pier/"],
        "og:site_name": ["Clippings"],
        "og:locale": ["en_GB"],
        "article:published_time": ["2019-11-05T09:00:00+00:00"],
        "article:tag": ["Harbour board", "East pier"],
        "dc.type": ["newspaperArticle"],
        "citation_title": ["East pier to be mended before winter"],
        "citation_author": ["Ada Quill", "Bo van der Meer", "Reuters"],
        "citation_journal_title": ["Harbour Gazette"],
        "citation_publication_date": ["2019/11/05"],
        "citation_language": ["en-GB"],
        "citation_public_url": ["https://gazette.example/pier?a=1&b=2"],
        "citation_fulltext_html_url": [f"{SITE}articles/2020/03/pier/"],
    }
    assert {name: tags.get(name) for name in expected} == expected


def test_unknown_fields_are_left_out(site: Path) -> None:
    assert set(news(at(site, "unknown"))) == {"@context", "@type", "headline", "url", "archivedAt"}
    assert {name for name in metas(at(site, "unknown")) if name.startswith(("og:", "article:", "citation_"))} == {
        *("og:type", "og:title", "og:url", "og:site_name"),
        *("citation_title", "citation_public_url", "citation_fulltext_html_url"),
    }
    head = head_metadata(CitedArticle(UNKNOWN, "key", "Clippings"), "")
    assert not [name for _, name, value in head.metas if name.endswith("url") or not value]


def test_titles_and_descriptions_of_pages_are_unique(site: Path) -> None:
    pages = [file.read_text("utf-8") for file in site.rglob("*.html")]
    titles = [lxml_html.document_fromstring(html).findtext(".//title") for html in pages]
    assert len(set(titles)) == len(titles)
    descriptions = [description for html in pages for description in metas(html)["description"]]
    assert len(set(descriptions)) == len(descriptions)


def test_the_description_is_the_dek_or_else_the_lead_text(site: Path) -> None:
    descriptions = {file: metas(file.read_text("utf-8")).get("description", []) for file in site.rglob("*.html")}
    assert len(descriptions) > len(ARTICLES)
    assert [file for file, values in descriptions.items() if len(values) != 1 or not values[0]] == []
    assert descriptions[site / "articles/2020/03/pier/index.html"] == ["The board wants it done in six weeks."]
    assert descriptions[site / "articles/2020/03/unknown/index.html"] == [UNKNOWN.body]
    assert descriptions[site / "search/index.html"] == ["Search - Clippings"]
    assert descriptions[site / "404.html"] == ["There is no such page - Clippings"]


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_in_an_article_is_read_back_unchanged(site: Path, name: str) -> None:
    text, html = TEXTS[name], at(site, name)
    item, tags = news(html), metas(html)
    assert (item["headline"], item["author"][0]["name"], item["publisher"]["name"]) == (text, text, text)
    assert tags["og:title"] == tags["citation_title"] == [text]
    assert tags["citation_author"] == list(listed(article_with(text)).authors)
    assert item["keywords"] == [f"{text}?", text]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_no_text_ends_its_element(text: str) -> None:
    html = html_of(article_with(text or "x"))
    document = lxml_html.document_fromstring(html)
    assert [element.tag for element in document.iter()] == [
        "html",
        "head",
        *["meta"] * len(document.xpath("//meta")),
        "script",
        "body",
    ]
    assert news(html)["headline"] == (text or "x")


@pytest.mark.parametrize(
    ("setting", "expected"), [("archive", f"{SITE}articles/a/"), ("original", "https://e.example/?a&b")]
)
def test_the_setting_canonical_chooses_the_canonical_url(
    make_archive: Callable, tmp_path: Path, setting: str, expected: str
) -> None:
    text = '---\ntitle: "A"\nurl: "https://e.example/?a&b"\norigin: {file: a.html}\n---\nText.\n'
    other = text.replace("https:", "javascript:")
    written = settings(plugin=f"backfile: {{canonical: {setting}}}")
    root = make_archive(tmp_path, {"articles/a.md": text, "articles/b.md": other}, written)
    build(load(root))
    for name, canonical in (("a", expected), ("b", f"{SITE}articles/b/")):
        html = (root / f"site/articles/{name}/index.html").read_text("utf-8")
        assert lxml_html.document_fromstring(html).xpath("//link[@rel='canonical']/@href") == [canonical]
        assert metas(html)["og:url"] == [canonical]


def test_another_value_of_canonical_is_an_error(make_archive: Callable, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"canonical.*archive.*original"):
        make_archive(tmp_path, {}, settings(plugin="backfile: {canonical: google}"))
