"""Tests of an article's page: citations, origin, related articles, size."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clippings import HOSTILE, pages

KABUL = "articles/2020/03/kabul/"
FORMS = ["Citation", "BibTeX", "RIS", "CSL-JSON"]


def cite(page: Page) -> None:
    page.locator("#__cite > summary").focus()
    page.keyboard.press("Enter")


def test_citations_are_in_details_that_open_without_javascript(visit: Callable, address: str) -> None:
    page = visit(address + KABUL, java_script_enabled=False)
    texts = page.locator(".citation__text")
    expect(texts.first).to_be_hidden()
    cite(page)
    expect(page.locator(".citation__form")).to_have_text(FORMS)
    expect(texts.first).to_have_text(
        re.compile("Ayesha Khan and Reuters. “Kabul frees prisoners.” The Daily, 22 March")
    )
    expect(texts.nth(1)).to_be_visible()
    expect(page.locator(".citation__copy")).to_have_count(0)


def test_a_link_to_the_citations_that_was_published_before_leads_there(visit: Callable, address: str) -> None:
    page = visit(f"{address}{KABUL}#cite")
    page.wait_for_url("**#__cite")
    expect(page.locator("#__cite > summary")).to_be_in_viewport()


@pytest.mark.parametrize("clipboard", [True, False], ids=["with a clipboard", "over plain HTTP"])
@pytest.mark.parametrize("number", range(4), ids=FORMS)
def test_a_citation_is_copied_by_keyboard_and_the_status_says_so(
    visit: Callable, address: str, clipboard: bool, number: int
) -> None:
    page = visit(f"{address}search/", permissions=["clipboard-read", "clipboard-write"])
    if not clipboard:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address + KABUL)
    cite(page)
    page.get_by_role("button", name=f"Copy {FORMS[number]}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#__cite").get_by_role("status").nth(number)).to_have_text("Copied")
    page.evaluate("document.body.appendChild(document.createElement('textarea')).focus()")
    page.keyboard.press("Control+V")
    assert page.locator("textarea").input_value() == page.locator(".citation__text").nth(number).text_content()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_are_text_in_citations(visit: Callable, address: str, name: str) -> None:
    page = visit(f"{address}articles/2022/01/{name}/")
    cite(page)
    assert " ".join(HOSTILE[name].split()) in page.locator(".citation__text").first.text_content()
    assert page.locator(".citation__text :not(bdi)").count() == 0


def test_the_origin_is_in_details(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2021/01/wetter/")
    expect(page.get_by_text("a/page.html")).to_be_hidden()
    page.get_by_text("About this copy").click()
    about = page.locator(".article__origin")
    expect(about.get_by_role("term")).to_have_text(
        ["File", "SHA-256", "Read as", "Kept of its page", "Found in fallback", "Found in json-ld", "Language"]
    )
    expect(about.get_by_role("definition").nth(3)).to_have_text("12 of 12 links · 1 of 2 references to pictures")
    expect(about.get_by_role("definition").nth(5)).to_have_text("date, language")


def test_links_between_archived_articles_work_in_both_directions(visit: Callable, address: str) -> None:
    page = visit(address + KABUL)
    related = page.get_by_role("navigation", name="More articles")
    expect(related.get_by_role("heading", level=2)).to_have_text(["Articles that link here", "Related articles"])
    related.get_by_role("link", name="Again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Again")
    link = page.get_by_role("link", name="as before")
    assert link.get_attribute("title") == "http://www.outside.example/kabul#then"
    link.click()
    page.wait_for_url(address + KABUL)
    related.get_by_role("link", name="Das Wetter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das Wetter")


def test_view_source_links_to_the_markdown_of_the_page(visit: Callable, address: str) -> None:
    page = visit(address + KABUL)
    link = page.get_by_role("link", name="View source")
    assert page.request.get(link.evaluate("link => link.href")).body() == pages()["articles/2020/03/kabul.md"].encode()


def test_the_size_of_a_page_is_limited(visit: Callable, address: str) -> None:
    """Sizes are compressed, as from a host. Files of the first page are in the browser's cache for the second."""
    page = visit("about:blank")
    weights: dict[str, int] = {}
    page.on("response", lambda response: weights.setdefault(response.url, len(gzip.compress(response.body()))))
    page.goto(address + KABUL, wait_until="networkidle")
    first = sum(weights.values())
    assert 0 < first <= 350_000
    page.goto(f"{address}articles/2021/01/wetter/", wait_until="networkidle")
    assert 0 < sum(weights.values()) - first <= 30_000
