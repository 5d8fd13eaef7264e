"""Isolation: a hostile article does not change the pages of other articles."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from backfile import images
from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.page_path import new_page_path
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, RawHtml, When
from backfile.conversion.converter import Converter
from backfile.lists import update
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.readers import html
from backfile.readers.records import record_data
from backfile.settings.access import Access
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.markup.fuzz import Fuzzer, written
from tests.markup.pipeline import EXTENSIONS
from tests.site.pictures.drawn import quarters, saved

HOSTILE = sorted((Path(__file__).parents[1] / "hostile").glob("[bcmtx]*.html"))
DAY, SOURCE = "2020-03-22", "The Gazette"
EACH = 4
"""There is one neighbour for this number of hostile pages."""
PICTURE = saved(quarters(), "PNG")
NAME = images.name_of(PICTURE, "png")
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


def _inputs(hostile: Callable[[Path], bytes]) -> Mapping[str, bytes]:
    """Return hostile pages, or what `hostile` returns instead of them, and a neighbour after every few of them."""
    files = {}
    for number, file in enumerate(HOSTILE):
        files[file.name] = hostile(file)
        if number % EACH == 0:
            neighbour = _neighbour(number, ["Letters", "a/b", '"q"'])
            files[f"{file.stem}-neighbour.html"] = neighbour.encode()
    return files


def _harmless(file: Path) -> bytes:
    return f"<!DOCTYPE html><title>{file.stem}</title><article><p>It rained in the afternoon.</p></article>".encode()


def _archive(root: Path, extensions: str) -> Config:
    config = init.create(root, "Hostile", versioned=False)
    settings = config.root / "mkdocs.yml"
    before, _, _ = settings.read_text("utf-8").partition("markdown_extensions:")
    settings.write_text(f"{before}markdown_extensions: {extensions}\nplugins:\n  - backfile\n")
    return load(config.root, access=Access.CHECKED)


def _convert(config: Config, inputs: Mapping[str, bytes]) -> dict[str, Article]:
    """Return the article of each input, all converted by one converter, as by one worker."""
    rendering = config.rendering
    converter = Converter(config.settings, Writer(rendering.extensions, rendering.options), Vocabulary())
    results = (
        (name, list(converter.convert(record_data(html.READER, name, data), html.READER)))
        for name, data in inputs.items()
    )
    return {name: result.article for name, found in results for result in found if result.article}


@cache
def _converted(name: str, folder: Path) -> tuple[dict[str, Article], dict[str, Article]]:
    """Return the articles of the harmless pages with their neighbours, and those of the hostile ones.

    The harmless pages come first, so that the hostile ones cannot have changed the process before.
    """
    config = _archive(folder, EXTENSIONS[name])
    harmless, hostile = (_convert(config, _inputs(source)) for source in (_harmless, Path.read_bytes))
    return harmless, hostile


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("isolation")


def _built(root: Path, extensions: str, articles: Mapping[str, Article], featured: str) -> Path:
    """Build a site of articles, given by the paths of their pages. Return its folder."""
    config = _archive(root, extensions)
    setting = f"- backfile:\n      featured: [{featured}]"
    file = config.root / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("- backfile", setting))
    config = load(root, access=Access.CHECKED)
    storage = Storage(config.root, config.docs)
    with storage.locked("test"), Catalog(config.root / CATALOG, config.docs) as catalog:
        for path, article in articles.items():
            storage.write_page(path, page.dump(article))
        picture = config.docs / images.FOLDER / NAME
        picture.parent.mkdir(parents=True)
        picture.write_bytes(PICTURE)
        catalog.sync()
        update.update(storage, catalog, config)
    build(config)
    return config.site


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
def test_a_page_is_the_same_whatever_the_worker_read_before_it(name: str, folder: Path) -> None:
    """One worker reads all inputs: state that a hostile page left in it would reach the next page."""
    harmless, hostile = (
        {file: page.dump(article) for file, article in articles.items() if "-neighbour" in file}
        for articles in _converted(name, folder / name)
    )
    assert len(harmless) == len(HOSTILE[::EACH])
    assert harmless == hostile


@both
def test_a_hostile_page_changes_no_other_page_of_the_site(name: str, folder: Path) -> None:
    articles = _placed(_converted(name, folder / name)[1])
    neighbours = sorted(path for path, article in articles.items() if "-neighbour" in article.origin.file)
    for number, path in enumerate(neighbours):
        articles[path] = replace(articles[path], tags=_tags(number))
    dated = articles[neighbours[0]].published
    hostile = {
        path: _met(replace(articles[path], url=_url(number)), number, dated)
        for number, path in enumerate(sorted(articles.keys() - set(neighbours)))
    }
    assert len(hostile) > 50
    featured = f"{neighbours[0]}, {max(hostile)}"
    before, after = (
        _built(folder / f"{name}-{kind}", EXTENSIONS[name], {**articles, **others}, featured)
        for kind, others in (("with", hostile), ("without", {p: _replaced(a) for p, a in hostile.items()}))
    )
    pages = [f"{path.removesuffix('.md')}/index.html" for path in neighbours]
    assert len(pages) == len(HOSTILE[::EACH])
    assert [path for path in pages if _without_named(before / path) != _without_named(after / path)] == []
    assert sum(b"card__picture" in (before / path).read_bytes() for path in pages) > 10, "pictures are on other pages"
    urls = {path.removesuffix(".md").rpartition("/")[2] for path in neighbours}
    cards = _cards(before, urls)
    assert len(cards) > len(neighbours)
    assert cards == _cards(after, urls)
    fragments = _fragments(before, urls)
    assert len(fragments) == len(neighbours)
    assert fragments == _fragments(after, urls)


def _placed(articles: Mapping[str, Article]) -> dict[str, Article]:
    """Return articles by the paths of their pages."""
    placed: dict[str, Article] = {}
    for article in articles.values():
        placed[new_page_path(article, placed.__contains__)] = article
    return placed


def _tags(group: int) -> tuple[str, ...]:
    """Return the tags of a neighbour and of the hostile articles that are related to it; all are in one list."""
    return "Letters", "a/b", '"q"', f"Pier {group}", f"Quay {group}"


def _met(article: Article, number: int, dated: When | None) -> Article:
    """Return an article with a picture; every second one is related to a neighbour, and in the same lists."""
    body = Markdown(f"{article.body}\n\n![]({images.page_url(NAME)})\n")
    if number % 2 == 0:
        return replace(article, body=body)
    return replace(article, body=body, source=SOURCE, published=dated, tags=(*_tags(number // EACH), *article.tags)[:8])


_NAMED = re.compile(rb' data-picture(?=>)|<img class="card__picture"[^<>]*>| lang="[\w-]*"(?=><a )')
"""What the threat model names: a card on another article's page has the picture and the language of its article."""


def _without_named(file: Path) -> bytes:
    return _NAMED.sub(b"", file.read_bytes())


def _cards(site: Path, urls: set[str]) -> set[tuple[str, str]]:
    """Return page and HTML of each card of a neighbour on list pages."""
    cards = set()
    for file in site.rglob("index.html"):
        name = file.relative_to(site).as_posix()
        if not name.startswith("articles/"):
            for card in re.findall(r'<(li|article) class="card"[^<>]*>(.*?)</\1>', file.read_text("utf-8"), re.DOTALL):
                if urls & set(re.findall(r"/([^/\"]+)/\"", card[1])):
                    cards.add((name, card[1]))
    return cards


def _fragments(site: Path, urls: set[str]) -> dict[str, object]:
    """Return what the search knows of each neighbour."""
    found = {}
    for file in (site / "pagefind/fragment").iterdir():
        fragment = json.loads(gzip.decompress(file.read_bytes()).partition(b"pagefind_dcd")[2])
        if (name := fragment["url"].rstrip("/").rpartition("/")[2]) in urls:
            found[name] = fragment
    return found


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
