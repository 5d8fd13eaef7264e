"""The pages of history in a browser: readable on a phone and by a screen reader, and no former text runs anything."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backfile.archive.page import dump
from backfile.operations.withdraw import withdraw
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.archive.revisions.archives import ALONE, versioned_archive
from tests.archive.revisions.repository import article, commit
from tests.browser.clippings import HOSTILE
from tests.browser.conftest import Served, Visit
from tests.conftest import MakeArchive

HISTORY = "history/2021/04/pier/"


def hostile_texts() -> Iterator[str]:
    """Yield pages whose fields and bodies are hostile, as an editor or another program could have left them."""
    for save, attack in enumerate(HOSTILE.values(), start=1):
        frame, fence = f"<iframe srcdoc='{attack}'></iframe>", f"```{attack}\n{attack}\n```"
        body = f"{attack}\n\n[link](javascript:window.pwnd=1) {frame}\n\n{fence}"
        fields = {"dek": attack, "authors": (attack,), "section": attack, "tags": (attack,), "language": attack}
        made = article(body, attack, save, extra={"template": attack, "history": attack}, **fields)
        yield dump(made)
        yield dump(made).replace("title:", f"x{save}: [\n{attack}")
    for save, mark in enumerate(("[", "<a ", "*"), start=17):
        yield dump(article(mark * 50_000, save=save))
    yield dump(article(headline="At last", save=20))


@pytest.fixture(scope="module")
def site(make_archive: MakeArchive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = versioned_archive(make_archive, tmp_path_factory.mktemp("archive"), hostile_texts())
    config = load(root, access=Access.CHECKED)
    build(config, strict=True)
    return config.site


@pytest.fixture(scope="module")
def address(site: Path, served: Callable) -> Iterator[str]:
    with served(site) as url:
        yield url


def test_no_former_text_runs_anything(visit: Callable, address: str, site: Path) -> None:
    page = visit(address + "changes/")
    paths = [
        file.parent.relative_to(site).as_posix()
        for kind in ("revisions", "history")
        for file in site.glob(f"{kind}/**/*.html")
    ]
    assert len(paths) > 3 * len(HOSTILE)
    for path in paths:
        page.goto(f"{address}{path}/")
        page.locator("body").press("Tab")
        assert not page.evaluate("'pwnd' in window"), path
        assert (
            page.locator("iframe, .md-content [onclick], .md-content [onerror], .md-content svg[onload]").count() == 0
        )


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_of_history_fit_and_have_no_barriers(
    visit: Callable, address: str, barriers: Callable, width: int, scheme: str
) -> None:
    page = visit(
        address + HISTORY, color_scheme=scheme, viewport={"width": width, "height": 844}, reduced_motion="reduce"
    )
    links = [page.locator(".revisions a", has_text=name).nth(1) for name in ("What changed", "Text of this revision")]
    linked = [link.evaluate("a => a.pathname.slice(1)") for link in links]
    for path in [HISTORY, "changes/", "articles/2021/04/pier/", *linked]:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_from_the_article_to_what_changed_and_back(visit: Callable, address: str) -> None:
    page = visit(f"{address}articles/2021/04/pier/", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.get_by_role("link", name="3 revisions, headline changed once").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History: East pier closes for six weeks")
    expect(page.get_by_text("In the archive since")).not_to_be_visible()
    page.get_by_text("Changes by this archive and its program").click()
    expect(page.get_by_text("In the archive since")).to_be_visible()
    page.get_by_role("link", name="What changed: 2 April 2021").click()
    expect(page.locator(".difference ins").first).to_have_text("Added: for six weeks")
    expect(page.locator(".difference del").first).to_have_text("Removed: Sunday")
    assert (
        page.locator(".difference del").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    )
    page.get_by_role("link", name="Saved 1 April 2021").click()
    expect(page.get_by_role("complementary", name="History")).to_contain_text("This is a former text of the article.")
    expect(page.get_by_role("heading", level=1)).to_have_text("East pier closes")
    page.get_by_role("link", name="Present text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("East pier closes for six weeks")


@pytest.mark.soak
@pytest.mark.parametrize(("look", "language"), [("library", "en"), ("plain", "en"), ("paper", "ar")])
def test_history_tombstones_and_proofs_have_no_barriers_in_any_look(
    visit: Visit,
    served: Served,
    make_archive: MakeArchive,
    barriers: Callable,
    tmp_path: Path,
    look: str,
    language: str,
) -> None:
    root = versioned_archive(make_archive, tmp_path / "archive")
    settings = (root / "mkdocs.yml").read_text("utf-8").replace("- backfile", f"- backfile:\n      look: {look}")
    settings = settings.replace("name: material\n", f"name: material\n  language: {language}\n", 1)
    commit(root, {"mkdocs.yml": settings})
    config = load(root, access=Access.CHECKED)
    withdraw(config, root / ALONE, "The subject asked for it.", date(2026, 11, 29))
    build(config)
    files = [file for file in config.site.glob("revisions/**/index.html") if '"refresh"' not in file.read_text("utf-8")]
    former = [file.parent.relative_to(config.site).as_posix() for file in files]
    paths = [HISTORY, "changes/", "articles/2021/04/pier/", "articles/2021/04/alone/", *(f"{path}/" for path in former)]
    with served(config.site) as address:
        for width, scheme in itertools.product((390, 1280), ("light", "dark")):
            size = {"width": width, "height": 844}
            page = visit(address, color_scheme=scheme, viewport=size, reduced_motion="reduce")
            for number, path in enumerate(paths):
                page.goto(address + path)
                page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
                if path == "articles/2021/04/pier/":
                    page.locator(".article__proof button").click()
                    expect(page.locator(".article__checked")).not_to_be_empty()
                if folder := os.environ.get("BACKFILE_SHOTS"):
                    page.screenshot(path=f"{folder}/{look}-{language}-{scheme}-{width}-{number}.png", full_page=True)
                assert barriers(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") == width, path
