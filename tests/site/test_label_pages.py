"""Tests of lists of labels, of pages of labels and of links to labels, in a built site."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from backfile.images import Image, identify
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.list_pages.sparklines import axis, sparkline
from tests.browser.clippings import HOSTILE, ORIGIN, article
from tests.conftest import MKDOCS_YML

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAMgAAACWAQAAAACzp/q0AAAAG0lEQVR42u3BgQAAAADDoPlT3+AEVQEAAADPAA88AAEzU3p5AAAAAElFTkSuQmCC"
)
"""A picture of 200 by 150 pixels."""
DIGEST = hashlib.sha256(PNG).hexdigest()
PICTURE = f"{DIGEST[:2]}/{DIGEST[2:40]}.png"
SINGLE = [f"Alone {number:02}" for number in range(45)]


def pages() -> dict[str, str]:
    """Return an archive: `Harbour` has nine articles, `Sea` two, `Alone 00` and others one, `Pier` a long year."""
    written = {}
    for number in range(9):
        links = "" if number == 0 else "See [the first](https://paper.example/0)."
        picture = f"![]({'../' * 3}images/{PICTURE})\n\n" if number in (0, 8) else ""
        written[f"articles/{2010 + number}/03/a{number}.md"] = article(
            f"{picture}The text of number {number}. {links}",
            title=f"Headline {number}",
            description="The dek." if number == 8 else None,
            date=date(2010 + number, 3, 1),
            updated={0: date(2012, 5, 9), 8: date(2018, 12, 31)}.get(number),
            url=f"https://paper.example/{number}",
            source="Gazette" if number else "Once a Week",
            authors=["Ada Quill"] if number < 4 else [f"Guest {number}"],
            language="en",
            tags=["Harbour", *(["Sea"] if number < 2 else []), *(SINGLE if number == 2 else [])],
            origin=ORIGIN,
        )
    for number in range(51):
        picture = f"![]({'../' * 3}images/{PICTURE})\n\n" if number == 50 else ""
        written[f"articles/2021/01/p{number:02}.md"] = article(
            f"{picture}The text of pier {number}. {'' if number else 'See [the last](https://paper.example/pier).'}",
            title=f"Pier {number}",
            description="The dek." if number == 50 else None,
            date=date(2021, 1 + number // 28, 1 + number % 28),
            url="https://paper.example/pier" if number == 50 else None,
            source="Gazette",
            tags=["Pier"],
            origin=ORIGIN,
        )
    hostile = list(HOSTILE.values())
    written["articles/2020/01/x.md"] = article("X.", title=hostile[0], tags=hostile, section="World", origin=ORIGIN)
    written["articles/2020/01/y.md"] = article("Y.", title=hostile[1], tags=hostile[:3], origin=ORIGIN)
    return written


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    archive = make_archive(tmp_path_factory.mktemp("labels"), pages(), f"site_url: https://a.example/b/\n{MKDOCS_YML}")
    picture = archive / "docs/images" / PICTURE
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PNG)
    config = load(archive)
    assert build(config).warnings == ()
    return config.site


def parsed(site: Path, page: str) -> html.HtmlElement:
    return html.document_fromstring((site / page / "index.html").read_bytes())


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_rows_of_the_list_have_years_timeline_and_number(site: Path) -> None:
    [listing] = parsed(site, "tags").find_class("listing")
    rows = {text(row): row for row in listing.xpath("./div/ul/li")}
    assert list(rows)[:2] == ["Pier 2021 51", "Harbour 2010–2018 9"]
    assert rows["Harbour 2010–2018 9"].xpath("./svg[@class='spark']/@aria-hidden") == ["true"]
    assert rows["Sea 2010–2011 2"].xpath("./svg")
    assert len(rows) == 6
    [once] = listing.find_class("once")
    assert (once.tag, once.get("open")) == ("details", None)
    assert text(once.xpath("./summary")[0]) == "With one article 49"
    items = [text(item) for item in once.xpath("./ul/li")]
    assert f"{HOSTILE['closing']} · {HOSTILE['script']}" in items
    assert "Alone 00 · Headline 2" in items


def test_the_file_for_the_filter_has_every_label_with_its_address(site: Path) -> None:
    [listing] = parsed(site, "tags").find_class("listing")
    assert listing.get("data-labels") == "labels.json"
    rows = json.loads((site / "tags/labels.json").read_text("utf-8"))
    assert rows[1] == ["Harbour", 9, "harbour/", 2010, 2018]
    assert {row[0] for row in rows} == {"Pier", "Harbour", "Sea", *SINGLE, *HOSTILE.values()}
    for row in rows:
        assert (site / "tags" / row[2] / "index.html").is_file()
    assert not (site / "authors/labels.json").exists(), "a short list has no filter"
    assert parsed(site, "authors").find_class("listing")[0].get("data-labels") is None


def test_the_page_of_a_label_has_its_numbers_and_its_most_linked_articles(site: Path) -> None:
    [listing] = parsed(site, "tags/harbour").find_class("listing")
    assert text(listing.find_class("listing__numbers")[0]) == "9 articles · 2 sources · 2010 to 2018"
    assert len(listing.find_class("chart")) == 1
    [linked] = listing.find_class("cards")
    assert [text(card) for card in linked.find_class("card")] == [
        "Headline 0 The text of number 0. Once a Week 1 March 2010 updated 9 May 2012 linked from 8 articles"
    ]
    assert [text(row) for row in listing.find_class("related-labels")[0].iter("h2")] == [
        "Tags",
        "Authors",
        "Sources",
    ]
    authors = listing.find_class("related-labels")[0].xpath(".//section[h2='Authors']//a")
    assert [text(author) for author in authors] == ["Ada Quill"]


def test_the_newest_articles_stand_above_a_list_that_does_not_begin_with_them(site: Path) -> None:
    [listing] = parsed(site, "tags/pier").find_class("listing__main")
    [newest] = listing.find_class("cards")  # The most linked one is among them and has no row of its own.
    assert [text(card) for card in newest.find_class("card")] == [
        "Pier 50 The dek. Gazette 23 February 2021",
        "Pier 49 The text of pier 49. Gazette 22 February 2021",
        "Pier 48 The text of pier 48. Gazette 21 February 2021",
    ]
    assert listing.find_class("card") == newest.find_class("card"), "the year has a page of its own"
    [picture] = newest.xpath(".//img")
    assert dict(picture.attrib).items() >= {"width": "200", "height": "133", "alt": ""}.items()
    assert picture.get("src").startswith("../../assets/thumbnails/")
    assert identify((site / picture.get("src").removeprefix("../../")).read_bytes()) == Image("webp", 200, 133)


def test_the_first_article_of_a_label_has_a_large_picture(site: Path) -> None:
    [first] = parsed(site, "tags/harbour").xpath("//ul[@class='card-list']/li[@data-leads]")
    assert text(first.find_class("card__headline")[0]) == "Headline 8"
    assert "assets/thumbnails/" in first.xpath("./img/@srcset")[0]
    assert not first.xpath("./img/@loading")
    for page in ("tags/pier", "tags/sea", "dates/2018"):
        assert not parsed(site, page).xpath("//li[@data-leads]"), page


@pytest.mark.parametrize("page", ["tags/harbour", "tags/pier", "sources/gazette"])
def test_no_article_stands_twice_at_the_top_of_a_label(site: Path, page: str) -> None:
    [listing] = parsed(site, page).find_class("listing__main")
    first = [text(headline) for headline in listing.find_class("card__headline")][:6]
    assert len(set(first)) == len(first)


def test_a_label_of_few_articles_has_neither_chart_nor_cards(site: Path) -> None:
    [listing] = parsed(site, "tags/sea").find_class("listing")
    assert text(listing.find_class("listing__numbers")[0]) == "2 articles · 2 sources · 2010 to 2011"
    assert not listing.find_class("chart")
    assert not listing.find_class("cards")


def test_what_leads_nowhere_is_plain_text_on_an_article(site: Path) -> None:
    page = parsed(site, "articles/2012/03/a2")
    chips = page.find_class("md-tag")
    assert [(text(chip), chip.get("href")) for chip in chips] == [("Harbour", "../../../../tags/harbour/")]
    plain = page.find_class("article__tag-alone")
    assert [text(item) for item in plain] == SINGLE
    assert not [item for item in plain if item.xpath(".//a")]
    assert text(page.find_class("article__source")[0].xpath("./a")[0]) == "Gazette"
    first = parsed(site, "articles/2010/03/a0")
    assert not first.find_class("article__source")[0].xpath(".//a"), "its page lists this article only"
    assert (site / "sources/once-a-week/index.html").is_file()


def test_a_timeline_has_a_bar_for_each_year_with_articles() -> None:
    shown = axis({2001: 3, 2004: 1, 2010: 9})
    assert (shown.first, shown.bars, shown.years_per_bar) == (1999, 12, 1)
    assert sparkline({2001: 1, 2004: 2}, shown).count("M") == 2
    assert sparkline({2004: 2}, shown) == ""
    assert sparkline({}, shown) == ""


def test_one_wrong_year_does_not_compress_the_timelines() -> None:
    shown = axis({812: 1, **dict.fromkeys(range(2000, 2020), 10), 2200: 1})
    assert (shown.first, shown.bars, shown.years_per_bar) == (2000, 20, 1)
    assert sparkline({812: 1, 2001: 1}, shown).count("M") == 2
    wide = axis({800: 1, 2000: 1})
    assert wide.bars <= 24
    assert sparkline({800: 1, 2000: 1}, wide).count("M") == 2


def test_cards_lead_to_the_other_articles_of_their_publication_but_not_on_its_own_page(site: Path) -> None:
    [newest] = parsed(site, "tags/pier").xpath("//section[h2='Newest']")
    assert newest.xpath(".//p[@class='card__about']//a/@href") == ["../../sources/gazette/"] * 3
    [linked] = parsed(site, "tags/harbour").xpath("//section[h2='Most linked']")
    assert not linked.xpath(".//p[@class='card__about']//a"), "it has no other"
    [listing] = parsed(site, "sources/gazette").find_class("listing__main")
    assert "Gazette" not in text(listing)
