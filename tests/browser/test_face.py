"""Tests of how the site looks and of its tools for readers: edges, looks, contrast, text size, links, shortcuts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article
from tests.browser.test_list_pages import luminance
from tests.browser.test_site import PAGES
from tests.conftest import MKDOCS_YML

LOOKS = ("paper", "library", "plain")
ARTICLE = "articles/2020/03/kabul/"
COLOURS = ("--md-default-fg-color", "--muted", "--md-accent-fg-color", "--md-typeset-a-color")
GROUNDS = ("--md-default-bg-color", "--wash")


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_every_kind_of_page_has_one_left_edge(visit: Callable, address: str, width: int) -> None:
    page = visit(address, viewport={"width": width, "height": 900})
    edges = {}
    for kind, path in PAGES.items():
        page.goto(address + path)
        edges[kind] = page.locator("h1").first.evaluate("element => element.getBoundingClientRect().left")
    assert max(edges.values()) - min(edges.values()) <= 1, edges


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_has_enough_contrast_in_light_and_dark(
    visit: Callable, address_of: Callable[[str], str], look: str
) -> None:
    for scheme in ("light", "dark"):
        page = visit(address_of(look), color_scheme=scheme)
        for ground in GROUNDS:
            for colour in COLOURS:
                assert contrast(page, colour, ground) >= 4.5, (look, scheme, colour, ground)
        for drawn in ("--bar", "--edge"):
            assert contrast(page, drawn, "--md-default-bg-color") >= 3, (look, scheme, drawn)
        assert contrast(page, "--md-default-fg-color", "--mark") >= 4.5, (look, scheme)


def contrast(page: Page, one: str, other: str) -> float:
    """Return the contrast (WCAG 2.2) of two custom properties of the page."""
    measured = """names => names.map(name => {
        const probe = Object.assign(document.createElement("i"), { style: `color: var(${name})` });
        document.body.append(probe);
        const colour = getComputedStyle(probe).color;
        probe.remove();
        return colour;
    })"""
    light, dark = sorted(map(luminance, page.evaluate(measured, [one, other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def address_of(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable
) -> Iterator[Callable[[str], str]]:
    """Yield a function that builds and serves a site with a look."""
    with ExitStack() as stack:

        def serve(look: str) -> str:
            settings = MKDOCS_YML.replace("- backfile", f"- backfile:\n      look: {look}\n      search: false\n")
            today = datetime.now(tz=UTC).date()
            written = {
                f"articles/{year}/{today:%m}/a.md": article(
                    "Text.", title=f"Of {year}", date=today.replace(year=year), source="Gazette", origin=ORIGIN
                )
                for year in (2016, 2020)
            }
            config = load(make_archive(tmp_path_factory.mktemp(look), written, settings))
            assert build(config).warnings == ()
            return stack.enter_context(served(config.site))

        yield serve


def test_the_front_page_shows_the_articles_of_this_day(visit: Callable, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("paper"), timezone_id="UTC")
    cards = page.locator(".today .card")
    expect(cards).to_have_count(2)
    expect(page.get_by_role("link", name="All articles by date")).to_have_count(1)
    expect(cards.first).to_have_text(re.compile("2020.*Of 2020.*Gazette", re.DOTALL))
    cards.last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Of 2016")


def test_without_scripts_this_day_is_a_link_to_the_dates(visit: Callable, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("plain"), java_script_enabled=False)
    page.locator(".today a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dates")


def test_the_browser_keeps_the_readers_text_size_and_width(visit: Callable, address: str) -> None:
    page = visit(address + ARTICLE)
    measure = "element => [parseFloat(getComputedStyle(element).fontSize), element.clientWidth]"
    body = page.locator(".article__body")
    size, width = body.evaluate(measure)
    page.get_by_role("button", name="Larger text").click()
    page.keyboard.press("w")
    larger, wider = body.evaluate(measure)
    assert larger > size
    assert wider > width
    page.goto(f"{address}articles/2021/01/wetter/")
    assert page.locator(".article__body").evaluate(measure)[0] == larger
    page.keyboard.press("-")
    page.keyboard.press("w")
    assert page.locator(".article__body").evaluate(measure)[0] == size


def test_a_link_to_a_paragraph_leads_to_it(visit: Callable, address: str) -> None:
    page = visit(address + ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    paragraph = page.get_by_text("Paragraph 30 tells")
    paragraph.hover()
    page.get_by_role("button", name="Copy a link to this paragraph").click()
    expect(page.locator(".reading__status")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    words = "Paragraph%2030%20tells%20of%20letters%2C%20roads%20and%20rivers%20and%20of%20nothing%20else."
    assert link == f"{address}{ARTICLE}#:~:text={words}"
    page.goto("about:blank")
    page.goto(link)
    expect(paragraph).to_be_in_viewport()


def test_shortcuts_are_listed_and_do_not_act_in_fields(visit: Callable, address: str) -> None:
    page = visit(address + ARTICLE)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.goto(address)
    page.locator(".search-box__input").fill("")
    page.locator(".search-box__input").press("?")
    expect(page.locator(".search-box__input")).to_have_value("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(0)


def test_citing_from_the_right_column_opens_the_citation(visit: Callable, address: str) -> None:
    page = visit(address + ARTICLE)
    page.locator(".article-aside").get_by_role("link", name="Cite this article").click()
    expect(page.locator(".citation__text").first).to_be_visible()
    expect(page.locator(".article-aside li")).to_have_text(["Afghanistan"])


def test_colours_follow_the_system_and_then_the_reader(visit: Callable, address: str) -> None:
    page = visit(address, color_scheme="dark")
    scheme = page.locator("body[data-md-color-scheme='slate']")
    expect(scheme).to_be_attached()
    page.emulate_media(color_scheme="light")
    expect(page.locator("body[data-md-color-scheme='default']")).to_be_attached()
    page.locator("form.md-header__option label:visible").click()
    expect(scheme).to_be_attached()
    page.reload()
    expect(scheme).to_be_attached()
    expect(page.locator("form.md-header__option label:visible")).to_have_count(1)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
