"""Tests of the front page, of cards in lists and of the icon, in a built site."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.chrome.favicon import draw_favicon
from tests.browser.clippings import HOSTILE, ORIGIN, article
from tests.conftest import MKDOCS_YML
from tests.site.test_label_pages import PICTURE, PNG, parsed, text

SETTINGS = f"site_url: https://a.example/b/\nsite_description: All of it.\n{MKDOCS_YML}"
SOURCES = ("Gazette", "Post")


def pages(number: int = 24) -> dict[str, str]:
    """Return an archive of articles of one a month, the newest last; the picture is in the fourth newest."""
    written = {}
    for each in range(number):
        picture = f"![](../../../images/{PICTURE})\n\n" if each == number - 4 else ""
        when = date(2019 + each // 12, 1 + each % 12, 5)
        written[f"articles/{when:%Y/%m}/a{each}.md"] = article(
            f"{picture}The text of number {each}.",
            title=f"Headline {each}",
            description=None if each % 2 else f"Dek {each}.",
            date=when,
            source=SOURCES[each % 2],
            section="world_region-7" if each == number - 2 else "World",
            language="en",
            subjects=["politics"] if each % 3 else ["sport"],
            tags=["Harbour"],
            origin=ORIGIN,
        )
    return written


def built(root: Path, make_archive: Callable[..., Path], written: dict[str, str], settings: str = SETTINGS) -> Path:
    """Return the built site of an archive."""
    archive = make_archive(root, written, settings)
    picture = archive / "docs/images" / PICTURE
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PNG)
    config = load(archive)
    assert build(config).warnings == ()
    return config.site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    return built(tmp_path_factory.mktemp("front"), make_archive, pages())


def headlines(element: html.HtmlElement) -> list[str]:
    return [text(headline) for headline in element.find_class("card__headline")]


def test_the_front_page_leads_with_the_newest_article_with_picture_and_dek(site: Path) -> None:
    home = parsed(site, "")
    [lead] = home.xpath("//article[@class='card']")
    assert text(lead) == "World Headline 20 Dek 20. Gazette 5 September 2020"
    [picture] = lead.iter("img")
    assert (picture.get("loading"), picture.get("fetchpriority")) == (None, "high"), "it is on the first screen"
    assert picture.get("srcset").count("lead-pictures/") == 2
    assert picture.get("src").startswith("assets/lead-pictures/")
    assert (picture.get("width"), picture.get("height")) == ("200", "133")
    kickers = [text(kicker) for kicker in home.find_class("front__second")[0].find_class("card__kicker")]
    assert kickers == ["World"] * 3, "a key of a publisher's program is no kicker"
    assert headlines(home.find_class("front__second")[0]) == [
        "Headline 23",
        "Headline 22",
        "Headline 21",
        "Headline 19",
    ]


def test_below_the_newest_a_link_leads_to_all_articles_by_date(site: Path) -> None:
    links = parsed(site, "").find_class("listing")[0].xpath(".//a[@href='dates/']")
    below, of_this_day = (link for link in links if link.getparent().getparent().get("class") != "ways-in")
    assert {text(below), text(of_this_day)} == {"All articles by date"}
    assert below.getparent().getprevious().get("class") == "front__lead"


def test_rows_of_subjects_repeat_no_article_that_stands_above(site: Path) -> None:
    home = parsed(site, "")
    rows = home.find_class("card-row")
    assert [headlines(row) for row in rows] == [
        [f"Headline {number}" for number in (17, 16, 14, 13)],
        [f"Headline {number}" for number in (18, 15, 12, 9)],
    ]
    links = [row.getprevious().xpath(".//a")[0] for row in rows]
    assert [(text(link), link.get("href")) for link in links] == [
        ("All 16", "subjects/politics/"),
        ("All 8", "subjects/sport/"),
    ]
    assert len(set(headlines(home))) == len(headlines(home))


def test_the_name_of_the_site_stands_once(site: Path) -> None:
    home = parsed(site, "")
    assert [text(heading) for heading in home.iter("h1")] == ["The Clippings"]
    assert home.xpath("//div[@data-md-component='header-title']/@data-home")


def test_cards_have_dek_day_and_a_machine_readable_date(site: Path) -> None:
    [harbour] = parsed(site, "tags/harbour").find_class("listing__main")
    [first, *_] = harbour.xpath("./ul[@class='card-list']/li")
    assert text(first) == "Headline 23 The text of number 23. Post 5 December 2020"
    assert first.xpath(".//time/@datetime") == ["2020-12-05"]
    assert first.xpath(".//a/@href") == ["../../articles/2020/12/a23/", "../../sources/post/"]


@pytest.mark.parametrize("page", ["", "tags/harbour", "sources/gazette", "dates/2020", "dates/2020/12", "tags"])
def test_headlines_are_headings_in_the_order_of_levels(site: Path, page: str) -> None:
    found = parsed(site, page).xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4]")
    levels = [int(heading.tag[1]) for heading in found]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_a_publications_page_does_not_repeat_its_name(site: Path) -> None:
    cards = parsed(site, "sources/gazette").find_class("card")
    assert len(cards) == 12
    assert not [card for card in cards if "Gazette" in text(card) and card.getparent().get("class") == "card-list"]


def test_a_month_has_its_days_and_a_calendar_that_leads_to_them(site: Path) -> None:
    month = parsed(site, "dates/2020/12")
    [day] = month.find_class("day")
    assert (day.get("id"), text(day.find_class("day__name")[0])) == ("day-05", "5 Sat")
    [link] = month.find_class("month")[0].iter("a")
    assert (link.get("href"), link.get("aria-label"), text(link)) == (
        "#day-05",
        "5 December 2020: 1 article",
        "5",
    )


def test_the_days_of_a_year_lead_to_their_articles(site: Path) -> None:
    year = parsed(site, "dates/2020")
    targets = {value for element in year.iter("a") for name, value in element.items() if name == "xlink:href"}
    assert targets == {f"{month:02}/#day-05" for month in range(1, 13)}


def test_the_files_of_a_day_name_one_article_a_year(site: Path) -> None:
    january = json.loads((site / "dates/on-this-day/01.json").read_text("utf-8"))
    assert january == {
        "5": [
            [2020, "Headline 12", "../../articles/2020/01/a12/", "Gazette", "en"],
            [2019, "Headline 0", "../../articles/2019/01/a0/", "Gazette", "en"],
        ]
    }
    assert len(list((site / "dates/on-this-day").iterdir())) == 12, "a reader of any month gets an answer"


def test_the_owner_chooses_the_lead_story(tmp_path: Path, make_archive: Callable[..., Path]) -> None:
    featured = "[articles/2019/05/a4.md, articles/2020/01/a12.md, articles/none.md]"
    settings = SETTINGS.replace("- backfile", f"- backfile:\n      featured: {featured}\n")
    archive = make_archive(tmp_path, pages(13), settings)
    picture = archive / "docs/images" / PICTURE
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PNG)
    config = load(archive)
    [warning] = build(config).warnings
    assert "`featured` in mkdocs.yml names articles/none.md, which is no article." in warning
    home = parsed(config.site, "")
    assert headlines(home.xpath("//article")[-1]) == ["Headline 4"]
    assert headlines(home.find_class("front__second")[0]) == ["Headline 12", "Headline 11", "Headline 10", "Headline 9"]


def test_a_home_page_that_the_owner_changed_is_shown_as_it_is(
    tmp_path: Path, make_archive: Callable[..., Path]
) -> None:
    archive = make_archive(tmp_path, pages(3), SETTINGS)
    home = archive / "docs/index.md"
    home.write_text(home.read_text("utf-8").replace("## Newest", "Dear readers,\n\n## Newest"), encoding="utf-8")
    config = load(archive)
    build(config)
    page = parsed(config.site, "")
    assert "Dear readers," in text(page.find_class("listing__main")[0])
    assert not page.find_class("front__lead")
    assert headlines(page.find_class("card-list")[0]) == ["Headline 2", "Headline 1", "Headline 0"]


def test_an_archive_without_articles_or_dates_has_a_home_page(
    tmp_path: Path, make_archive: Callable[..., Path]
) -> None:
    empty = parsed(built(tmp_path / "empty", make_archive, {}), "")
    assert "The archive is empty." in text(empty.find_class("listing")[0])
    undated = {"articles/undated/00/a.md": article("Text.", title=HOSTILE["closing"], origin=ORIGIN)}
    site = built(tmp_path / "undated", make_archive, undated)
    [lead] = parsed(site, "").xpath("//article[@class='card']")
    assert text(lead) == f"{HOSTILE['closing']} Text. Undated"
    assert not (site / "dates/on-this-day").exists()


def test_an_item_that_the_owner_rewrote_stays(tmp_path: Path, make_archive: Callable[..., Path]) -> None:
    archive = make_archive(tmp_path, pages(3), SETTINGS)
    tag = archive / "docs/tags/harbour.md"
    written = tag.read_text("utf-8").replace("[Headline 2]", "See also [Headline 2]")
    tag.write_text(written, encoding="utf-8")
    config = load(archive)
    build(config)
    [items] = parsed(config.site, "tags/harbour").find_class("card-list")
    assert text(items[0]).startswith("See also Headline 2")
    assert headlines(items) == ["Headline 1", "Headline 0"]


@pytest.mark.parametrize(("name", "initial"), [("the trunk", "T"), ("«雨巷»", "雨"), ("<&>", "·"), ("ßa", "S")])
def test_the_icon_is_the_initial_of_the_site(name: str, initial: str) -> None:
    drawn = etree.fromstring(draw_favicon(name).encode())
    assert drawn.findtext("{http://www.w3.org/2000/svg}text") == initial


def test_the_site_has_its_icon(site: Path) -> None:
    assert parsed(site, "").xpath("//link[@rel='icon']/@href") == ["assets/favicon.svg"]
    assert ">T<" in (site / "assets/favicon.svg").read_text("utf-8")
