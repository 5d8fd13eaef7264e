"""Tests of the page for missing URLs: an original URL in any form opens the archived page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import HOSTILE, ORIGIN, SUBFOLDER, article, subfolder_settings

ADDRESSES = {
    "straße": "https://Straße.example/Läden/Größe?q=grün&utm_source=x",
    "seven": "https://old.example/story?id=7",
    "eight": "https://old.example/story?id=8",
    "first": "http://old.example/twice",
    "second": "https://www.old.example/twice/",
    "hostile": "https://old.example/%3Cb%3E/__proto__",
}
FORMS = {
    "xn--strae-oqa.example/l%C3%A4den/gr%C3%B6%C3%9Fe/?fbclid=1&q=gr%C3%BCn#top": "straße",
    "http://www.strasse.example/": None,
    "https://straße.example/LÄDEN/größe?q=grün": "straße",
    "  old.example/story/?id=8  ": "eight",
    "HTTP://OLD.example:80/<b>/__PROTO__": "hostile",
    "http://m.old.example.:443/a/../%73tory?id=7&&UTM_source=x#top": "seven",
    "https://amp.www.old.example:8443/story?id=7": None,
}


def look_up(page: Page, url: str) -> None:
    page.get_by_role("textbox", name="Do you know where").fill(url)
    page.keyboard.press("Enter")


def test_an_original_url_opens_the_archived_page(
    visit: Callable, served: Callable, make_archive: Callable, tmp_path: Path
) -> None:
    pages = {
        f"articles/2020/01/{number}.md": article(
            "Text.", title=HOSTILE.get(name, name), url=url, date=date(2020, 1, 9 - number), origin=ORIGIN
        )
        for number, (name, url) in enumerate({**ADDRESSES, "script": "https://old.example/script"}.items())
    }
    with served(tmp_path / "www") as root:
        address = urljoin(root, SUBFOLDER)
        build(load(make_archive(tmp_path, pages, subfolder_settings(address, "navigation.instant"))))
        page = visit(f"{address}404.html")
        heading, status = page.get_by_role("heading", level=1), page.locator(".original__status")
        for form, name in FORMS.items():
            look_up(page, form)
            if name is None:
                expect(status).to_contain_text("no article from this address")
                continue
            expect(heading).to_have_text(name)
            assert page.url == f"{address}articles/2020/01/{list(ADDRESSES).index(name)}/"
            page.go_back()
            expect(heading).to_have_text("There is no such page")
        look_up(page, "old.example/script")
        expect(heading).to_have_text(HOSTILE["script"])
        page.go_back()
        look_up(page, "https://old.example/story")
        expect(status).to_contain_text("like it")
        expect(page.locator(".original__matches a")).to_have_text(["seven", "eight"])
        look_up(page, "old.example/twice")
        expect(status).to_contain_text("Several")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(heading).to_have_text("second")
        page.goto(f"{address}feed.xml")
        expect(page.locator("entry title")).to_have_count(len(pages))
        assert page.evaluate("'pwnd' in window") is False
        page.close()  # before the server: requests that are still open would fail


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_messages_for_urls_that_are_not_found(
    visit: Callable, address: str, barriers: Callable, width: int, scheme: str
) -> None:
    requests: list[str] = []
    page = visit(f"{address}404.html", viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.on("request", lambda request: requests.append(request.url.removeprefix(address)))
    status = page.get_by_role("status").and_(page.locator(".original__status"))
    for words in ("", "not an address", "javascript:alert(1)", "ftp://outside.example/kabul"):
        look_up(page, words)
        expect(status).to_contain_text("no web address")
    assert "addresses/0.json" not in requests
    look_up(page, "outside.example/herat")
    expect(status).to_contain_text("no article from this address")
    assert requests.count("addresses/0.json") == 1
    look_up(page, "outside.example/kabul/?page=2")
    expect(page.locator(".original__matches a")).to_have_text(["Kabul frees prisoners"])
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
