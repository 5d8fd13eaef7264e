"""Every page of the hostile corpus as former text, difference, change and tombstone: nothing of it runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from backfile.archive import page
from backfile.article import Article, Markdown
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.withdraw import withdraw
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.archive.revisions.repository import commit
from tests.browser.conftest import Served, Visit
from tests.browser.test_hostile import FILES, LIVE

SAMPLE = (
    "m03-md-in-html.html",
    "m19-jinja.html",
    "t02-title-script.html",
    "t11-author-attr.html",
    "x01-escaped-script.html",
    "x05-js-link.html",
)
"""The files of the suite; `make soak` has all."""
HARMLESS = "The ferry to Merrow leaves at nine, and a bus waits for it."


def _at(article: Article, day: int, **values: Any) -> str:
    """Return the page of another save of the article, of that day."""
    sha256, saved = f"{day:02x}{article.origin.sha256[2:]}", datetime(2021, 4, day, tzinfo=UTC)
    origin = replace(article.origin, sha256=sha256, retrieved=saved)
    return page.dump(replace(article, origin=origin, **values))


def _texts(article: Article) -> Iterator[str]:
    """Yield the article, a harmless text in its place, and the article again with a paragraph more."""
    yield _at(article, 1)
    yield _at(article, 2, headline="The ferry", dek="", authors=(), body=Markdown(HARMLESS))
    yield _at(article, 3, body=Markdown(f"{article.body}\n\n{HARMLESS}"))


@dataclass(frozen=True)
class Sites:
    """What was built before and after all articles were withdrawn."""

    before: Path
    after: Path
    articles: int


def _build(folder: Path, files: list[Path]) -> Sites:
    config = init.create(folder / "archive", "Hostile")
    settings = config.root / "mkdocs.yml"
    settings.write_text(f"site_url: https://clippings.example/\n{settings.read_text()}")
    config = load(config.root, access=Access.CHECKED)
    ingest(files, config)
    pages = sorted(config.docs.joinpath("articles").rglob("*.md"))
    articles = {file.relative_to(config.root).as_posix(): page.load(file.read_text("utf-8")) for file in pages}
    for day, texts in enumerate(zip(*map(_texts, articles.values()), strict=True), start=1):
        commit(config.root, dict(zip(articles, texts, strict=True)), day)
    saves = {path: [f"{day:02x}{article.origin.sha256[2:]}" for day in (1, 2, 3)] for path, article in articles.items()}
    rulings = "".join(f"{path.removeprefix('docs/')}: {{saves: {digests}}}\n" for path, digests in saves.items())
    (config.root / "identity.yml").write_text(rulings, "utf-8")
    build(config)
    before = Path(shutil.copytree(config.site, folder / "before"))
    for path, article in articles.items():
        withdraw(config, config.root / path, f"{article.headline} {article.body[:300]}", date(2026, 11, 29))
    build(config)
    return Sites(before, config.site, len(articles))


@pytest.fixture(scope="module", params=["sample", pytest.param("all", marks=pytest.mark.soak)])
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    files = FILES if request.param == "all" else [file for file in FILES if file.name in SAMPLE]
    return _build(tmp_path_factory.mktemp("hostile"), files)


def _open(shown: Page, address: str, site: Path, *folders: str) -> int:
    """Open all pages in some folders of a site, in each of which nothing may run. Return how many there are."""
    files = sorted(file for folder in folders for file in site.glob(f"{folder}/**/index.html"))
    for file in files:
        path = file.parent.relative_to(site).as_posix()
        shown.goto(f"{address}{path}/")
        shown.locator("body").press("Tab")
        assert shown.evaluate(LIVE) == [], path
        assert shown.evaluate("'pwnd' in window") is False, path
    return len(files)


def test_nothing_runs_in_former_texts_differences_and_changes(sites: Sites, served: Served, visit: Visit) -> None:
    with served(sites.before) as address:
        opened = _open(visit(address), address, sites.before, "history", "revisions", "changes")
    assert opened > 5 * sites.articles


def test_nothing_runs_in_tombstones(sites: Sites, served: Served, visit: Visit) -> None:
    with served(sites.after) as address:
        assert _open(visit(address), address, sites.after, "articles") == sites.articles
        assert _open(visit(address), address, sites.after, "history", "revisions", "changes") <= 1
