"""The built site as people meet it: on a phone, in the dark, on paper, with hostile metadata in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.clippings import HOSTILE, search


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_metadata_is_printed_as_it_is(visit: Callable, address: str, name: str) -> None:
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_anybodys_way(
    visit: Callable, address: str, barriers: Callable, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    page = visit(address, color_scheme=scheme, viewport=size, reduced_motion="reduce")
    for path in ("", "articles/2020/03/kabul/", "articles/undated/3f/salam/", "tags/", "tags/afghanistan/", "404.html"):
        page.goto(address + path)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    search(page, "prisoners")
    page.locator(".search__link").first.wait_for()
    assert barriers(page) == []


def test_an_article_is_set_in_the_direction_of_its_language(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/undated/3f/salam/")
    body = page.locator(".article__body")
    assert body.get_attribute("lang") == "ar"
    assert body.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.locator("html").get_attribute("lang") == "en"


def test_on_paper_there_is_the_article_and_where_it_came_from(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2020/03/kabul/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".article__original")).to_be_visible()
    for part in (".md-header", ".search-door", ".article__origin", ".md-sidebar--primary"):
        expect(page.locator(part)).to_be_hidden()


def test_the_policy_stops_scripts_even_when_all_else_fails(
    chromium: Browser,
    address: str,  # no `visit`: the browser's complaint is what is wanted
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
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
    page.wait_for_timeout(200)
    assert page.evaluate("'pwnd' in window") is False
    assert sum("Content Security Policy" in text for text in said) == 2
    page.close()
