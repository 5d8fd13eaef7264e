"""Tests of related articles and internal links in a built site."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from backfile.archive import page
from backfile.article import Article, Markdown
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.site.test_build import contents, settings
from tests.site.test_related import article

PAGES = {
    "pier": article(date(2020, 3, 1), tags=("Pier",), url="https://e.example/pier"),
    "bell": article(date(2020, 3, 2), tags=("Pier",), url="https://e.example/bell"),
    "ferry": article(date(2020, 3, 3), tags=("Pier",)),
}
TEXTS = {
    "bell": "See [the pier](http://www.e.example/pier/#now), [itself](https://e.example/bell).",
    "ferry": "See [the pier](https://e.example/pier) and [another](https://e.example/other).",
}


def written_pages(pages: dict[str, Article]) -> dict[str, str]:
    named = {
        name: replace(one, headline=f"The {name} & co", body=Markdown(TEXTS.get(name, "Text.")))
        for name, one in pages.items()
    }
    return {f"articles/2020/03/{name}.md": page.dump(one) for name, one in named.items()}


def read(root: Path, name: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring((root / f"site/articles/2020/03/{name}/index.html").read_bytes())


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n"], ids=["folders", "files"])
def test_built_pages_link_to_archived_articles_and_to_related_ones(
    make_archive: Callable, tmp_path: Path, more: str
) -> None:
    root = make_archive(tmp_path, written_pages(PAGES), settings(more))
    build(load(root))
    at = (lambda name: f"../{name}/") if not more else (lambda name: f"{name}.html")

    def document(name: str) -> lxml_html.HtmlElement:
        file = f"{name}/index.html" if not more else f"{name}.html"
        return lxml_html.document_fromstring((root / "site/articles/2020/03" / file).read_bytes())

    links = {name: document(name).xpath("//*[@class='article__body']//a/@href") for name in PAGES}
    assert links == {
        "pier": [],
        "bell": [at("pier"), "https://e.example/bell"],
        "ferry": [at("pier"), "https://e.example/other"],
    }
    [related] = document("pier").find_class("related-articles")
    assert related.xpath(".//h2/text()") == ["Articles that link here"]
    assert related.xpath(".//ul[1]//a/@href") == [at("ferry"), at("bell")]
    assert related.xpath(".//ul[1]//a/bdi/text()") == ["The ferry & co", "The bell & co"]
    assert related.xpath(".//*[@class='related-articles__newer']/a/@href") == [at("bell")]
    assert not related.find_class("related-articles__older")


def test_a_page_without_related_articles_has_no_element_for_them(make_archive: Callable, tmp_path: Path) -> None:
    root = make_archive(tmp_path, written_pages({"pier": PAGES["pier"]}), settings())
    build(load(root))
    assert not read(root, "pier").find_class("related-articles")


def test_a_new_article_changes_only_its_neighbours_and_pages_with_its_tag(
    make_archive: Callable, tmp_path: Path
) -> None:
    days = {f"day{day:02}": article(date(2020, 3, day), tags=(f"Tag {day % 7}",)) for day in range(1, 28)}
    sites = []
    for name, pages in (("before", days), ("after", {**days, "new": article(date(2020, 3, 14), tags=("Tag 3",))})):
        root = make_archive(tmp_path / name, written_pages(pages), settings())
        build(load(root))
        sites.append({path: text for path, text in contents(root / "site").items() if path.startswith("articles/")})
        shutil.rmtree(root / "site")
    before, after = sites
    changed = {path.split("/")[3] for path in before if before[path] != after[path] and path.endswith(".html")}
    assert changed == {"day13", "day14", *("day03", "day10", "day17", "day24")}, (
        "its neighbours, and those with its tag"
    )
