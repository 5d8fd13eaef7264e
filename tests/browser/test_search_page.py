"""Tests of the search page: its URL, filters and results; by keyboard, without JavaScript, without a query."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import HOSTILE, ORIGIN, SUBFOLDER, article, search, subfolder_settings
from tests.browser.traces import RECORD_SHIFTS

PAPERS = ("The Daily", "El Diario", "R&D <b>Weekly</b>")


DAYS = {
    "2008-01-09": "9 January 2008",
    "2007-01-09": "9 January 2007",
    "2000-01": "January 2000",
    "2008-01": "January 2008",
}
"""Days and months of addresses, as chips show them."""


def pages() -> dict[str, str]:
    """Return 27 articles on ferries, of nine years and three publications, one undated, and one on another subject."""
    result = {
        f"articles/{2000 + number % 9}/01/ferry-{number:02}.md": article(
            f"The ferry of day {number} was late. {'Only ferry seven carried a quagga. ' if number == 7 else ''}",
            title=f"Ferry {number:02}",
            date=date(2000 + number % 9, 1, 1 + number),
            source=PAPERS[number % 3],
            authors=["Ada Quill", *(["Bo <i>Fen</i>"] if number % 4 == 0 else [])],
            tags=["Ferries", "Odd" if number % 2 else "even"],
            origin=ORIGIN,
        )
        for number in range(26)
    }
    result["articles/undated/aa/late.md"] = article(
        "A ferry, some day.", title="Undated ferry", tags=["Ferries"], origin=ORIGIN
    )
    result["articles/2010/02/tram.md"] = article(
        "A tram.",
        title="The tram",
        date=date(2010, 2, 2),
        tags=["ODD", *(f"Tag {number}" for number in range(14))],
        origin=ORIGIN,
    )
    return result


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[str]:
    archive = make_archive(tmp_path_factory.mktemp("ferries"), pages())
    config = load(archive)
    assert build(config, strict=True).warnings == ()
    with served(config.site) as url:
        yield url


def titles(page: Page) -> Locator:
    return page.locator(".search-page .search__title")


def status(page: Page, number: int) -> None:
    text = {0: "No articles found", 1: "1 article found"}.get(number, f"{number} articles found")
    expect(page.locator(".search-page__status")).to_have_text(text)


def query_of(page: Page) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(page.url).query)


def chips(page: Page) -> Locator:
    return page.locator(".search-page__chip")


def choice(page: Page, kind: str, label: str) -> Locator:
    group = page.get_by_role("group", name=kind)
    return group.locator("li", has=page.get_by_text(label, exact=True))


def open_sheet(page: Page) -> Locator:
    page.get_by_role("button", name="Filters").click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_visible()
    return sheet


@pytest.mark.parametrize(
    ("query", "number", "first"),
    [
        ({"q": "ferry"}, 27, None),
        ({"q": "ferry", "sort": "newest"}, 27, "Ferry 17"),
        ({"q": "ferry", "sort": "oldest"}, 27, "Ferry 00"),
        ({"q": "ferry", "source": "The Daily"}, 9, None),
        ({"q": "ferry", "source": ["The Daily", "el diario"]}, 18, None),
        ({"q": "ferry", "year": ["2001", "2002"], "sort": "oldest"}, 6, "Ferry 01"),
        ({"q": "ferry", "author": "bo <i>fen</i>"}, 7, None),
        ({"q": "ferry", "author": ["Bo <i>Fen</i>", "Ada Quill"], "year": "2001"}, 3, None),
        ({"from": "2008-01-09", "to": "2010"}, 3, "The tram"),
        ({"q": "ferry", "from": "2007-01-09", "sort": "oldest"}, 4, "Ferry 16"),
        ({"q": "ferry", "to": "2000-01", "sort": "newest"}, 3, "Ferry 18"),
        ({"q": "ferry", "from": "2000", "year": "Undated"}, 0, None),
        ({"q": "ferry", "tag": "odd"}, 13, None),
        ({"q": "ferry", "tag": ["ODD", "ferries"], "source": "The Daily"}, 4, None),
        ({"tag": "odd"}, 14, "The tram"),
        ({"tag": ["Odd", "Ferries"], "sort": "oldest"}, 13, "Ferry 09"),
        ({"year": "Undated"}, 1, "Undated ferry"),
        ({"q": "“ferry seven”"}, 1, "Ferry 07"),
        ({"q": "ferry seven", "source": "El Diario"}, 1, "Ferry 07"),
        ({"q": "ferry", "tag": "even", "year": "2001", "source": "R&D <b>Weekly</b>"}, 0, None),
        ({"source": "<img src=x onerror=window.pwnd=1>"}, 0, None),
    ],
)  # fmt: skip
def test_the_url_determines_query_filters_order_and_results(
    visit: Callable, ferries: str, query: dict, number: int, first: str | None
) -> None:
    page = visit(f"{ferries}search/?{urlencode(query, doseq=True)}")
    for _ in range(2):
        status(page, number)
        expect(titles(page)).to_have_count(min(number, 10))
        if first:
            expect(titles(page).first).to_have_text(first)
        expect(page.locator(".search-page__input")).to_have_value(query.get("q", ""))
        kinds = {"from": "from", "to": "to"}
        labels = [
            f"{kinds.get(key, f'{key}:')} {DAYS.get(value, value)}"
            for key, value in query_of(page)
            if key not in ("q", "sort")
        ]
        assert sorted(chips(page).all_text_contents()) == sorted(labels)
        page.reload()


def test_query_and_filters_are_stored_in_the_url_and_back_restores_them(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/")
    expect(page.locator(".search-page__input")).to_be_focused()
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    status(page, 27)
    expect(choice(page, "Sources", "The Daily")).to_have_text("The Daily9")
    choice(page, "Sources", "The Daily").locator("input").check()
    status(page, 9)
    expect(choice(page, "Sources", "El Diario")).to_have_text("El Diario9")
    expect(choice(page, "Tags", "even")).to_have_text("even5")
    choice(page, "Tags", "even").locator("input").check()
    status(page, 5)
    expect(choice(page, "Years", "2001")).to_have_count(0)
    choice(page, "Years", "2006").locator("input").check()
    status(page, 2)
    expect(choice(page, "Years", "2006").locator("input")).to_be_focused()
    page.locator(".search-page__order").select_option("oldest")
    expected = [("q", "ferry"), ("tag", "even"), ("source", "The Daily"), ("year", "2006"), ("sort", "oldest")]
    expect(titles(page)).to_have_text(["Ferry 06", "Ferry 24"])
    assert query_of(page) == expected
    for remaining, number in ((4, 2), (3, 5), (2, 9), (1, 27)):
        page.go_back()
        status(page, number)
        assert query_of(page) == expected[:1] + (expected[2:3] if remaining == 2 else expected[1:remaining])
    page.go_forward()
    status(page, 9)
    chips(page).click()
    status(page, 27)
    assert query_of(page) == [("q", "ferry")]


def test_a_range_of_days_is_stored_in_the_url(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=ferry&from=2007&to=2008-01")
    status(page, 5)
    days = page.get_by_role("group", name="Days")
    expect(days.get_by_label("From")).to_have_value("2007-01-01")
    expect(days.get_by_label("To")).to_have_value("2008-01-31")
    expect(choice(page, "Years", "2007")).to_have_text("20073")
    days.get_by_label("From").fill("2007-01-17")
    status(page, 4)
    assert query_of(page) == [("q", "ferry"), ("from", "2007-01-17"), ("to", "2008-01")]
    page.get_by_role("button", name="Remove to January 2008").click()
    days.get_by_label("From").fill("")
    status(page, 27)
    page.go_back()
    status(page, 4)
    page.goto(f"{ferries}search/?q=ferry&from=tomorrow&to=2008-13")
    status(page, 27)
    expect(chips(page)).to_have_count(0)


def test_typing_adds_no_history_entries(visit: Callable, ferries: str) -> None:
    page = visit(ferries)
    page.locator(".search-box__submit").click()
    expect(page.locator(".search-page__input")).to_be_focused()
    page.locator(".search-page__input").press_sequentially("quagga", delay=60)
    status(page, 1)
    page.wait_for_url("**/search/?q=quagga")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Clippings")


def test_a_button_adds_more_results(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=ferry&sort=newest")
    expect(titles(page)).to_have_count(10)
    more = page.get_by_role("button", name="More results")
    more.click()
    expect(titles(page)).to_have_count(20)
    expect(page.locator(".search-page .search__link").nth(10)).to_be_focused()
    more.click()
    expect(titles(page)).to_have_count(27)
    expect(more).to_be_hidden()
    expect(titles(page).last).to_have_text("Undated ferry")


def test_a_result_shows_headline_source_day_and_marked_words(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=quagga")
    item = page.locator(".search-page .search__item")
    expect(item.get_by_role("heading", level=2)).to_have_text("Ferry 07")
    expect(item.locator("p")).to_have_text(
        ["The ferry of day 7 was late. Only ferry seven carried a quagga.", "El Diario · 8 January 2007"]
    )
    expect(item.locator("time")).to_have_attribute("datetime", "2007-01-08")
    expect(page.locator(".search-page mark")).to_have_text(["quagga"])
    page.locator(".search-page .search__link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry 07")


def test_a_match_in_tags_alone_is_shown_in_the_excerpt(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q={quote('“Tag 3”')}")
    expect(titles(page)).to_have_text(["The tram"])
    expect(page.locator(".search-page mark")).to_have_text(["Tag", "3"])
    expect(page.locator(".search-page .search__excerpt")).to_contain_text("A tram. · ")


def test_a_query_for_a_year_does_not_match_dates(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=2001")
    status(page, 0)


def test_long_lists_of_filters_have_a_search_input(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?tag=odd")
    tags = page.get_by_role("group", name="Tags")
    expect(tags.locator("li")).to_have_count(6)
    expect(tags.locator("li").first).to_have_text("Odd14")
    tags.get_by_role("searchbox").fill("tag 1")
    expect(tags.locator("li")).to_have_text(["Odd14", "Tag 11", "Tag 101", "Tag 111", "Tag 121", "Tag 131"])
    expect(page.get_by_role("group", name="Sources").get_by_role("searchbox")).to_be_hidden()


def test_filters_match_letters_without_regard_to_accents(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/")
    tags = page.get_by_role("group", name="Tags")
    for letters, labels in {"ÓD": ["Odd14"], "14": [], "tag 13": ["Tag 131"], "zzz": []}.items():
        tags.get_by_role("searchbox").fill(letters)
        expect(tags.locator("li")).to_have_text(labels)
        expect(tags.get_by_role("status")).to_have_count(0 if labels else 1)


def test_choosing_a_filter_uses_the_words_just_typed(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/")
    choice(page, "Sources", "El Diario").wait_for()
    page.evaluate("""() => {
        const input = document.querySelector(".search-page__input");
        input.value = "quagga";
        input.dispatchEvent(new Event("input"));
        document.querySelector("[data-kind=source] input[value='El Diario']").click();
    }""")
    expect(titles(page)).to_have_text(["Ferry 07"])
    assert query_of(page) == [("q", "quagga"), ("source", "El Diario")]


def test_without_results_the_page_suggests_next_steps(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=quagga&year=2001&year=2002")
    status(page, 0)
    expect(page.locator(".search-page__none")).to_contain_text("Without the filters: 1 article found.")
    page.get_by_role("button", name="Drop the filters").click()
    expect(titles(page)).to_have_text(["Ferry 07"])
    expect(page.locator(".search-page__none")).to_be_hidden()
    expect(page.locator(".search-page__elsewhere")).to_be_hidden()
    page.goto(f"{ferries}search/?q=xylophone")
    status(page, 0)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".search-page__filters")).to_be_hidden()
    expect(page.locator(".search-page__none")).to_contain_text("Fewer words")
    page.locator(".search-page .ways-in").get_by_role("link", name="Tags").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tags")


def test_only_articles_are_found(visit: Callable, address: str) -> None:
    page = visit(f"{address}search/?q=handbook")
    status(page, 0)
    page.goto(f"{address}search/?q=Afghanistan")
    status(page, 2)


def test_the_dialog_links_to_the_search_page_with_the_same_query(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}articles/2007/01/ferry-07/")
    search(page, "quagga & “ferry seven”")
    expect(page.locator("dialog .search__title")).to_have_text(["Ferry 07"])
    page.get_by_role("link", name="All results, with filters").click()
    page.wait_for_url("**/search/?q=*")
    assert query_of(page) == [("q", "quagga & “ferry seven”")]
    expect(titles(page)).to_have_text(["Ferry 07"])
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator(".search-page__input")).to_be_focused()


def test_the_link_of_the_dialog_works_before_its_script_is_loaded(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}articles/2007/01/ferry-07/")
    page.route("**/dialog.js", lambda route: None)
    search(page, "quagga")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog.search")).to_be_hidden()
    search(page, "quagga")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="All results, with filters").click()
    expect(titles(page)).to_have_text(["Ferry 07"])
    assert query_of(page) == [("q", "quagga")]


def test_sorting_in_the_dialog_keeps_undated_articles(visit: Callable, ferries: str) -> None:
    page = visit(ferries)
    search(page, "“some day”")
    expect(page.locator("dialog .search__title")).to_have_text(["Undated ferry"])
    search(page, "ferry")
    page.get_by_role("combobox", name="Order").select_option("oldest")
    expect(page.locator("dialog .search__title").first).to_have_text("Ferry 00")
    expect(page.locator("dialog .search__status")).to_have_text("27 articles found")


def test_the_search_page_works_by_keyboard_alone(visit: Callable, ferries: str) -> None:
    page = visit(f"{ferries}search/?q=ferry", reduced_motion="reduce")
    status(page, 27)
    page.keyboard.press("/")
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    expect(page.get_by_role("button", name="Filters")).to_be_in_viewport()
    press("Tab")
    expect(page.locator(".search-page__order")).to_be_focused()
    press("Shift+Tab")
    press("Enter")
    expect(page.get_by_role("group", name="Years").get_by_role("searchbox")).to_be_focused()
    for _ in range(30):
        if choice(page, "Tags", "even").locator("input").evaluate("input => input == document.activeElement"):
            break
        press("Tab")
    press("Space")
    status(page, 13)
    expect(choice(page, "Tags", "even").locator("input")).to_be_focused()
    page.keyboard.press("/")
    for _ in range(3):
        press("Tab")
    expect(chips(page)).to_be_focused()
    press("Enter")
    status(page, 27)
    expect(page.get_by_role("button", name="Filters")).to_be_focused()


def test_the_button_leads_to_filters_that_load_slowly(chromium: Browser, ferries: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    held: list[Route] = []
    page.route("**/filters.js", lambda route: held.append(route))
    page.goto(f"{ferries}search/?q=ferry")
    status(page, 27)
    button = page.get_by_role("button", name="Filters")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    held[0].continue_()
    expect(page.get_by_role("group", name="Years").get_by_role("searchbox")).to_be_focused()
    page.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_labels_are_text_on_the_search_page(visit: Callable, address: str, name: str) -> None:
    text = " ".join(HOSTILE[name].split())
    page = visit(f"{address}search/?{urlencode({'q': f'Sentinel{name}', 'tag': text, 'source': text})}")
    expect(titles(page)).to_have_text([text])
    expect(chips(page)).to_have_text([f"tag: {text}", f"source: {text}"])
    expect(choice(page, "Tags", text)).to_have_count(1)
    elements = page.locator(".search-page .search__item, .search-page__chip, .search-page__filters li")
    assert set(elements.locator("*").evaluate_all("all => all.map(one => one.localName)")) <= {
        "div", "h2", "a", "p", "span", "bdi", "mark", "label", "input",
    }  # fmt: skip


def _moved(chromium: Browser, address: str, width: int) -> list[object]:
    """Return what moves on the search page until its results and filters are there."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(RECORD_SHIFTS)
    # The page is painted before its scripts load, as over a slow connection.
    page.route("**/*.js", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(address)
    status(page, 27)
    expect(page.locator(".search-page__form")).to_be_visible()
    if width == 1280:
        page.locator(".search-page__kinds li").first.wait_for()  # the filters come after the results
    page.wait_for_load_state("networkidle")
    moved: list[object] = page.evaluate("moved")
    page.close()
    return moved


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_scripts_and_results_load(chromium: Browser, ferries: str, width: int) -> None:
    """A busy browser may also paint a page before it has read all of its HTML, and then move what it has painted. What
    scripts and results move, they move each time.
    """
    loads = (_moved(chromium, f"{ferries}search/?q=ferry", width) for _ in range(3))
    moved = next(loads)
    while moved and (again := next(loads, None)) is not None:
        moved = again
    assert moved == []


def test_without_javascript_the_search_page_links_to_the_lists(
    visit: Callable, ferries: str, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{ferries}search/?q=ferry")
    expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
    expect(page.locator(".search-page__form")).to_be_hidden()
    expect(page.locator(".search-page__filters")).to_be_hidden()
    expect(page.get_by_role("button", name="Filters")).to_be_hidden()
    expect(page.locator(".search-page .ways-in").get_by_role("link", name="Dates")).to_be_visible()
    context.close()


def test_without_an_index_the_page_says_so(chromium: Browser, site: Path, served: Callable, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    with served(tmp_path / "site") as address:
        page = chromium.new_page()
        for query in ("?q=anything", "?tag=anything", ""):
            page.goto(f"{address}search/{query}")
            expect(page.locator(".search-page__status")).to_contain_text("no search index")
            expect(page.locator(".search-page .ways-in")).to_be_visible()
            expect(page.locator(".search-page__filters")).to_be_hidden()
        page.close()


@pytest.mark.parametrize("part", ["pf_index", "pf_fragment", "facets.json"])
def test_a_part_of_the_index_that_cannot_be_loaded_is_an_error(chromium: Browser, ferries: str, part: str) -> None:
    page = chromium.new_page()  # not `visit`: the browser logs an error for the missing file
    page.route(f"**/*{part}*", lambda route: route.abort())
    page.goto(f"{ferries}search/?q=quagga&tag=odd")
    expect(page.locator(".search-page__status")).to_contain_text("cannot be reached")
    page.unroute_all()
    page.locator(".search-page__input").press("Enter")
    expect(titles(page)).to_have_text(["Ferry 07"])
    page.close()


@pytest.mark.parametrize("feature", ["plain", "navigation.instant"])
def test_the_search_page_works_in_a_subfolder_and_with_instant_navigation(
    visit: Callable, served: Callable, make_archive: Callable, tmp_path: Path, feature: str
) -> None:
    with served(tmp_path / "www") as root:
        address = urljoin(root, SUBFOLDER)
        archive = make_archive(tmp_path, pages(), subfolder_settings(address, feature))
        build(load(archive))
        page = visit(f"{address}tags/ferries/")
        page.evaluate("window.here = 1")
        for _ in range(2):  # the second time, the script is loaded already
            page.keyboard.press("/")
            page.keyboard.press("Control+A")
            page.keyboard.type("ferry")
            page.get_by_role("link", name="All results, with filters").click()
            expect(page.locator("dialog.search")).to_be_hidden()
            page.wait_for_url("**/deep/down/search/?q=ferry")
            status(page, 27)
            page.get_by_role("button", name="More results").click()
            expect(titles(page)).to_have_count(20)
            choice(page, "Sources", "El Diario").locator("input").check()
            status(page, 9)
            page.go_back()
            status(page, 27)
            page.go_forward()
            status(page, 9)
            expect(chips(page)).to_have_text(["source: El Diario"])
            page.locator(".search-page .search__link").first.click()
            page.wait_for_url("**/deep/down/articles/**")
            page.go_back()
            status(page, 9)
            expect(chips(page)).to_have_text(["source: El Diario"])
            expect(page.locator(".search-page__input")).to_have_value("ferry")
            page.locator(".md-sidebar--primary").get_by_role("link", name="Tags").click()
            page.wait_for_url("**/deep/down/tags/")
            expect(page.get_by_role("heading", level=1)).to_have_text("Tags")
        assert page.evaluate("'here' in window") is (feature == "navigation.instant")
        page.close()  # before the server: requests that are still open would fail
