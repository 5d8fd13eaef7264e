"""Tests of the search dialog: by keyboard, in several languages, in a subfolder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import HOSTILE, MARK, SUBFOLDER, article, pages, search, subfolder_settings


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_are_text_in_the_search(visit: Callable, address: str, name: str) -> None:
    page = visit(address)
    search(page, f"Sentinel{name}")
    title = page.locator(".search__link")
    expect(title).to_have_text([" ".join(HOSTILE[name].split())])
    assert set(title.locator("*").evaluate_all("all => all.map(one => one.cloneNode().outerHTML)")) <= {MARK}


def test_a_word_deep_in_an_article_is_found_by_keyboard_alone(visit: Callable, address: str) -> None:
    page = visit(address)
    search(page, "zephyrous")
    expect(page.get_by_role("status")).to_have_text("1 article found")
    expect(page.locator(".search__excerpt mark")).to_have_text(["zephyrous"])
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".search__input")).to_be_focused()
    page.keyboard.press("ArrowDown")
    search_again = "document.querySelector('.search__order').dispatchEvent(new Event('change'))"
    page.evaluate(search_again)
    page.wait_for_timeout(300)
    expect(page.locator(".search__link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/2020/03/kabul/**")
    expect(page.get_by_text("At last the zephyrous gardener")).to_be_in_viewport()
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("prisoner releases", ["Kabul frees prisoners"]),
        ('"prisoner releases"', ["Kabul frees prisoners"]),
        ("“prisoner releases”", ["Kabul frees prisoners"]),
        ('"releases prisoner"', []),
        ("Häuptling", ["Das Wetter"]),
        ("السلام", ["عن السلام"]),
        ("Afghanistan", ["Das Wetter", "Kabul frees prisoners"]),
        ("xylophone", []),
    ],
)
def test_words_phrases_and_every_language_are_found_from_home(
    visit: Callable, address: str, words: str, titles: list[str]
) -> None:
    page = visit(address)
    search(page, words)
    count = {0: "No articles found", 1: "1 article found"}.get(len(titles), f"{len(titles)} articles found")
    expect(page.get_by_role("status")).to_have_text(count)
    assert sorted(page.locator(".search__title").all_text_contents()) == titles


def test_results_can_be_sorted_by_date(visit: Callable, address: str) -> None:
    page = visit(address)
    search(page, "Afghanistan")
    titles = page.locator(".search__title")
    for order, expected in (
        ("newest", ["Das Wetter", "Kabul frees prisoners"]),
        ("oldest", ["Kabul frees prisoners", "Das Wetter"]),
    ):
        page.get_by_role("combobox", name="Order").select_option(order)
        expect(titles).to_have_text(expected)


def test_without_an_index_the_search_says_so(
    chromium: Browser, site: Path, served: Callable, tmp_path: Path
) -> None:  # not `visit`: the browser logs an error for the missing file
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    with served(tmp_path / "site") as address:
        page = chromium.new_page()
        page.goto(address)
        search(page, "anything")
        expect(page.get_by_role("status")).to_contain_text("no search index")
        page.close()


def test_a_preview_is_rebuilt_and_searchable(
    visit: Callable, make_archive: Callable, tmp_path: Path, free_port: int
) -> None:
    archive = make_archive(tmp_path, pages())
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{free_port}"]
    with subprocess.Popen(command, cwd=archive, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert any("Serving on" in line for line in server.stderr)
            page = visit(f"http://127.0.0.1:{free_port}/")
            search(page, "zephyrous")
            expect(page.locator(".search__title")).to_have_text(["Kabul frees prisoners"])
            page.keyboard.press("Escape")
            with page.expect_event("load"):  # MkDocs rebuilds the site, and the page reloads itself
                late = article("A quagga came.", title="Late news")
                archive.joinpath("docs/articles/2020/03/late.md").write_text(late)
            search(page, "quagga")
            expect(page.locator(".search__title")).to_have_text(["Late news"])
            page.close()  # before the server, which the page polls for changes
        finally:
            server.terminate()


@pytest.mark.parametrize("feature", ["plain", "navigation.instant"])
def test_the_search_works_in_a_subfolder_and_after_instant_navigation(
    visit: Callable, served: Callable, make_archive: Callable, tmp_path: Path, feature: str
) -> None:
    with served(tmp_path / "www") as root:
        address = urljoin(root, SUBFOLDER)
        archive = make_archive(tmp_path, pages(), subfolder_settings(address, feature))
        build(load(archive))
        page = visit(address)
        page.evaluate("window.here = 1")
        page.locator(".md-sidebar--primary").get_by_role("link", name="Tags").click()
        page.wait_for_url("**/tags/")
        search(page, "zephyrous")
        page.locator(".search__link").click()
        page.wait_for_url("**/deep/down/articles/2020/03/kabul/**")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kabul frees prisoners")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert page.evaluate("'here' in window") is (feature == "navigation.instant")
        page.close()  # before the server: requests that are still open would fail
