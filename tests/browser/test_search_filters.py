"""Tests of the filters of the search page: the column of wide windows, the sheet of narrow ones, the chosen ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.search import index
from backfile.site.site_folder import SiteFolder
from tests.browser.clippings import ORIGIN, article
from tests.browser.traces import RECORD_SHIFTS

PHONE, TABLET, DESK = ({"width": width, "height": 844} for width in (390, 768, 1280))
WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")


def pages() -> dict[str, str]:
    """Return 30 articles of ten years and two publications, of which the first has a thumbnail."""
    return {
        f"articles/{2000 + number % 10}/01/tide-{number:02}.md": article(
            f"The tide of day {number}. {'It rises and falls. ' * 200 if number == 10 else ''}",
            title=f"Tide {number:02}",
            date=date(2000 + number % 10, 1, 1 + number),
            source=("The Daily", "El Diario")[number % 2],
            tags=["Tides", f"Tag {number % 9}"],
            origin=ORIGIN,
        )
        for number in range(30)
    }


def make_site(make_archive: Callable, folder: Path, language: str) -> Path:
    settings = f"site_name: L\ntheme: {{name: material, language: {language}}}\nplugins: [backfile]\n"
    config = load(make_archive(folder, pages(), settings))
    build(config)
    for name in ("a.webp", "b.webp"):
        config.site.joinpath(name).write_bytes(WEBP)
    urls = [f"articles/2000/01/tide-{number}/" for number in ("00", "10", "20")]
    thumbnails = dict(zip(urls, ["a.webp", "b.webp", "https://outside.example/a.webp"], strict=True))
    shutil.rmtree(config.site / index.FOLDER)
    index.build_index(SiteFolder(config.site), language, thumbnails)
    return config.site


@pytest.fixture(scope="module")
def tides(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[Callable]:
    """`tides(language)`: the address of the archive with a theme in that language."""
    built: dict[str, str] = {}
    open_servers = []

    def address(language: str) -> str:
        if language not in built:
            open_servers.append(served(make_site(make_archive, tmp_path_factory.mktemp(language), language)))
            built[language] = open_servers[-1].__enter__()
        return built[language]

    yield address
    for server in open_servers:
        server.__exit__(None, None, None)


def opened(visit: Callable, address: str, size: dict[str, int]) -> Page:
    page = visit(address, viewport=size, reduced_motion="reduce")
    page.locator(".search-page .search__item").first.wait_for()
    page.locator(".search-page__open").click()
    page.locator(".search-page__sheet li").first.wait_for()
    return page


def test_in_a_wide_window_the_filters_stand_beside_the_results_and_stay_in_view(
    visit: Callable, tides: Callable
) -> None:
    page = visit(f"{tides('en')}search/?q=tide", viewport=DESK)
    filters = page.get_by_role("form", name="Filters")
    filters.locator("li").first.wait_for()
    results = page.locator(".search-page__results")
    for _ in range(2):
        column, list_box = filters.bounding_box(), results.bounding_box()
        assert column is not None
        assert list_box is not None
        assert column["x"] > list_box["x"] + list_box["width"]
        assert 0 <= column["y"] < DESK["height"]
        page.evaluate("scrollTo(0, 500)")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_in_a_narrow_window_the_filters_are_a_sheet(
    visit: Callable, tides: Callable, barriers: Callable, size: dict[str, int], language: str
) -> None:
    page = opened(visit, f"{tides(language)}search/?q=tide", size)
    sheet = page.locator(".search-page__sheet")
    box = sheet.bounding_box()
    assert box is not None
    if size is PHONE:
        assert (box["x"], round(box["y"] + box["height"])) == (0, 844)
    else:
        assert box["x"] == 0 if language == "ar" else box["x"] > 300
    assert barriers(page) == []
    sheet.get_by_text("El Diario").click()
    expect(sheet.locator(".search-page__show")).to_contain_text("15")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.search-page__sheet')")
    sheet.locator(".search-page__show").click()
    expect(sheet).to_be_hidden()
    expect(page.locator(".search-page__open")).to_be_focused()
    expect(page.locator(".search-page__open")).to_contain_text("1")
    expect(page.locator(".search-page__chip")).to_have_count(1)
    assert barriers(page) == []


def test_opening_the_sheet_moves_nothing_and_escape_or_the_ground_closes_it(visit: Callable, tides: Callable) -> None:
    page = visit(f"{tides('en')}search/?q=tide", viewport=PHONE)
    first = page.locator(".search-page .search__item").first
    before = first.bounding_box()
    results = page.locator(".search-page .search__item").element_handles()
    page.evaluate(RECORD_SHIFTS)
    sheet = page.get_by_role("dialog", name="Filters")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(200, 20)):
        page.get_by_role("button", name="Filters").click()
        page.locator(".search-page__sheet li").first.wait_for()
        assert first.bounding_box() == before
        close()
        expect(sheet).to_be_hidden()
        assert first.bounding_box() == before
    assert page.evaluate("moved") == []
    assert all(result.is_visible() for result in results), "the results are not made anew"


def test_a_window_that_becomes_wider_has_its_filters_in_the_column(visit: Callable, tides: Callable) -> None:
    page = opened(visit, f"{tides('en')}search/?q=tide", TABLET)
    page.set_viewport_size(DESK)
    expect(page.get_by_role("dialog", name="Filters")).to_be_hidden()
    page.locator(".search-page__aside li").first.wait_for()
    page.set_viewport_size(TABLET)
    expect(page.locator(".search-page__filters")).to_be_hidden()


def test_a_chart_shows_the_years_of_the_results(visit: Callable, tides: Callable) -> None:
    page = visit(f"{tides('en')}search/?q=tide&source=The+Daily", viewport=DESK)
    bars = page.locator(".search-page__chart > span")
    expect(bars).to_have_count(9)  # 2000 to 2008, of which the even years have articles
    heights = [bar.bounding_box()["height"] for bar in bars.all()]
    assert [height > 10 for height in heights] == [True, False] * 4 + [True]
    page.get_by_role("group", name="Years").get_by_text("2006", exact=True).click()
    expect(page.locator(".search-page__bar-chosen")).to_have_count(1)
    page.goto(f"{tides('en')}search/?q=tide&source=The+Daily&from=2006")
    expect(page.locator(".search-page__chip")).to_have_count(2)
    page.locator(".search-page__kinds li").first.wait_for()
    expect(page.locator(".search-page__chart")).to_be_hidden()


def test_all_chosen_filters_are_removed_at_once(visit: Callable, tides: Callable) -> None:
    page = visit(f"{tides('en')}search/?q=tide&tag=tides&source=El+Diario&from=2002", viewport=DESK)
    chips = page.locator(".search-page__chip")
    expect(chips).to_have_text(["tag: tides", "source: El Diario", "from 2002"])
    page.get_by_role("button", name="Clear all").click()
    expect(chips).to_have_count(0)
    expect(page.locator(".search-page__status")).to_have_text("30 articles found")
    assert page.url.endswith("search/?q=tide")
    expect(page.locator(".search-page__input")).to_be_focused()
    page.go_back()
    expect(chips).to_have_count(3)
    page.set_viewport_size(PHONE)
    page.locator(".search-page__open").click()
    page.locator(".search-page__sheet").get_by_role("button", name="Clear all").click()
    expect(page.locator(".search-page__show")).to_have_text("Show 30 articles")
    expect(page.locator(".search-page__show")).to_be_focused()


def test_a_result_has_the_thumbnail_of_its_article_or_no_place_for_one(chromium: object, tides: Callable) -> None:
    page = chromium.new_page(viewport=DESK)  # type: ignore[attr-defined] # not `visit`: an image is missing
    page.route("**/b.webp", lambda route: route.abort())
    hosts: list[str] = []
    page.on("request", lambda request: hosts.append(request.url.split("/")[2]))
    page.goto(f"{tides('en')}search/?year=2000")
    items = page.locator(".search-page .search__item")
    expect(items).to_have_count(3)
    expect(items.locator("img")).to_have_count(1)
    image = items.filter(has_text="Tide 00").locator("img")
    expect(image).to_have_attribute("src", f"{tides('en')}a.webp")
    expect(items.locator(".search__facts")).to_have_text(
        [
            re.compile(f"The Daily · {day} January 2000{minutes}")
            for day, minutes in ((21, "$"), (11, " · 3 min read$"), (1, "$"))
        ]
    )
    expect(items.locator(".search__source").first).to_have_attribute("href", f"{tides('en')}sources/the-daily/")
    box, text = image.bounding_box(), items.filter(has_text="Tide 00").locator("h2").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(1.5)
    assert box["x"] > text["x"] + text["width"]
    assert {host.split(":")[0] for host in hosts} == {"127.0.0.1"}
    page.close()
