"""Pictures that open large, notes that open in place, wide tables: with the mouse, the keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backfile.images import FOLDER, name_of
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article
from tests.conftest import MKDOCS_YML
from tests.site.pictures.drawn import noise, quarters, saved

ROW = "| " + " | ".join(f"{number} boats" for number in range(30)) + " |"
WIDE = (
    f"{ROW}\n|{'---|' * 30}\n{ROW}\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    f"    {'a long line of code ' * 20}\n\n    short\n\n"
    "<details><summary>More</summary><p>What is folded.</p></details>\n"
)
LARGE, OTHER, SMALL = saved(noise(900, 600), "JPEG"), saved(quarters(), "PNG"), saved(quarters(200, 100), "PNG")
DEEP = f"{'> ' * 40}A quotation of quotations.\n\n{'* ' * 25}An item of items."
HOSTILE = "<img src=x onerror=window.pwnd=1>"
LONG = "A note that goes on. " * 200


def name(data: bytes) -> str:
    return name_of(data, "jpg" if data is LARGE else "png")


def markdown() -> str:
    def shown(data: bytes, alt: str) -> str:
        return f'<img src="../../../{FOLDER}/{name(data)}" alt="{alt}">'

    caption = "The pier at dawn. &lt;img src=x onerror=window.pwnd=1&gt;"
    figure = f"<figure>{shown(LARGE, 'A pier')}<figcaption>{caption}</figcaption></figure>"
    notes = [f"A <b>first</b> note. {HOSTILE.replace('<', '&lt;')}", "A second.", LONG]
    listed = "".join(
        f'<li><a id="fn-{number}"></a>{note} <a href="#fnref-{number}">↩</a></li>'
        for number, note in enumerate(notes, 1)
    )
    references = " ".join(f'<a id="fnref-{n}"></a><sup><a href="#fn-{n}">{n}</a></sup>' for n in (1, 2, 3))
    text = "<p>The text is long.</p>\n\n" * 40
    return (
        f"{figure}\n\n<p>{shown(OTHER, '')}</p>\n\n<p>{shown(SMALL, 'small')}</p>\n\n<p>Some text. {references}</p>\n\n"
        f"{text}<ol>{listed}</ol>\n\n{WIDE}\n{DEEP}\n"
    )


@pytest.fixture(scope="module")
def page_addresses(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path], served: Callable
) -> Iterator[Callable[[str], str]]:
    """Yield a function that serves the page in an archive of a language."""
    with ExitStack() as stack:
        yield cache(lambda language: stack.enter_context(_page(language, tmp_path_factory, make_archive, served)))


@pytest.fixture
def page_address(page_addresses: Callable[[str], str]) -> str:
    return page_addresses("en")


@contextmanager
def _page(
    language: str, tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path], served: Callable
) -> Iterator[str]:
    page = article(markdown(), title="Pictures", tags=[], language=language, origin=ORIGIN)
    settings = MKDOCS_YML.replace("  name: material\n", f"  name: material\n  language: {language}\n")
    archive = make_archive(tmp_path_factory.mktemp("pictures"), {"articles/2020/03/a.md": page}, settings)
    for data in (LARGE, OTHER, SMALL):
        file = archive / "docs" / FOLDER / name(data)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    config = load(archive)
    assert build(config).warnings == ()
    with served(config.site) as address:
        yield f"{address}articles/2020/03/a/"


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.className")
    return found


def test_pictures_open_in_a_dialog_and_the_focus_returns(
    page_address: str, visit: Callable[..., Page], barriers: Callable[[Page], list[str]]
) -> None:
    page = visit(page_address)
    links, dialog = page.locator(".article__body a.picture"), page.locator("dialog.picture-dialog")
    expect(links).to_have_count(2)  # A small picture is shown in its full size.
    expect(page.get_by_role("link", name="Open the picture in its full size")).to_have_count(1)
    links.first.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_attribute("aria-label", "A pier")
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 900)
    expect(dialog.locator("figcaption")).to_have_text(f"The pier at dawn. {HOSTILE}")
    assert barriers(page) == []
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 600)
    page.keyboard.press("ArrowRight")  # There is no further one.
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(links.last).to_be_focused()  # The picture that was shown last.
    links.first.click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    assert page.url == page_address


def test_notes_open_below_their_paragraph(
    page_address: str, visit: Callable[..., Page], barriers: Callable[[Page], list[str]]
) -> None:
    page = visit(page_address)
    notes = page.locator(".article__body aside.note")
    first, second, third = (page.locator(f'a[href="#fn-{number}"]') for number in (1, 2, 3))
    second.click()
    first.focus()
    page.keyboard.press("Enter")
    expect(notes).to_have_text(["2 A second.", f"1 A first note. {HOSTILE}"])
    expect(first).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []
    ids = page.evaluate("[...document.querySelectorAll('.article [id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    page.keyboard.press("Escape")
    expect(notes).to_have_text(["2 A second."])
    assert focused(page) == "#fn-1"
    second.click()
    expect(notes).to_have_count(0)
    assert page.url == page_address
    third.click()  # What is longer than a note stays in its place.
    expect(page).to_have_url(f"{page_address}#fn-3")
    expect(notes).to_have_count(0)


def test_from_right_to_left_pictures_and_notes_are_mirrored(
    page_addresses: Callable[[str], str], visit: Callable[..., Page], barriers: Callable[[Page], list[str]]
) -> None:
    page = visit(page_addresses("ar"), viewport={"width": 390, "height": 844})
    page.locator(".article__body a.picture").first.click()
    dialog = page.locator("dialog.picture-dialog")
    expect(dialog).to_be_visible()
    assert barriers(page) == []
    close = dialog.locator(".picture-dialog__close").bounding_box()
    assert close
    assert close["x"] < 100, "at the end of the line, which is the left edge"
    page.keyboard.press("ArrowRight")  # There is none before the first.
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 900)
    page.keyboard.press("ArrowLeft")
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 600)
    page.keyboard.press("Escape")
    page.locator('a[href="#fn-1"]').click()
    note = page.locator(".article__body aside.note")
    expect(note).to_have_text(re.compile("^1 A first note"))
    widths = note.evaluate("note => [getComputedStyle(note).borderRightWidth, getComputedStyle(note).borderLeftWidth]")
    assert widths[0] > widths[1], "the line of a note is at the beginning of its lines"
    assert barriers(page) == []


def test_wide_tables_and_code_scroll_by_keyboard(page_address: str, visit: Callable[..., Page]) -> None:
    page = visit(page_address, viewport={"width": 390, "height": 844})
    boxes = page.locator(".article__body .md-typeset__scrollwrap")
    expect(boxes).to_have_count(2)
    expect(boxes.first).to_have_attribute("tabindex", "0")
    expect(page.locator(".article__body pre > code")).to_have_attribute("tabindex", "0")
    assert boxes.last.get_attribute("tabindex") is None, "a table that is not wide"
    boxes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(boxes.first).not_to_have_js_property("scrollLeft", 0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("What is folded.")).to_be_visible()


def test_without_scripts_nothing_makes_a_page_wider_than_its_window(
    page_address: str, visit: Callable[..., Page]
) -> None:
    page = visit(page_address, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    box = page.locator(".article__body .md-typeset__scrollwrap").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(page.get_by_text("A quotation of quotations.")).to_be_visible()
    expect(page.get_by_text("An item of items.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_links_lead_to_pictures_and_notes(page_address: str, visit: Callable[..., Page]) -> None:
    page = visit(page_address, java_script_enabled=False)
    page.locator('a[href="#fn-1"]').click()
    expect(page).to_have_url(f"{page_address}#fn-1")
    page.locator("a.picture").first.click()
    page.wait_for_url(f"**/{FOLDER}/{name(LARGE)}")
