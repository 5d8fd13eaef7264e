"""Tests of the files of a built site for other programs: feeds, sitemap, robots.txt, redirects, OpenSearch."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from backfile.archive import page
from backfile.article import Markdown
from backfile.markup.plain_text import one_line
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.site.example_articles import ARTICLES
from tests.site.test_feeds import validator
from tests.site.test_sitemap import read as read_map

BARE = replace(
    ARTICLES["pier"],
    headline="Still not mended",
    dek=None,
    url="http://www.gazette.example/Still?a=2",
    body=Markdown("![A](https://e.example/a.jpg)\n\nThe *pier* is as it was.\n\nNobody came."),
)
PUBLISHED = {**ARTICLES, "still": BARE}
SITE = "https://clippings.example/sub/"
SETTINGS = f"""\
site_name: R&D <Clippings> of everything
site_url: {SITE}
theme: {{name: material}}
plugins: [backfile: {{feed_entries: 7, redirects_from: gazette.example}}]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    pages = {f"articles/2020/03/{name}.md": page.dump(article) for name, article in PUBLISHED.items()}
    root = make_archive(tmp_path_factory.mktemp("outputs"), {**pages, "tags/own/feed.xml": "Mine"}, SETTINGS)
    build(load(root))
    return root / "site"


def links(site: Path, path: str) -> list[tuple[str, str, str]]:
    document = lxml_html.document_fromstring((site / path / "index.html").read_bytes())
    elements = document.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ') or @rel='search']")
    # Material reads a link with only `alternate` as a link to the same site in another language.
    assert "alternate" not in [link.get("rel") for link in elements]
    return [(link.get("type"), link.get("title"), link.get("href")) for link in elements]


def test_every_feed_is_valid_and_linked_by_its_page(site: Path) -> None:
    folders = sorted(path.relative_to(site).parent.as_posix() for path in site.rglob("feed.json"))
    assert folders[0] == "."
    assert {path.split("/")[0] for path in folders} == {".", "sources", "tags"}
    for folder in folders:
        read = feedparser.parse((site / folder / "feed.xml").read_bytes())
        assert not read.bozo
        data = json.loads((site / folder / "feed.json").read_text())
        assert not list(validator.iter_errors(data))
        assert [item["id"] for item in data["items"]] == [entry.id for entry in read.entries]
        assert 0 < len(read.entries) <= 7
        assert data["home_page_url"] == f"{SITE}{folder}/".replace("./", "")
        (kind, title, href), (other, _, _) = [link for link in links(site, folder) if "feed" in link[2]]
        assert (kind, other) == ("application/atom+xml", "application/feed+json")
        assert one_line(title) == data["title"] == read.feed.title
        assert data["feed_url"] == f"{data['home_page_url']}feed.json"
        assert href == "feed.xml"
    assert not [link for link in links(site, "articles/2020/03/pier") if "feed" in link[2]]
    assert (site / "tags/own/feed.xml").read_text() == "Mine"


def test_feeds_omit_undated_articles_and_use_the_lead_text_without_a_dek(site: Path) -> None:
    assert "unknown" not in (site / "feed.json").read_text()
    items = json.loads((site / "sources/harbour-gazette/feed.json").read_text())["items"]
    assert {item["title"]: item["content_text"] for item in items} == {
        "East pier to be mended before winter": "The board wants it done in six weeks.",
        "Still not mended": "The pier is as it was. Nobody came.",
    }


def test_the_sitemap_has_every_page_and_the_articles_dates(site: Path) -> None:
    dates = dict(read_map((site / "sitemap.xml").read_text()))
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert set(dates) == {f"{SITE}{path}/".replace("./", "") for path in pages}
    assert dates[f"{SITE}articles/2020/03/pier/"] == "2019-11-06T08:30:00Z"
    assert dates[f"{SITE}articles/2020/03/tex/"] == "2020-03-02"
    assert dates[SITE] is dates[f"{SITE}articles/2020/03/unknown/"] is None
    assert not (site / "sitemap.xml.gz").exists()
    assert f"Sitemap: {SITE}sitemap.xml" in (site / "robots.txt").read_text()


def test_urls_of_the_old_domain_have_redirects(site: Path) -> None:
    assert (site / "_redirects").read_text() == ""
    lines = (site / "_redirects.nginx").read_text().split("\n")
    assert lines[2:4] == [
        '    "/Still?a=2" "/sub/articles/2020/03/still/";',
        '    "/pier?a=1&b=2" "/sub/articles/2020/03/pier/";',
    ]


def test_pages_link_to_the_opensearch_description(site: Path) -> None:
    [(kind, title, href)] = [link for link in links(site, "articles/2020/03/pier") if "opensearch" in link[2]]
    assert (kind, title) == ("application/opensearchdescription+xml", "R&D <Clippings> of everything")
    root = etree.parse(site / "articles/2020/03/pier" / href).getroot()
    assert root.findtext("{*}ShortName") == "R&D <Clippings>"
    [results, own] = [url.get("template") for url in root.findall("{*}Url")]
    assert results == f"{SITE}search/?q={{searchTerms}}"
    assert own == f"{SITE}opensearch.xml"


def test_without_site_url_only_files_that_need_none_are_written(
    tmp_path: Path, make_archive: Callable[..., Path]
) -> None:
    own = {"articles/2020/03/pier.md": page.dump(ARTICLES["pier"]), "robots.txt": "# Mine\n"}
    settings = SETTINGS.replace(f"site_url: {SITE}\n", "").replace(
        "feed_entries: 7, redirects_from: gazette.example", "search_engines: false"
    )
    root = make_archive(tmp_path, own, settings)
    assert build(load(root)).warnings == ()
    names = {path.name for path in (root / "site").rglob("*")}
    assert not names & {"feed.xml", "feed.json", "sitemap.xml", "_redirects", "_redirects.nginx", "opensearch.xml"}
    assert (root / "site/robots.txt").read_text() == "# Mine\n"
    assert "X-Robots-Tag: noindex" in (root / "site/_headers").read_text()
    for file in (root / "site").rglob("*.html"):
        document = lxml_html.document_fromstring(file.read_bytes())
        assert document.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not document.xpath("//link[@rel='search']")
