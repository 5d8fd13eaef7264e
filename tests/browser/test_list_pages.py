"""Tests of charts, by pointer and by keyboard, and of a site in Arabic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from backfile.i18n.catalogs import OTHER, read_catalog
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import pages
from tests.browser.test_site import PAGES
from tests.conftest import MKDOCS_YML

ARABIC = [PAGES[kind] for kind in ("home", "article", "tags", "tag", "year", "search with filters")]
INSTANT = "  language: ar\n  features: [navigation.instant, navigation.instant.prefetch]\n"


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[str]:
    """Serve the site of an archive in Arabic, with instant navigation."""
    settings = MKDOCS_YML.replace("  name: material\n", f"  name: material\n{INSTANT}")
    settings = f"site_url: https://clippings.example/\nsite_description: كل ما وجدناه\n{settings}"
    archive = make_archive(tmp_path_factory.mktemp("arabic"), pages(), settings)
    config = load(archive)
    assert build(config).warnings == ()
    with served(config.site) as address:
        yield address


def test_a_bar_links_to_its_year(visit: Callable, address: str) -> None:
    page = visit(address)
    bar = page.locator(".chart__bars a").last
    expect(bar.locator("title")).to_have_text("2021: 1 article")
    bar.locator(".chart__slot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2021")
    page.locator(".date-links__earlier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2020")
    page.locator("a.calendar__month").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("March 2020")


def test_the_numbers_are_a_table_that_the_keyboard_opens(visit: Callable, address: str) -> None:
    page = visit(f"{address}dates/", reduced_motion="reduce")
    rows = page.locator(".numbers tr")
    expect(rows.first).to_be_hidden()
    page.locator(".chart__numbers summary").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_text([re.compile(rf"{year}\s*1") for year in (2019, 2020, 2021)])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dates/2019/")


def test_the_colours_of_charts_follow_light_and_dark_mode(visit: Callable, address: str) -> None:
    colours = """[getComputedStyle(document.querySelector('.chart__bars a rect:last-child')).fill,
        getComputedStyle(document.body).backgroundColor]"""
    for scheme in ("light", "dark"):
        bar, ground = map(luminance, visit(address, color_scheme=scheme).evaluate(colours))
        assert (ground > bar) == (scheme == "light")
        assert (max(bar, ground) + 0.05) / (min(bar, ground) + 0.05) >= 3, "WCAG 2.2, 1.4.11"


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2) of a computed colour."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def interface_texts(page: Page) -> set[str]:
    """Return the texts of a page outside of articles, with those for screen readers."""
    return set(
        page.evaluate("""() => {
            const texts = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const text = walker.currentNode;
                if (!text.parentElement.closest("script, .article__body")) texts.push(text.data.trim());
            }
            for (const element of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
                texts.push(element.ariaLabel, element.placeholder, element.title);
            }
            return texts.filter(Boolean);
        }""")
    )


def test_an_arabic_site_is_from_right_to_left_and_has_no_english_text(
    visit: Callable, arabic: str, barriers: Callable
) -> None:
    english = {key: texts[OTHER] for key, texts in read_catalog("en").items()}
    foreign = {text for key, text in english.items() if text != read_catalog("ar")[key][OTHER] and "{" not in text}
    page = visit(arabic, color_scheme="dark", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    for path in ARABIC:
        page.goto(arabic + path)
        if "search" in path:
            page.locator(".search-page__results li").first.wait_for()
        for details in page.locator("details").all():
            details.evaluate("element => element.open = true")
        if "search" in path:
            page.locator(".search-page__open").click()
            page.locator(".search-page__kinds li").first.wait_for()
        assert page.evaluate("document.dir || document.body.dir") == "rtl"
        assert not interface_texts(page) & foreign
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert barriers(page) == []


def test_charts_and_the_search_work_with_instant_navigation(visit: Callable, arabic: str) -> None:
    page = visit(arabic)
    heading = page.get_by_role("heading", level=1)
    bars = page.locator(".chart__slot")
    assert bars.first.bounding_box()["x"] > bars.last.bounding_box()["x"]
    page.locator(".md-nav--primary .md-nav__link[href]").nth(1).click()
    expect(heading).to_have_text("التواريخ")
    page.locator(".chart__bars a").last.locator(".chart__slot").click()
    expect(heading).to_have_text("2021")
    page.locator("a.calendar__month").click()
    expect(heading).to_have_text("يناير 2021")
    page.go_back()
    expect(heading).to_have_text("2021")
    page.goto(arabic)
    page.locator(".search-box__input").fill("prisoners")
    page.locator(".search-box__submit").click()
    expect(page.locator(".search-page .search__title").first).to_have_text("Kabul frees prisoners")


def test_headlines_of_another_direction_keep_the_edge_of_the_list(visit: Callable, arabic: str) -> None:
    page = visit(arabic + PAGES["tag"])
    headlines = page.locator(".card__headline a")
    expect(headlines.first).to_be_visible()
    assert set(headlines.evaluate_all("links => links.map(link => getComputedStyle(link).textAlign)")) == {"right"}
