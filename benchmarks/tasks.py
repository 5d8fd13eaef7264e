"""Measures how long pages of a site keep a browser busy at a time. Prints a Markdown table.

    python benchmarks/tasks.py [NAME ...]

NAME is one of the generators in `tests/hostile/big.py`, or one of the texts in `tests/browser/test_long_tasks.py`;
without names, the worst of them are measured, an ordinary article and its history, and the pages with lists. Each page
is loaded in turn as it is and without its scripts, five times. Times are CPU time of the page's main thread, so that
other programs count little; each value is the median of five. The ratio is that of the longest tasks. `Own script` is
the longest that a script of the theme ran at a time, by samples of a profile.
"""

import functools
import re
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from wire import ARGUMENTS

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.test_long_tasks import WIDE, name_of
from tests.browser.traces import longest_own_script, longest_task
from tests.hostile.big import GENERATORS, page

ROUNDS = 5
BYTES = 200_000
"""The size of a generated page."""
WORST = ("wide-p", "wide-li", "wide-tr", "wide-td", "wide-h2-each", "wide-items", "wide-rows", "wide-a", "wide-pre")
LISTS = ("", "tags/", "dates/", "search/", "search/?q=pier")
SCRIPT = re.compile(rb"<script\b(?![^>]*ld\+json).*?</script>", re.DOTALL)
ORDINARY = "<p>{}</p>".format(
    "</p><p>".join(f"Member {n} of the board heard of the pier, and agreed." for n in range(40))
)


class Host(SimpleHTTPRequestHandler):
    """Sends the pages below `/-/` without their scripts."""

    def do_GET(self) -> None:
        if not self.path.startswith("/-/"):
            return super().do_GET()
        file = Path(self.translate_path(self.path.removeprefix("/-").partition("?")[0]))
        file = file / "index.html" if file.is_dir() else file
        if file.suffix != ".html":
            self.path = self.path.removeprefix("/-")
            return super().do_GET()
        data = SCRIPT.sub(b"", file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return None

    def log_message(self, *_: object) -> None: ...


@contextmanager
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def inputs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of each input."""
    yield "ordinary", f"<!DOCTYPE html><title>ordinary</title><article>{ORDINARY}</article>"
    for name in names:
        if name in GENERATORS:
            yield name, page(name, BYTES // max(1, len(page(name, 1_000)) // 1_000))


def make(folder: Path, names: list[str]) -> dict[str, str]:
    """Build a site in `folder`. Return name -> address of each page, from the root of the site."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, html in inputs(names):
        inbox.joinpath(f"{name}.html").write_text(html, "utf-8")
    config = init.create(folder / "archive")
    slowly = replace(config, settings=replace(config.settings, max_seconds=600))
    ingest([inbox], slowly, Options())
    ordinary = inbox / "ordinary.html"
    ordinary.write_text(ordinary.read_text("utf-8").replace("Member 3 of", "The third member of"), "utf-8")
    ingest([ordinary], slowly, Options())
    for name in [name for name in names if name in WIDE]:
        file = config.docs / f"articles/undated/aa/{name_of(name)}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f'---\ntitle: "{name}"\norigin:\n  file: "a"\n  sha256: "0"\n  reader: "html"\n---\n\n{WIDE[name]}\n'
        )
    build(load(config.root))
    urls = {
        file.stem: f"{file.relative_to(config.docs).with_suffix('')}/" for file in config.docs.rglob("articles/**/*.md")
    }
    pages = {name: urls[name_of(name)] for name in ["ordinary", *names] if name_of(name) in urls}
    histories = [f"{page.parent.relative_to(config.site)}/" for page in config.site.glob("history/**/index.html")]
    return pages | {url: url for url in (*LISTS, *histories)}


def measure(browser: Browser, address: str, *, own: bool) -> float:
    """Return the longest task while a page loads, in milliseconds; with `own`, the longest script of the theme."""
    context = browser.new_context()
    tab = context.new_page()
    tab.set_default_timeout(0)
    run = longest_own_script if own else longest_task

    def visit() -> None:
        tab.goto(address, wait_until="load")
        tab.wait_for_timeout(1500)

    try:
        return run(tab, visit)
    finally:
        context.close()


def main() -> None:
    names = sys.argv[1:] or [*WORST, *WIDE]
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))))
    print("| Page | Longest task, ms | Without scripts, ms | Ratio | Own script, ms |\n|" + " --- |" * 5)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = make(Path(folder), names)
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with served(Path(folder) / "archive/site") as root:
            for name, url in pages.items():
                rounds = [
                    (
                        measure(browser, root + url, own=False),
                        measure(browser, f"{root}-/{url}", own=False),
                        measure(browser, root + url, own=True),
                    )
                    for _ in range(ROUNDS)
                ]
                task, plain, own = (statistics.median(values) for values in zip(*rounds, strict=True))
                print(f"| {name or 'home'} | {task:.0f} | {plain:.0f} | {task / plain:.2f} | {own:.1f} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
