"""Measures how many bytes a browser loads for an article's page, for a list and for searches. Prints a Markdown table.

    python benchmarks/wire.py SITE

SITE is a site that is built for the root of a host; `articles.py` writes articles for one. A server on this machine
sends it to Chromium as a host would, text compressed with gzip, and counts the bytes of its responses with headers.
"""

import functools
import gzip
import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md"}


class Host(http.server.SimpleHTTPRequestHandler):
    """Compresses text, lets browsers cache all files but pages for an hour, and counts the bytes that it sends."""

    protocol_version = "HTTP/1.1"
    sent = 0
    requests = 0

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        data = file.read_bytes() if file.is_file() else b""
        self.send_response(200 if file.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in TEXT:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        if file.suffix != ".html":
            self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Length", str(len(data)))
        Host.requests += 1
        Host.sent += len(data) + sum(map(len, vars(self)["_headers_buffer"]))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def served(site: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def loaded(page: Page) -> float:
    """Return how many kilobytes have been sent since the last call, after the page has loaded."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    kilobytes, Host.sent = Host.sent / 1000, 0
    return kilobytes


def search_page(page: Page, address: str) -> float:
    """Open the search page at `address`, and return the kilobytes loaded until ten results are shown."""
    page.goto(address)
    page.locator(".search-page__results li").nth(9).wait_for()
    return loaded(page)


def search_dialog(page: Page, words: str) -> float:
    """Type words into the search dialog, and return the kilobytes loaded until ten results are shown."""
    page.locator(".search__input").fill(words)
    page.locator(".search__link").nth(9).wait_for()
    return loaded(page)


def new_page(browser: Browser) -> Page:
    """Return a page of a new browser context, in a window in which the filters of the search are closed."""
    return browser.new_context(viewport={"width": 1000, "height": 800}).new_page()


def visited(browser: Browser, address: str) -> Page:
    """Return a page of a new browser context that has loaded `address` into its cache."""
    page = new_page(browser)
    page.goto(address)
    loaded(page)
    return page


def list_page(site: Path, browser: Browser, address: str) -> Iterator[tuple[str, float]]:
    """Yield what the list with most thumbnails, as far as it has 30, loads at first and when it is scrolled to its end.

    Nothing for a site without pictures.
    """
    lists = [file for folder in ("sources", "tags", "subjects") for file in site.glob(f"{folder}/*/index.html")]
    counts = {file: file.read_text("utf-8").count("/small-thumbnails/") for file in lists}
    longest = max(counts, key=lambda file: (min(counts[file], 30), -counts[file]), default=None)
    if longest is None or not counts[longest]:
        return
    path = longest.parent.relative_to(site).as_posix()
    for width, height in ((390, 844), (1280, 900)):
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.goto(f"{address}{path}/")
        about = f"a list with {counts[longest]} thumbnails, with an empty cache, {width} pixels wide"
        yield f"{about}: at first", (first := loaded(page))
        for row in page.locator(".card__picture").all():
            row.scroll_into_view_if_needed()
        yield f"{about}: scrolled to its end", first + loaded(page)


def measure(site: Path, browser: Browser, address: str) -> Iterator[tuple[str, float]]:
    """Yield each task and its kilobytes."""
    articles = sorted(path.parent.relative_to(site).as_posix() for path in site.glob("articles/*/*/*/index.html"))
    page = browser.new_context().new_page()
    for task, path in (
        ("an article, with an empty cache", articles[0]),
        ("another article", articles[len(articles) // 2]),
    ):
        page.goto(f"{address}{path}/")
        yield task, loaded(page)
    yield from list_page(site, browser, address)
    page.keyboard.press("/")
    yield "one word in the search dialog of that page, with ten results", search_dialog(page, "kalo")
    yield "another word in the same dialog", search_dialog(page, "merdra")
    page = visited(browser, f"{address}{articles[0]}/")
    search = f"{address}search/?q=kalo"
    yield "the search page with one word and ten results, after an article", search_page(page, search)
    page = new_page(browser)
    yield "the search page with one word and ten results, with an empty cache", search_page(page, search)
    yield "another word on the same page", search_page(page, f"{address}search/?q=merdra")
    page.locator(".search-page__open").click()
    page.locator(".search-page__sheet li").first.wait_for()
    yield "opening the filters on that page", loaded(page)
    page.goto(f"{address}search/?q=merdrxa")
    page.locator(".search-page__suggestion strong").wait_for()
    yield "a misspelt word, with a suggestion", loaded(page)
    two_words = f"{address}search/?q=tinvos+shiban&sort=newest"
    yield "two words on that page, the newest first", search_page(page, two_words)


def main() -> None:
    site = Path(sys.argv[1])
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))))
    print("| What is loaded | KB |\n| --- | ---: |")
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for task, kilobytes in measure(site, browser, address):
            print(f"| {task} | {kilobytes:.0f} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
