"""One article does not make the pages of others, the lists and the feeds grow, whatever its fields are.

An archive of 30 harmless articles is built with and without a page of which one field is far beyond its limit, as its
owner may have written it. What an input states is cut earlier (`tests/fields/test_limits.py`).
"""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, Origin
from backfile.fields.listed import listed
from backfile.i18n.catalogs import catalog_for
from backfile.lists import update
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.article.related_view import article_link
from backfile.site.build import build
from backfile.site.outputs.feed_list import LEAD_LENGTH
from backfile.site.outputs.feeds import feed_entry

ATTACK = Path(__file__).parents[1] / "hostile" / "l01-unbounded-headline.html.gz"
PINNED = ATTACK.with_name("l02-pinned-by-future-date.html")
PAGE = "articles/2020/03/hostile.md"
MOST_GROWTH = 3 * 1024
HARMLESS = Article(
    headline="Pier mended",
    body=Markdown("The board met on Tuesday."),
    origin=Origin("a.html", "ab" * 32, "html"),
    authors=("Ada Quill",),
    published=date(2020, 3, 15),
    source="The Gazette",
    section="Harbour",
    url="https://gazette.example/pier",
    tags=("Harbour board", "Letters"),
)
LONG = "&<" * 50_000, "word " * 20_000, "\U0001f4f0" * 30_000
FIELDS: dict[str, Any] = {
    **{
        f"{name}-{number}": {name: text}
        for name in ("headline", "source")
        for number, text in enumerate(LONG)
    },
    **{name: {name: LONG[0]} for name in ("dek", "section", "kicker", "dateline", "language", "rights")},
    "authors": {"authors": tuple(f"{n} {'word ' * 200}" for n in range(200))},
    "many-authors": {"authors": tuple(f"Ада Перо {n}" for n in range(500))},
    "keywords": {"keywords": tuple(f"{n} {'word ' * 200}" for n in range(200))},
    "tags": {"tags": tuple(f"{n} {'x' * 57}" for n in range(8))},
    "url": {"url": f"https://gazette.example/{LONG[0]}"},
    "url-within-the-limit": {"url": f"https://gazette.example/{'b' * 1_900}"},
    "image": {"image": f"https://gazette.example/{LONG[0]}"},
    "record": {"origin": replace(HARMLESS.origin, record=LONG[0])},
    "file": {"origin": replace(HARMLESS.origin, file=LONG[0])},
    "extra": {"extra": {"note": LONG[0]}},
}  # fmt: skip


def _archive(root: Path, *, search: bool = False) -> Config:
    """Return an archive with 30 articles of one source and one month, which share two tags."""
    init.create(root, "Gazette", versioned=False)
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("site_name:", "site_url: https://archive.example/\nsite_name:", 1)
    settings.write_text(text.replace("- backfile:", f"- backfile:\n      search: {json.dumps(search)}", 1), "utf-8")
    config = load(root)
    articles = {
        f"articles/2020/03/pier-{n:02}.md": replace(
            HARMLESS, headline=f"Pier {n}", url=f"https://gazette.example/{n}", published=date(2020, 3, n)
        )
        for n in range(1, 31)
    }
    _write(config, articles)
    return config


def _write(config: Config, articles: dict[str, Article]) -> None:
    storage = Storage(config.root, config.docs)
    with storage.locked("test"), Catalog(config.root / CATALOG, config.docs) as catalog:
        for path, article in articles.items():
            storage.write_page(path, page.dump(article))
        catalog.sync()
        update.update(storage, catalog, config)


def _sizes(folder: Path) -> dict[str, int]:
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


def _built(config: Config) -> dict[str, int]:
    """Build the site, and return the sizes of list pages and published files."""
    build(config)
    return {f"{name}/{path}": size for name in ("docs", "site") for path, size in _sizes(config.root / name).items()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return _archive(tmp_path_factory.mktemp("limits") / "archive")


@pytest.fixture(scope="module")
def built(archive: Config) -> dict[str, int]:
    return _built(archive)


def _with(config: Config, root: Path, articles: dict[str, Article]) -> Config:
    """Return a copy of an archive with further articles."""
    shutil.copytree(config.root, root, ignore=shutil.ignore_patterns(".backfile", "site"))
    copy = load(root)
    _write(copy, articles)
    return copy


def _grown(before: dict[str, int], after: dict[str, int], most: int) -> dict[str, int]:
    return {path: size - before[path] for path, size in after.items() if size - before.get(path, size) > most}


@pytest.mark.parametrize("name", FIELDS)
def test_no_list_grows(name: str, archive: Config, tmp_path: Path) -> None:
    article = replace(HARMLESS, **FIELDS[name])
    copy = _with(archive, tmp_path / "archive", {PAGE: article})
    before, after = _sizes(archive.docs), _sizes(copy.docs)
    assert _grown(before, after, MOST_GROWTH) == {}
    assert (
        max(size for path, size in after.items() if (path not in before and path != PAGE) or path == "index.md") < 4096
    )
    assert page.load((copy.docs / PAGE).read_text("utf-8")) == article


@pytest.mark.parametrize("name", FIELDS)
def test_no_feed_and_no_neighbour_grows(name: str) -> None:
    article = listed(replace(HARMLESS, **FIELDS[name]))
    entry = feed_entry(article, "https://archive.example/articles/2020/03/hostile/", "x" * LEAD_LENGTH)
    assert max(len(entry.atom.encode()), len(entry.json.encode())) < MOST_GROWTH + 1024
    link = article_link(article, PAGE, catalog_for("en"))
    assert sum(len(text.encode()) for text in (link.headline, link.url, *link.about)) < MOST_GROWTH


def test_no_page_of_the_site_grows(archive: Config, built: dict[str, int], tmp_path: Path) -> None:
    """All hostile articles are in one site, so that it is built only once."""
    articles = {PAGE.replace("hostile", f"hostile-{n}"): replace(HARMLESS, **FIELDS[n]) for n in FIELDS}
    after = _built(_with(archive, tmp_path / "archive", articles))
    assert _grown(built, after, MOST_GROWTH * len(articles)) == {}
    articles_before = {path: size for path, size in built.items() if path.startswith("site/articles/")}
    assert _grown(articles_before, after, MOST_GROWTH) == {}


@pytest.mark.soak
@pytest.mark.parametrize("name", FIELDS)
def test_no_file_grows(name: str, archive: Config, built: dict[str, int], tmp_path: Path) -> None:
    after = _built(_with(archive, tmp_path / "archive", {PAGE: replace(HARMLESS, **FIELDS[name])}))
    assert _grown(built, after, MOST_GROWTH) == {}


def test_a_headline_of_an_input_is_cut_and_reported(tmp_path: Path) -> None:
    config = _archive(tmp_path / "archive")
    before = _sizes(config.docs)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    inbox.joinpath("attack.html").write_bytes(gzip.decompress(ATTACK.read_bytes()))
    report = ingest([inbox], config, Options(commit=False))
    assert [problem.kind for problem in report.problems] == [ProblemKind.LIMIT]
    assert _grown(before, _sizes(config.docs), MOST_GROWTH) == {}


def test_a_date_in_the_future_orders_nothing(tmp_path: Path) -> None:
    config = _archive(tmp_path / "archive", search=True)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(PINNED, inbox)
    report = ingest([inbox], config, Options(commit=False))
    assert [problem.kind for problem in report.problems] == [ProblemKind.DATE]
    build(config)
    [found] = config.docs.glob("articles/2199/12/*.md")
    assert page.load(found.read_text("utf-8")).published == date(2199, 12, 31)
    assert not config.docs.joinpath("dates", "2199.md").exists()
    assert "Pinned" not in config.docs.joinpath("index.md").read_text("utf-8").partition("## Tags")[0]
    assert "2199" not in config.site.joinpath("feed.xml").read_text("utf-8").replace("articles/2199", "")
    assert max(json.loads(config.site.joinpath("pagefind", "facets.json").read_text("utf-8"))["days"]) < 20_000
    html = (config.site / found.relative_to(config.docs).with_suffix("") / "index.html").read_text("utf-8")
    assert "2199" in html.partition('class="article__published"')[2].partition("</bdi>")[0]
    assert "2199-12-31" not in html.partition('class="article__origin"')[0].partition("<body")[2]
