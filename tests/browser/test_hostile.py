"""Tests with the hostile corpus, ingested and built as one site: nothing runs, no text is lost, no file leaks."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from backfile.archive import page
from backfile.article import Article, Clipping
from backfile.extract import extract
from backfile.markup import sanitize
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.problems import ProblemKind
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.report import Report
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import MARK
from tests.markup.rendering import MATERIAL

CORPUS = Path(__file__).parents[1] / "hostile"
FILES = [file for file in CORPUS.iterdir() if file.is_file()]
CANARY = "canary-7f3a9c"
GZIP = b"\x1f\x8b"
WHOLE_FILES = ("html", "text")
"""Readers to which a file is one article; those of containers are compared in their own tests."""


@dataclass(frozen=True)
class Site:
    folder: Path
    report: Report
    articles: dict[str, Article]
    """Path under docs/ -> the article."""


def _build_site(root: Path, extensions: tuple[str, ...]) -> Site:
    config = init.create(root, "Hostile")
    settings = config.root / "mkdocs.yml"
    before, _, _ = settings.read_text().partition("markdown_extensions:")
    listed = "".join(f"  - {name}\n" for name in extensions)
    settings.write_text(f"{before}markdown_extensions:\n{listed}plugins:\n  - backfile\n")
    for name in ("secret.txt", "docs/secret.txt"):
        (config.root / name).write_text(CANARY)
    report = ingest(FILES, load(config.root, access=Access.CHECKED))
    (config.docs / "secret.txt").unlink()
    files = config.docs.joinpath("articles").rglob("*.md")
    articles = {file.relative_to(config.docs).as_posix(): page.load(file.read_text()) for file in files}
    build(load(config.root, access=Access.CHECKED))
    return Site(config.site, report, articles)


LISTS = {"archive": ("tables", "toc", "pymdownx.superfences"), "material": MATERIAL.extensions}


@pytest.fixture(scope="session", params=["archive", pytest.param("material", marks=pytest.mark.soak)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return _build_site(tmp_path_factory.mktemp(request.param), LISTS[request.param])


@pytest.fixture
def address(site: Site, served: Callable) -> Iterator[str]:
    with served(site.folder) as url:
        yield url


def test_every_file_is_written_or_reported(site: Site) -> None:
    report = site.report
    assert report.read == report.written + report.reported + report.left_out
    written = {article.origin.file for article in site.articles.values()}
    assert written | {problem.file for problem in report.problems} == {file.name for file in FILES}
    unread = {problem.file for problem in report.problems if problem.kind == ProblemKind.NO_BODY}
    pages = {file for file in unread if file.endswith(".html")}
    assert pages == {"b07-iso2022.html", "x22-svg-raw.html", "x24-iframe.html"}


def _cleaned(name: str) -> list[str]:
    data = (CORPUS / name).read_bytes()
    while data.startswith(GZIP):
        data = gzip.decompress(data)
    reader = reader_for(name)
    (clipping,) = (item for item in reader.parse(record_data(reader, name, data)) if isinstance(item, Clipping))
    return sanitize.visible_text(sanitize.clean(extract(clipping).body, "https://base.test/")).split()


def _words(shown: Page) -> list[str]:
    text: str = shown.evaluate(
        """() => {
            const body = document.querySelector('.article__body').cloneNode(true);
            const extras = '.headerlink, .reading__link, .image-elsewhere, .images-elsewhere';
            body.querySelectorAll(extras).forEach(extra => extra.remove());
            body.querySelectorAll('p, li, td, th, pre, br, h2, h3, h4, h5, h6').forEach(block => block.after(' '));
            return body.textContent;
        }"""
    )
    return text.split()


LIVE = """() => [...document.querySelectorAll('.md-content, .md-sidebar, .md-tabs')].flatMap(part =>
    [...part.querySelectorAll('*')].filter(element =>
        /^(script|iframe|object|embed|base|meta|style|link|applet|frame)$/i.test(element.tagName)
        || [...element.attributes].some(attribute => /^on/i.test(attribute.name))
        || ['href', 'src', 'action'].some(name =>
            /^\\s*(javascript|vbscript|data|file):/i.test(element.getAttribute(name) || ''))
    ).map(element => element.outerHTML))"""


def test_every_page_opens_and_shows_exactly_its_text(site: Site, address: str, visit: Callable) -> None:
    shown = visit(address)
    for path, article in site.articles.items():
        shown.goto(f"{address}{path.removesuffix('.md')}/")
        expect(shown.get_by_role("heading", level=1)).to_have_text(article.headline)
        if article.origin.reader in WHOLE_FILES and article.origin.record is None:
            assert _words(shown) == _cleaned(article.origin.file), article.origin.file
        assert _words(shown), article.origin.file
        assert shown.evaluate(LIVE) == [], article.origin.file
        assert shown.evaluate("'pwnd' in window") is False, article.origin.file


def test_other_pages_have_no_active_content(site: Site, address: str, visit: Callable) -> None:
    shown = visit(address)
    files = sorted(file.relative_to(site.folder) for file in site.folder.rglob("*.html"))
    others = [file.as_posix().removesuffix("index.html") for file in files if file.parts[0] != "articles"]
    assert {path.partition("/")[0] for path in others} >= {"", "404.html", "authors", "dates", "search", "tags"}
    for path in others:
        shown.goto(f"{address}{path}")
        assert shown.evaluate(LIVE) == [], path
        assert shown.evaluate("'pwnd' in window") is False, path
    shown.goto(address)
    headlines = {" ".join(article.headline.split()) for article in site.articles.values()}
    assert set(shown.locator(".md-content li a[href*='articles/']").all_inner_texts()) <= headlines


def test_the_search_page_runs_nothing_for_titles_with_special_characters(
    site: Site, address: str, visit: Callable
) -> None:
    shown = visit(address)
    marked = [article for article in site.articles.values() if re.search(r"""[<>&"'{}`]""", article.headline)]
    assert len(marked) > 3
    for article in marked:
        shown.goto(f"{address}search/?{urlencode({'q': article.headline, 'tag': article.headline})}")
        expect(shown.locator(".search-page__status")).to_have_text(re.compile("found"))
        assert shown.evaluate(LIVE) == [], article.headline
        assert shown.evaluate("'pwnd' in window") is False, article.headline


def test_the_search_dialog_runs_nothing_for_any_title(site: Site, address: str, visit: Callable) -> None:
    shown = visit(address)
    shown.keyboard.press("/")
    for article in site.articles.values():
        words = [w for w in re.findall(r"\w\w+", article.headline) if w.isascii()]
        for query in filter(None, (article.headline, " ".join(words))):
            shown.locator(".search__input").fill(query)
            expect(shown.get_by_role("status")).to_have_text(re.compile("found"))
        titles = shown.locator(".search__link")
        if words:
            expect(titles.filter(has_text=article.headline).first).to_be_visible()
        assert set(titles.locator("*").evaluate_all("all => all.map(one => one.cloneNode().outerHTML)")) <= {MARK}
        assert shown.evaluate("'pwnd' in window") is False, article.headline


def test_no_file_from_outside_the_archive_is_published(site: Site) -> None:
    for file in site.folder.rglob("*"):
        if file.is_file():
            assert CANARY.encode() not in file.read_bytes(), file
