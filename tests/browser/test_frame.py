"""Tests of what surrounds the content of pages that have no script of Material's: drawer, header, table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article
from tests.conftest import MKDOCS_YML

ARTICLE = "articles/undated/aa/long/"
PARTS = "\n\n".join(f"## Part {number}\n\n{'The board heard of the pier. ' * 30}" for number in range(40))
SETTINGS = MKDOCS_YML.replace("  name: material\n", "  name: material\n  language: ar\n  features: [navigation.tabs]\n")
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 700}
IS_SEEN = """link => {
    const box = link.closest(".md-sidebar__scrollwrap").getBoundingClientRect(), own = link.getBoundingClientRect();
    return own.top >= box.top && own.bottom <= box.bottom && own.bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def right_to_left(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[str]:
    """Serve the site of an archive with one long article and tabs, in Arabic."""
    pages = {f"{ARTICLE[:-1]}.md": article(PARTS, title="A long one", tags=["Piers"], origin=ORIGIN)}
    pages |= {"handbook/index.md": "# Handbook\n\nA page of the owner.\n", "index.md": "# Home\n\nOf the owner.\n"}
    config = load(make_archive(tmp_path_factory.mktemp("long"), pages, SETTINGS))
    assert build(config).warnings == ()
    with served(config.site) as address:
        yield address


def focused(page: Page) -> str:
    """Return title, label or text of the element that has the focus; an empty string for none."""
    about = (
        "element => element === document.body ? '' : (element.title || element.ariaLabel || element.innerText).trim()"
    )
    return str(page.evaluate_handle("document.activeElement").evaluate(about))


@pytest.mark.parametrize("path", ["articles/2020/03/kabul/", "tags/", "404.html", "handbook/"])
def test_the_drawer_opens_and_closes_and_the_focus_is_not_lost(visit: Callable, address: str, path: str) -> None:
    page = visit(address + path, viewport=NARROW, reduced_motion="reduce")
    button = page.get_by_role("button", name="Navigation")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Authors")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(link).to_be_hidden()
    button.click()
    expect(link).to_be_in_viewport()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.mouse.click(380, 600)
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    for key in ("Enter", " "):
        page.keyboard.press(key)
        expect(link).to_be_visible()
        assert focused(page) == "The Clippings"
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_hidden()
    assert focused(page) == "Search"
    button.click()
    link.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Authors")
    expect(link).to_be_hidden()


def test_the_drawer_opens_without_scripts_and_from_the_right(visit: Callable, right_to_left: str) -> None:
    for scripts in (True, False):
        page = visit(right_to_left + ARTICLE, viewport=NARROW, reduced_motion="reduce", java_script_enabled=scripts)
        drawer = page.locator(".md-sidebar--primary")
        page.locator(".drawer-button label").click()
        expect(drawer.get_by_role("link").last).to_be_visible()
        box = drawer.bounding_box()
        assert box
        assert box["x"] + box["width"] == NARROW["width"]
        page.mouse.click(10, 600)
        expect(drawer).to_be_hidden()


def test_the_table_of_contents_stays_scrolls_and_marks_the_current_part(visit: Callable, right_to_left: str) -> None:
    page = visit(right_to_left + ARTICLE, viewport=WIDE, reduced_motion="reduce")
    contents = page.locator(".md-sidebar--secondary")
    current = contents.locator(".md-nav__link--active")
    expect(current).to_have_count(0)
    for part in (3, 39, 20, 0):
        page.locator(f"h2:text-is('Part {part}')").evaluate("heading => heading.scrollIntoView()")
        expect(current).to_have_text(f"Part {part}")
        assert contents.locator(".md-nav__link--passed").count() in (part + 1, 40)
        assert current.evaluate(IS_SEEN), part
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_count(0)
    contents.get_by_role("link", name="Part 5", exact=True).click()
    expect(current).to_have_text("Part 5")
    page.reload()
    expect(current).to_have_text("Part 5")
    box = contents.bounding_box()
    assert box
    assert 0 < box["y"] < 100
    assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]


def test_the_contents_are_reached_without_scripts(visit: Callable, right_to_left: str) -> None:
    page = visit(right_to_left + ARTICLE, viewport=WIDE, java_script_enabled=False)
    last = page.locator(".md-sidebar--secondary").get_by_role("link", name="Part 39")
    expect(last).not_to_be_in_viewport()
    page.mouse.wheel(0, 3000)
    last.scroll_into_view_if_needed()
    last.click()
    expect(page.locator("h2:text-is('Part 39')")).to_be_in_viewport()


def test_the_header_names_what_has_gone_out_of_sight(visit: Callable, right_to_left: str) -> None:
    page = visit(right_to_left + ARTICLE, viewport=WIDE, reduced_motion="reduce")
    name, title = page.locator(".md-header__topic").all()
    for y, shown, hidden in ((0, name, title), (2000, title, name), (0, name, title)):
        page.evaluate("y => scrollTo(0, y)", y)
        expect(shown).to_have_css("opacity", "1")
        expect(hidden).to_have_css("opacity", "0")


def test_what_is_chosen_of_light_and_dark_holds_on_all_kinds_of_pages(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2020/03/kabul/", color_scheme="light")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_title("Dark").click()
    for path in ("tags/", "handbook/", "search/", "404.html", "articles/2020/03/kabul/"):
        page.goto(address + path)
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_title("Light").click()
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
