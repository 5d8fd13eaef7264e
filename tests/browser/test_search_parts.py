"""Tests of the search of an archive whose index has parts: what is searched, and what readers see of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.search import parts
from backfile.site.search.parts import Limit
from tests.browser.clippings import ORIGIN, article, search

YEARS = range(2009, 2021)
DESK, PHONE = ({"width": width, "height": 844} for width in (1280, 390))


def pages() -> dict[str, str]:
    """Return four articles of each year and two without a date."""
    result = {
        f"articles/{year}/0{number + 1}/ferry-{year}-{number}.md": article(
            f"The ferry number {number} was late. {'It carried a quagga. ' if (year, number) == (2009, 2) else ''}"
            f"{'A tram came instead. ' if year % 3 == 0 and number == 1 else ''}",
            title=f"Ferry {year}-{number}",
            date=date(year, number + 1, 1 + number),
            source=("The Daily", "El Diario")[number % 2],
            tags=["Ferries" if year % 2 else "ferries", f"Tag {number}"],
            origin=ORIGIN,
        )
        for year in YEARS
        for number in range(4)
    }
    for number in range(2):
        result[f"articles/undated/aa/late-{number}.md"] = article(
            "A ferry, some day.", title=f"Undated {number}", tags=["ferries"], origin=ORIGIN
        )
    return result


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable) -> Path:
    """Build an archive of 13 parts: one for each year, the last for articles without a date."""
    config = load(make_archive(tmp_path_factory.mktemp("parts"), pages()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "WHOLE", Limit(10, 10**9))
        patch.setattr(parts, "PART", Limit(4, 10**9))
        assert build(config, strict=True).warnings == ()
    return config.site


@pytest.fixture(scope="module")
def ferries(built: Path, served: Callable) -> Iterator[str]:
    with served(built) as url:
        yield url


class Opened:
    """A page of the search, and the parts of the index that it has loaded."""

    def __init__(self, visit: Callable, address: str, **options: object) -> None:
        self.page: Page = visit("about:blank", **options)
        self.parts: set[str] = set()
        self.page.context.on("request", lambda request: self._note(request.url))
        self.page.goto(address)

    def _note(self, url: str) -> None:
        self.parts |= set(re.findall(r"/pagefind/([^/]+)/(?:index|fragment)/", url))

    def status(self, text: str) -> None:
        expect(self.page.locator(".search-page__status")).to_have_text(text)

    def titles(self) -> list[str]:
        return self.page.locator(".search-page .search__title").all_text_contents()


def names(years: range) -> list[str]:
    """Return the titles of articles of years, the newest first."""
    return [f"Ferry {year}-{number}" for year in reversed(years) for number in reversed(range(4))]


def test_parts_are_searched_until_ten_articles_are_found_and_further_as_the_reader_asks(
    visit: Callable, ferries: str
) -> None:
    opened = Opened(visit, f"{ferries}search/?q=ferry")
    opened.status("12 articles found · searched: 2020 to 2018")
    assert opened.parts == {"2020_2023", "2019", "2018"}
    assert len(opened.titles()) == 10
    further = opened.page.get_by_role("button", name="Continue the search")
    further.click()
    opened.status("24 articles found · searched: 2020 to 2015")
    expect(further).to_be_visible()
    assert len(opened.titles()) == 20
    assert set(opened.titles()) <= set(names(range(2015, 2021)))
    expect(opened.page.locator(".search-page .search__link:focus")).to_have_count(1)
    for found in (
        "36 articles found · searched: 2020 to 2012",
        "48 articles found · searched: 2020 to 2009",
        "50 articles found",
    ):
        further.click()
        opened.status(found)
    expect(further).to_be_hidden()


@pytest.mark.parametrize(
    ("order", "expected", "covered"),
    [
        ("newest", names(range(2018, 2021)), "2020 to 2018"),
        ("oldest", names(range(2009, 2012))[::-1], "2009 to 2011"),
    ],
)
def test_articles_are_in_the_order_of_their_dates_over_all_parts(
    visit: Callable, ferries: str, order: str, expected: list[str], covered: str
) -> None:
    opened = Opened(visit, f"{ferries}search/?q=ferry&sort={order}")
    opened.status(f"12 articles found · searched: {covered}")
    opened.page.get_by_role("button", name="More results").click()
    expect(opened.page.locator(".search-page .search__title")).to_have_text(expected)
    further = opened.page.get_by_role("button", name="Continue the search")
    for found in (24, 36, 48, 50):
        further.click()
        expect(opened.page.locator(".search-page__status")).to_contain_text(f"{found} articles found")
    opened.status("50 articles found")
    more = opened.page.get_by_role("button", name="More results")
    while more.is_visible():
        more.click()
        expect(opened.page.locator(".search__link:focus")).to_have_count(1)
    assert sorted(opened.titles()[-2:]) == ["Undated 0", "Undated 1"]
    assert opened.titles()[:-2] == names(YEARS)[:: 1 if order == "newest" else -1]


@pytest.mark.parametrize(
    ("filters", "found", "expected"),
    [
        ("q=ferry&year=2012", "4 articles found", {"2012"}),
        ("q=ferry&year=2012&year=2009", "8 articles found", {"2012", "2008_2009"}),
        ("q=ferry&from=2012-03&to=2013-01", "3 articles found", {"2012", "2013"}),
        ("year=2016&sort=newest", "4 articles found", {"2016"}),
        ("q=ferry&year=undated", "2 articles found", {"undated"}),
        ("q=ferry&to=2009-01-01", "1 article found", {"2008_2009"}),
        ("q=ferry&year=1999", "No articles found", set()),
    ],
)
def test_years_and_days_choose_the_parts(
    visit: Callable, ferries: str, filters: str, found: str, expected: set[str]
) -> None:
    opened = Opened(visit, f"{ferries}search/?{filters}", viewport=PHONE)
    opened.status(found)
    assert opened.parts == expected


@pytest.mark.parametrize(
    ("query", "found", "titles"),
    [
        ("quagga", "1 article found", ["Ferry 2009-2"]),
        ('"tram came instead" -quagga', "4 articles found", [f"Ferry {year}-1" for year in (2010, 2013, 2016, 2019)]),
        ("some -late", "2 articles found", ["Undated 0", "Undated 1"]),
    ],
)
def test_rare_words_are_looked_for_in_a_few_parts_and_in_all_when_the_reader_continues(
    visit: Callable, ferries: str, query: str, found: str, titles: list[str]
) -> None:
    opened = Opened(visit, f"{ferries}search/?{urlencode({'q': query})}")
    expect(opened.page.locator(".search-page__status")).to_contain_text("found · searched: 2020 to 2013")
    assert len(opened.parts) == 8
    expect(opened.page.locator(".search-page__none")).to_be_hidden()
    opened.page.get_by_role("button", name="Continue the search").click()
    opened.status(found)
    assert sorted(opened.titles()) == titles


def test_a_word_of_older_parts_is_no_slip_and_a_slip_is_recognized(visit: Callable, ferries: str) -> None:
    opened = Opened(visit, f"{ferries}search/?q=quagga")
    opened.status("No articles found · searched: 2020 to 2013")
    opened.page.locator(".search-page__input").fill("ferrzy")
    suggestion = opened.page.locator(".search-page__suggestion")
    expect(suggestion).to_have_text("Did you mean ferry?")
    suggestion.get_by_role("button").click()
    opened.status("12 articles found · searched: 2020 to 2018")


def test_the_filters_say_what_their_numbers_cover(visit: Callable, ferries: str, barriers: Callable) -> None:
    opened = Opened(visit, f"{ferries}search/?q=ferry", viewport=DESK)
    covered = opened.page.locator(".search-page__covered")
    expect(covered).to_have_text("The numbers are of the articles that were searched: 2020 to 2018.")
    years = opened.page.locator("[data-kind=year] li")
    expect(years).to_have_text(["20204", "20194", "20184", "2017", "2016", "2015"])
    assert opened.page.locator("[data-kind=tag] li").first.text_content() == "ferries12"
    assert not barriers(opened.page)
    opened.page.get_by_role("checkbox", name="2015").check()
    opened.status("4 articles found")
    expect(covered).to_have_text("The numbers are of the articles that were searched: 2015.")
    opened.page.get_by_role("button", name="Remove year 2015").click()
    opened.status("12 articles found · searched: 2020 to 2018")


def test_the_dialog_continues_by_keyboard(visit: Callable, ferries: str, barriers: Callable) -> None:
    page = visit(ferries)
    search(page, "ferry")
    expect(page.get_by_role("status")).to_have_text("12 articles found · searched: 2020 to 2018")
    further = page.get_by_role("button", name="Continue the search")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    expect(further).to_be_focused()
    assert not barriers(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("24 articles found · searched: 2020 to 2015")
    expect(page.locator(".search__link:focus")).to_have_count(1)
    page.locator(".search__order").select_option("oldest")
    expect(page.get_by_role("status")).to_have_text("12 articles found · searched: 2009 to 2011")


def test_without_a_part_the_search_says_so(
    chromium: Browser, built: Path, served: Callable, tmp_path: Path
) -> None:  # not `visit`: the browser logs an error for the missing file
    shutil.copytree(built, tmp_path / "site", ignore=shutil.ignore_patterns("2019"))
    with served(tmp_path / "site") as address:
        page = chromium.new_page()
        page.goto(f"{address}search/?q=ferry")
        expect(page.locator(".search-page__status")).to_contain_text("no search index")
        page.close()
