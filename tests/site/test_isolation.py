"""Isolation: a hostile article does not change the pages of other articles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, RawHtml
from backfile.lists import update
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.settings.access import Access
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from tests.markup.fuzz import Fuzzer, written
from tests.markup.pipeline import EXTENSIONS

HOSTILE = sorted((Path(__file__).parents[1] / "hostile").glob("[bcmtx]*.html"))
DAY, SOURCE = "2020-03-22", "The Gazette"
EACH = 4
"""There is one neighbour for this number of hostile pages."""
BODY = (
    "The board met on Tuesday [^1] and agreed to mend the east pier, HTML and all. See [foo] and [a][b], and the (c) "
    "sign. Terms :smile: of [TOC] stay. It had {{ config }} read the minutes of 1986. x"
)
"""The text of a neighbour. It refers to what hostile pages try to define."""


def _url(number: int) -> str:
    """Return the URL of a hostile page, to which neighbours link."""
    return f"https://gazette.example/2020/{number}/"


def _neighbour(number: int, keywords: list[str]) -> str:
    """Return a page with an author, a section and a subject: these lists of the site exist if any article has one."""
    data = {"@type": "NewsArticle", "headline": f"Neighbour {number}", "datePublished": DAY, "keywords": keywords}
    more = {"publisher": {"name": SOURCE}, "author": {"name": "Ada Quill"}, "articleSection": "Sport"}
    head = f'<meta charset="utf-8"><title>Neighbour {number}</title>'
    head += f'<script type="application/ld+json">{json.dumps(data | more)}</script>'
    below = "<p>[foo] is no link, 1/2 and A1.</p><pre>\n{{ x }}\n    code\n</pre><h2>Heading</h2><p>Last.</p>"
    below += f'<p>See <a href="{_url(number)}">this</a> and <a href="{_url(number + 1)}">that</a>.</p>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><p>{BODY}</p>{below}</article>"


def _inbox(folder: Path, hostile: Callable[[Path], bytes]) -> Path:
    """Write hostile pages, or what `hostile` returns instead of them, and a neighbour for every few of them."""
    folder.mkdir()
    for number, file in enumerate(HOSTILE):
        folder.joinpath(file.name).write_bytes(hostile(file))
        if number % EACH == 0:
            neighbour = _neighbour(number, ["Letters", "a/b", '"q"'])
            folder.joinpath(f"{file.stem}-neighbour.html").write_text(neighbour, encoding="utf-8")
    return folder


def _harmless(file: Path) -> bytes:
    return f"<!DOCTYPE html><title>{file.stem}</title><article><p>It rained in the afternoon.</p></article>".encode()


def _archive(root: Path, extensions: str) -> Config:
    config = init.create(root, "Hostile", versioned=False)
    settings = config.root / "mkdocs.yml"
    before, _, _ = settings.read_text("utf-8").partition("markdown_extensions:")
    settings.write_text(f"{before}markdown_extensions: {extensions}\nplugins:\n  - backfile:\n      search: false\n")
    return load(config.root, access=Access.CHECKED)


def _articles(config: Config) -> dict[str, Article]:
    """Return each article by its path under docs/."""
    files = config.docs.joinpath("articles").rglob("*.md")
    return {file.relative_to(config.docs).as_posix(): page.load(file.read_text("utf-8")) for file in files}


def _neighbours(config: Config) -> dict[str, bytes]:
    """Return the built pages of the neighbours."""
    paths = [path for path, article in _articles(config).items() if "-neighbour" in article.origin.file]
    return {path: (config.site / path.removesuffix(".md") / "index.html").read_bytes() for path in paths}


def _with(config: Config, root: Path, articles: Mapping[str, Article]) -> Config:
    """Return a copy of an archive in which articles are replaced, with its list pages updated."""
    shutil.copytree(config.root, root, ignore=shutil.ignore_patterns(".backfile", "site"))
    copy = load(root, access=Access.CHECKED)
    storage = Storage(copy.root, copy.docs)
    with storage.locked("test"), Catalog(copy.root / CATALOG, copy.docs) as catalog:
        for path, article in articles.items():
            storage.write_page(path, page.dump(article))
        catalog.sync()
        update.update(storage, catalog, copy)
    return copy


def _replaced(article: Article) -> Article:
    """Return a harmless article with the same title, date, source, tags and URL, saved from the same place."""
    return Article(
        headline=article.headline,
        body=Markdown("It rained in the afternoon."),
        origin=replace(article.origin, fields={}),
        published=article.published,
        source=article.source,
        url=article.url,
        tags=article.tags,
    )


both = pytest.mark.parametrize("name", EXTENSIONS)


@both
def test_a_page_is_the_same_whatever_the_worker_read_before_it(name: str, tmp_path: Path) -> None:
    """One worker reads all inputs: state that a hostile page left in it would reach the next page."""
    pages = []
    for number, hostile in enumerate((Path.read_bytes, _harmless)):
        config = _archive(tmp_path / f"archive{number}", EXTENSIONS[name])
        ingest([_inbox(tmp_path / f"inbox{number}", hostile)], config, Options(jobs=1, commit=False))
        written = {path: page.dump(article) for path, article in _articles(config).items()}
        pages.append({path: text for path, text in written.items() if "neighbour" in path})
    assert len(pages[0]) == len(HOSTILE[::EACH])
    assert pages[0] == pages[1]


@both
def test_a_hostile_page_changes_no_other_page_of_the_site(name: str, tmp_path: Path) -> None:
    config = _archive(tmp_path / "archive", EXTENSIONS[name])
    ingest([_inbox(tmp_path / "inbox", Path.read_bytes)], config, Options(commit=False))
    articles = {path: article for path, article in _articles(config).items() if "-neighbour" not in article.origin.file}
    # Every second one is in the same lists as the neighbours: same day, same source, same tags.
    tags = ("Letters", "a/b", '"q"')
    dated = page.load(next(config.docs.rglob("neighbour-0.md")).read_text("utf-8")).published
    hostile = {
        path: replace(
            article,
            url=_url(number),
            **({"source": SOURCE, "published": dated, "tags": (*tags, *article.tags)[:8]} if number % 2 else {}),
        )
        for number, (path, article) in enumerate(sorted(articles.items()))
    }
    assert len(hostile) > 50
    with_them = _with(config, tmp_path / "with", hostile)
    build(with_them)
    without = _with(with_them, tmp_path / "without", {path: _replaced(article) for path, article in hostile.items()})
    build(without)
    before, after = _neighbours(with_them), _neighbours(without)
    assert len(before) == len(HOSTILE[::EACH])
    changed = [path for path in before if before[path] != after[path]]
    assert not changed, f"{len(changed)} pages change, for each of {_culprits(with_them, hostile, changed, tmp_path)}"


def _culprits(config: Config, hostile: Mapping[str, Article], changed: list[str], folder: Path) -> list[str]:
    """Return the files of the hostile pages that change other pages alone."""
    before, culprits = _neighbours(config), []
    for number, (path, article) in enumerate(hostile.items()):
        alone = _with(config, folder / f"alone{number}", {path: _replaced(article)})
        build(alone)
        after = _neighbours(alone)
        if any(before[other] != after[other] for other in changed):
            culprits.append(article.origin.file)
        shutil.rmtree(alone.root)
    return culprits


def _check_a_used_writer(seeds: range, name: str, folder: Path) -> None:
    rendering = _archive(folder / "archive", EXTENSIONS[name]).rendering
    used = Writer(rendering.extensions, rendering.options)
    for seed in seeds:
        html = sanitize.clean(RawHtml(written(Fuzzer(seed).document(), seed)))
        fresh = Writer(rendering.extensions, rendering.options)
        assert used.write(html) == fresh.write(html), f"seed {seed}"


@both
def test_a_used_writer_writes_the_same_as_a_new_one(name: str, tmp_path: Path) -> None:
    _check_a_used_writer(range(20), name, tmp_path)


@pytest.mark.soak
@both
def test_a_used_writer_writes_the_same_as_a_new_one_in_long_runs(name: str, tmp_path: Path) -> None:
    _check_a_used_writer(range(1000, 1500), name, tmp_path)
