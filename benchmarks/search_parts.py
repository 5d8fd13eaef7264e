"""Measures the search of a large archive: making its index, and what a browser loads of it.

    python benchmarks/search_parts.py [N ...]

Prints two Markdown tables for each number of articles. The pages of the articles have what the search reads of a page,
and 20 KB of other HTML; the site around them is a real one of 20 articles. CPU seconds are those of all processes,
memory is that of the largest. Bytes are those of a host that compresses text (`wire.py`), with headers.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from articles import stored_article, write_archive
from measure import cost_of
from playwright.sync_api import Browser, Page, Request, sync_playwright
from wire import ARGUMENTS, Host, new_page, served

from backfile.archive.page_path import new_page_path
from backfile.settings.layout import SEARCHED
from backfile.settings.mkdocs_yml import Config
from backfile.site.build import build
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.search_index import SearchIndex
from backfile.site.search.index import FOLDER

RARE = "merzyxgy"
"""A word of the oldest article only."""
FURNITURE = "<ul>" + '<li class="md-nav__item"><a href="/dates/">Another page of the site</a></li>' * 250 + "</ul>"


def write_page(site: Path, number: int) -> None:
    """Write the page of an article into a site, with the parts of a page that the search reads."""
    article = stored_article(number)
    path = site / new_page_path(article, lambda _: False).removesuffix(".md") / "index.html"
    paragraphs = "".join(f"<p>{text}</p>" for text in article.body.split("\n\n"))
    day = str(article.published)[:10]
    tags = "".join(f'<bdi class="article__tag">{tag}</bdi>' for tag in article.tags)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{article.headline}</title></head><body>'
        f'{FURNITURE}<header class="article__head" lang="en"><h1 class="article__headline">{article.headline}</h1>'
        f'<p class="article__dek">{article.dek}</p></header><bdi class="article__author">{article.authors[0]}</bdi>'
        f'<bdi class="article__source">{article.source}</bdi><bdi class="article__published"><time datetime="{day}">'
        f'{day}</time></bdi><div class="article__body">{paragraphs}<p>{RARE if not number else ""}</p></div>{tags}'
        f'<footer class="article__foot"></footer></body></html>',
        encoding="utf-8",
    )


def make_site(root: Path, count: int) -> Config:
    """Build a small site, and put the pages of `count` articles in the place of its articles."""
    config = write_archive(root, 20)
    build(config)
    shutil.rmtree(config.site / "articles")
    shutil.rmtree(config.site / FOLDER)
    for number in range(count):
        write_page(config.site, number)
    return config


def make_index(config: Config, added: int = 0, *, is_new: bool = False) -> None:
    """Make the index as a build does that finds the site of the last one. In: how many articles are added to it."""
    site, new = config.site, config.root / ".backfile" / "new"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(site / "articles", new / "articles", copy_function=os.link)
    files = sorted((new / "articles").rglob("*.html"))
    for number in range(len(files), len(files) + added):
        write_page(new, number)
    kept = KeptSite(new, site, None)
    kept.digests |= {
        file.relative_to(new).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (new / "articles").rglob("*.html")
    }

    def task() -> None:
        index = SearchIndex(config.root / SEARCHED, kept, is_new=is_new)
        index.request(kept, "en")
        index.write()

    cost = cost_of(task, 10_000)
    if cost is None:
        raise RuntimeError("The index took too long.")
    name = "the whole index" if is_new else f"{added} article added" if added else "nothing changed"
    parts = max(1, sum(path.is_dir() for path in (new / FOLDER).iterdir() if (path / "index").exists()))
    print(f"| {name} | {len(files) + added:,} | {parts} | {cost.cpu:.1f} | {cost.memory:.0f} |", flush=True)
    for folder in (FOLDER, "articles"):
        shutil.rmtree(site / folder, ignore_errors=True)
        shutil.move(new / folder, site / folder)


def loads(page: Page, task: str, parts: set[str]) -> str:
    """Return the row of a task: parts of the index of which the page has loaded something, requests, kilobytes."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    row = f"| {task} | {len(parts)} | {Host.requests} | {Host.sent / 1000:.0f} |"
    Host.requests = Host.sent = 0
    return row


def note_part(parts: set[str], request: Request) -> None:
    """Add the part of the index of which a request loads something to those that are known."""
    name = request.url.partition(f"/{FOLDER}/")[2]
    if name.count("/") > 1:
        parts.add(name.split("/")[0])


def searched(browser: Browser, address: str) -> Iterator[str]:
    """Yield the rows of the searches, each in a new browser context that has loaded the home page before."""
    for task, query, result in (
        ("one word, ten results in the newest parts", "q=kalo", ".search__item:nth-child(10)"),
        ("the same, with a year chosen", "q=kalo&year=2003", ".search__item:nth-child(10)"),
        ("the same, the oldest first", "q=kalo&sort=oldest", ".search__item:nth-child(10)"),
        ("a word of one old article, until the search asks whether to go on", f"q={RARE}", ".search-page__status"),
    ):
        page, parts = new_page(browser), set[str]()
        page.goto(address)
        loads(page, "", parts)
        page.context.on("request", partial(note_part, parts))
        page.goto(f"{address}search/?{query}")
        page.locator(f".search-page {result}").wait_for()
        page.locator(".search-page__status", has_text="found").wait_for()
        page.locator(".search-page__further:not(:has-text('Stop'))").wait_for(state="attached")
        yield loads(page, task, parts)
    if page.locator(".search-page__further").is_visible():
        page.locator(".search-page__further").click()
        page.locator(".search-page .search__item").wait_for(timeout=600_000)
        yield loads(page, "all other parts in addition", parts)
    page.context.close()


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))))
    for count in map(int, sys.argv[1:] or ["10000"]):
        with tempfile.TemporaryDirectory() as folder:
            config = make_site(Path(folder) / "archive", count)
            print("| Index | Articles | Parts | CPU s | Peak MB |\n| --- | ---: | ---: | ---: | ---: |")
            make_index(config, is_new=True)
            make_index(config)
            make_index(config, 1)
            print("\n| Search | Parts | Requests | KB |\n| --- | ---: | ---: | ---: |")
            with sync_playwright() as playwright, served(config.site) as address:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                for row in searched(browser, address):
                    print(row, flush=True)
                browser.close()


if __name__ == "__main__":
    main()
