"""Tests of the built site: on phones, in dark mode, in print, by keyboard, with hostile metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import HOSTILE, ORIGIN, SUBFOLDER, article, search, subfolder_settings
from tests.browser.conftest import TIMEOUT

PAGES = {
    "home": "",
    "article": "articles/2020/03/kabul/",
    "article from right to left": "articles/undated/3f/salam/",
    "article too wide": "articles/2019/05/wide/",
    "article that was withdrawn": "articles/2018/07/withdrawn/",
    "tags": "tags/",
    "tag": "tags/afghanistan/",
    "dates": "dates/",
    "year": "dates/2020/",
    "month": "dates/2020/03/",
    "author": "authors/ayesha-khan/",
    "authors": "authors/",
    "source": "sources/the-daily/",
    "sources": "sources/",
    "section": "sections/world/",
    "sections": "sections/",
    "undated": "dates/undated/",
    "handbook": "handbook/",
    "404": "404.html",
    "search": "search/",
    "search with results": f"search/?q=a&{urlencode({'tag': 'w' * 70})}",
    "search with filters": "search/?tag=Afghanistan&year=2020",
    "search without results": "search/?q=prisoners&year=1999",
}
"""One page of each kind."""


def open_details(page: Page) -> None:
    """Open all details and the filters of the search, and wait for its results."""
    searched = page.locator(".search-page").count() > 0
    if searched and page.url.partition("?")[2]:
        expect(page.locator(".search-page__status")).to_have_text(re.compile("found"))
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")
    if searched:
        if (page.viewport_size or {"width": 1280})["width"] < 1220:
            page.locator(".search-page__open").click()
        page.locator(".search-page__kinds li").first.wait_for()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_metadata_is_printed_as_text(visit: Callable, address: str, name: str) -> None:
    text = HOSTILE[name]
    page = visit(f"{address}articles/2022/01/{name}/")
    shown = " ".join(text.split())
    expect(page.get_by_role("heading", level=1)).to_have_text(shown)
    assert page.title().startswith(shown)
    assert page.locator("meta[name=description]").get_attribute("content") == text
    assert page.locator(".article__author").all_text_contents() == [text, text]
    tag = page.locator(".article__tags a")
    expect(tag).to_have_text(shown)
    assert page.locator(".md-sidebar--secondary a").first.text_content().strip() == shown
    page.get_by_text("About this copy").click()
    expect(page.locator(".article__origin")).to_contain_text(shown)
    tag.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "dark"),
        (1280, "light"),
        pytest.param(390, "light", marks=pytest.mark.soak),
        pytest.param(1280, "dark", marks=pytest.mark.soak),
    ],
)
def test_axe_finds_no_violations_on_any_kind_of_page(
    visit: Callable, address: str, barriers: Callable, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 844}
    page = visit(address, color_scheme=scheme, viewport=size, reduced_motion="reduce")
    for path in PAGES.values():
        page.goto(address + path)
        open_details(page)
        assert barriers(page) == []
    page.goto(address)
    search(page, "prisoners")
    page.locator(".search__link").first.wait_for()
    assert barriers(page) == []


@pytest.mark.parametrize("kind", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(visit: Callable, address: str, kind: str) -> None:
    page = visit(address + PAGES[kind], viewport={"width": 390, "height": 844})
    open_details(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("scrollTo(99, 0)")
    assert page.evaluate("scrollX") == 0
    beyond = """() => [...document.querySelectorAll(".md-content *")].filter(element => {
        const box = element.getBoundingClientRect();
        return box.right > 391 && !element.closest(".md-typeset__scrollwrap, pre, .image-elsewhere");
    }).map(element => element.outerHTML.slice(0, 200))"""
    assert page.evaluate(beyond) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_reaches_everything_and_the_focus_is_visible(visit: Callable, address: str, width: int) -> None:
    page = visit(f"{address}articles/2020/03/kabul/", viewport={"width": width, "height": 844}, reduced_motion="reduce")
    state = """() => {
        const focused = document.activeElement;
        const switched = focused.matches(".md-option") ? focused.nextElementSibling : null;
        const visible = switched ?? focused.closest(".card") ?? focused;
        const box = visible.getBoundingClientRect();
        const seen = box.width > 0 && box.right > 0 && getComputedStyle(visible).outlineStyle != "none";
        const name = `${focused.title} ${focused.ariaLabel ?? ""} ${focused.innerText}`;
        return [focused == document.body ? "" : name, seen];
    }"""
    reached = []
    while True:
        page.keyboard.press("Tab")
        name, seen = page.evaluate(state)
        if not name:
            break
        assert seen, name
        reached.append(" ".join(name.split()))
    assert reached[0] == "Skip to content"
    for name in ("Search", "A street", "Afghanistan", "The original at outside.example", "About this copy"):
        assert any(name in stop for stop in reached), name
    assert any("Navigation" in stop for stop in reached) is (width == 390)


@pytest.mark.parametrize("kind", ["article", "article from right to left", "tags", "home"])
def test_the_skip_link_leads_to_the_title(visit: Callable, address: str, kind: str) -> None:
    page = visit(address + PAGES[kind])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#__content")
    expect(page.locator("#__content h1")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#__content, .article__foot') != null")


def test_drawer_and_details_open_by_keyboard(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2020/03/kabul/", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Tags")
    expect(link).to_be_hidden()
    page.get_by_title("Navigation").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.get_by_text("About this copy").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("a/kabul.html")).to_be_visible()


@pytest.mark.parametrize("kind", ["home", "404"])
def test_the_links_and_the_search_box_of_home_and_404_work(visit: Callable, address: str, kind: str) -> None:
    page = visit(address + PAGES[kind])
    links = page.locator(".ways-in a")
    expect(links).to_have_text(["Dates", "Tags", "Authors", "Sources", "Sections", "Handbook"])
    page.locator(".search-box__input").fill("prisoners")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=prisoners")
    expect(page.locator(".search-page__input")).to_have_value("prisoners")
    expect(page.locator(".search-page .search__title").first).to_have_text("Kabul frees prisoners")
    page.go_back()
    # On a wide screen the navigation beside the front page has the same links.
    page.locator(".ways-in a:visible, .md-nav--primary a:visible").get_by_text("Tags").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tags")
    page.get_by_role("link", name="Afghanistan").click()
    page.locator(".listing__breadcrumb a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tags")


def test_a_dek_is_printed_once_and_is_the_meta_description(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2021/01/wetter/")
    expect(page.locator(".article__dek")).to_have_count(0)
    assert page.locator("meta[name=description]").get_attribute("content") == "Der Häuptling sprach…"
    page.goto(f"{address}articles/2020/03/kabul/")
    expect(page.locator(".article__dek")).to_have_text("Five thousand wait.")


def test_an_article_has_the_text_direction_of_its_language(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/undated/3f/salam/")
    body = page.locator(".article__body")
    assert body.get_attribute("lang") == "ar"
    assert body.evaluate("element => getComputedStyle(element).direction") == "rtl"
    edges = """element => ["li", "li li", "blockquote", "td"].map(name => {
        const style = getComputedStyle(element.querySelector(name));
        return [style.marginRight, style.marginLeft, style.borderRightWidth, style.borderLeftWidth, style.textAlign];
    })"""
    item, inner, quotation, cell = body.evaluate(edges)
    assert item[1] == inner[1] == "0px" < item[0]
    assert quotation[3] == "0px" < quotation[2]
    assert cell[4] == "start"
    assert page.locator("html").get_attribute("lang") == "en"


def test_print_has_the_article_and_its_original_url(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2020/03/kabul/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".article__original")).to_be_visible()
    for part in (
        ".md-header",
        ".search-button",
        ".article__origin",
        ".article__cite",
        ".related-articles",
        ".md-sidebar--primary",
    ):
        expect(page.locator(part)).to_be_hidden()


def test_the_policy_blocks_scripts_that_are_inserted_into_the_page(
    chromium: Browser,
    address: str,  # not `visit`: the test needs the errors that the browser logs
) -> None:
    page = chromium.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{address}articles/2020/03/kabul/")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.pwnd = 1";
      document.querySelector(".article__body").append(script);
      const image = document.createElement("img");
      image.setAttribute("onerror", "window.pwnd = 1");
      image.src = "data:image/png,no";
      document.querySelector(".article__body").append(image);
    }""")
    # The policy of the page and that of the host both block both.
    while (blocked := sum("Content Security Policy" in text for text in messages)) < 4:
        page.wait_for_event("console", timeout=TIMEOUT)
    assert blocked == 4
    assert page.evaluate("'pwnd' in window") is False
    page.close()


def test_links_lead_from_home_by_date_to_an_article_and_to_its_lists(visit: Callable, address: str) -> None:
    page = visit(address)
    heading = page.get_by_role("heading", level=1)
    for link, title in (
        ("All articles by date", "Dates"),
        ("2020", "2020"),
        ("March", "March 2020"),
        ("Kabul frees prisoners", "Kabul frees prisoners"),
        ("Ayesha Khan", "Ayesha Khan"),
        ("Kabul frees prisoners", "Kabul frees prisoners"),
        ("The Daily", "The Daily"),
        ("Kabul frees prisoners", "Kabul frees prisoners"),
        ("22 March 2020", "March 2020"),
        ("All of 2020", "2020"),
    ):
        page.locator(".md-content").get_by_role("link", name=link.removeprefix("All of "), exact=True).first.click()
        expect(heading).to_have_text(title)


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[str]:
    """Serve a site in a subfolder, with a list of more tags than one page has."""
    tags = {letter: [f"{letter}{number:03} tag" for number in range(90)] for letter in "abcdefgh"}
    own = {**tags, "one": ["Zoë Straße"], "two": ["Zoë Straße", "Мост"], "three": ["Zebra"]}
    articles = {
        f"articles/2020/03/{name}.md": article("Text.", title=name, date=date(2020, 3, 1), tags=labels, origin=ORIGIN)
        for name, labels in own.items()
    }
    folder = tmp_path_factory.mktemp("long")
    assert (
        build(load(make_archive(folder, articles, subfolder_settings("http://127.0.0.1/", "toc.follow")))).warnings
        == ()
    )
    with served(folder / "www") as address:
        yield address + SUBFOLDER


@pytest.mark.parametrize("page_of_list", ["tags/", "tags/by_letter/b/"])
def test_one_box_finds_labels_of_all_pages_of_a_list(
    visit: Callable, long_list: str, barriers: Callable, page_of_list: str
) -> None:
    page = visit(long_list + page_of_list, reduced_motion="reduce", viewport={"width": 390, "height": 844})
    box = page.get_by_role("searchbox", name="Find among all 723")
    box.press_sequentially("zoe STRASSE")
    matches = page.locator(".listing__matches li")
    expect(matches).to_have_count(1)
    expect(matches).to_have_text("Zoë Straße 2020 2")
    expect(page.locator(".listing__status")).to_have_text("1 of 723")
    expect(page.locator(".listing__main > ul").first).to_be_hidden()
    assert barriers(page) == []
    box.fill("мос")
    expect(matches).to_have_text("Мост 2020 1")
    box.fill("z")
    expect(matches).to_have_text(["Zoë Straße 2020 2", "Zebra 2020 1"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë Straße")


def test_without_scripts_the_letters_lead_to_every_label(visit: Callable, long_list: str) -> None:
    page = visit(f"{long_list}tags/", java_script_enabled=False)
    expect(page.locator(".listing__filter")).to_have_count(0)
    page.locator(".listing").get_by_role("link", name="М", exact=True).click()
    page.get_by_role("link", name="Мост").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("two")


def test_labels_of_one_article_unfold_by_keyboard(visit: Callable, address: str, barriers: Callable) -> None:
    page = visit(f"{address}sources/", reduced_motion="reduce")
    link = page.locator(".once a").first
    expect(link).to_be_hidden()
    page.locator(".once summary").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    assert barriers(page) == []
