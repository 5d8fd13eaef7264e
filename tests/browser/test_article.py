"""An article's page as a reader and a researcher use it: citing, where the copy came from, what else there is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clippings import HOSTILE

KABUL = "articles/2020/03/kabul/"
FORMS = ["Citation", "BibTeX", "RIS", "CSL-JSON"]


def cite(page: Page) -> None:
    page.get_by_text("Cite this article").focus()
    page.keyboard.press("Enter")


def test_citations_are_folded_away_and_there_without_javascript(visit: Callable, address: str) -> None:
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


@pytest.mark.parametrize("clipboard", [True, False], ids=["with a clipboard", "over plain HTTP"])
@pytest.mark.parametrize("number", range(4), ids=FORMS)
def test_a_citation_is_copied_by_keyboard_and_that_is_said(
    visit: Callable, address: str, clipboard: bool, number: int
) -> None:
    page = visit(f"{address}search/", permissions=["clipboard-read", "clipboard-write"])
    if not clipboard:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address + KABUL)
    cite(page)
    page.get_by_role("button", name=f"Copy {FORMS[number]}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").nth(number)).to_have_text("Copied")
    page.evaluate("document.body.appendChild(document.createElement('textarea')).focus()")
    page.keyboard.press("Control+V")
    assert page.locator("textarea").input_value() == page.locator(".citation__text").nth(number).text_content()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_are_cited_as_they_are(visit: Callable, address: str, name: str) -> None:
    page = visit(f"{address}articles/2022/01/{name}/")
    cite(page)
    assert " ".join(HOSTILE[name].split()) in page.locator(".citation__text").first.text_content()
    assert page.locator(".citation__text :not(bdi)").count() == 0
