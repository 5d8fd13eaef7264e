"""Fixtures for tests with a browser and a web server on this machine.

After each test, its pages must have contacted no other host, run no script of an article and logged no error.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import pages
from tests.shared import make_once

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Names of the program in Debian and elsewhere, the fastest first."""

# In milliseconds: long, because the machine may be busy.
TIMEOUT = 120_000
expect.set_options(timeout=TIMEOUT)

Served = Callable[[Path], AbstractContextManager[str]]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium, once for all tests. Each test has contexts of its own."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not executable:
        pytest.fail("The browser tests need Chromium: make chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


class _Host(http.server.SimpleHTTPRequestHandler):
    """A server that sends the headers of the nearest `_headers` file with every page."""

    def end_headers(self) -> None:
        for name, value in self._headers_file():
            self.send_header(name, value)
        super().end_headers()

    def _headers_file(self) -> list[tuple[str, str]]:
        """Return the headers for all files, which are the first group."""
        for folder in Path(self.translate_path(self.path)).parents:
            if (file := folder / "_headers").is_file():
                lines = takewhile(lambda line: line.startswith(" "), file.read_text("utf-8").splitlines()[1:])
                return [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        return []

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture(scope="session")
def served() -> Served:
    """`with served(folder) as address`: serve the folder on a free port; `address` ends with a slash."""

    @contextmanager
    def serving(folder: Path) -> Iterator[str]:
        handler = functools.partial(_Host, directory=str(folder))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()

    return serving


@pytest.fixture
def free_port() -> int:
    """Return a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Watch:
    """Records the requests, messages and errors that no page of an archive may cause."""

    def __init__(self, context: BrowserContext) -> None:
        self.violations: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.violations.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: (self.violations.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            self.violations.append(f"request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.violations.append(f"console: {message.text}")


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """`visit(address, **options)`: load a page in a new profile, with the options of Playwright's `new_context`.

    After the test, every page opened so must have contacted no other host, run no script and logged nothing.
    """
    watched: list[tuple[BrowserContext, Watch]] = []

    def open_page(address: str, **options: Any) -> Page:
        context = chromium.new_context(**options)
        context.set_default_timeout(TIMEOUT)
        watched.append((context, Watch(context)))
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context, watch in watched:
        ran = [page.url for page in context.pages if page.evaluate("'pwnd' in window")]
        context.close()
        assert not ran
        assert not watch.violations


@pytest.fixture(scope="session")
def barriers() -> Callable[[Page], list[str]]:
    """`barriers(page)`: return the violations of WCAG A and AA that axe finds."""
    axe = Axe()

    def violations(page: Page) -> list[str]:
        return [
            f"{violation['id']}: {node['html']} {node['failureSummary']}"
            for violation in axe.run(page).response["violations"]
            for node in violation["nodes"]
        ]

    return violations


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    """Build the example archive, once for all tests and processes, and return the folder of its site."""

    def make(folder: Path) -> None:
        assert build(load(make_archive(folder, pages()))).warnings == ()

    return load(make_once(tmp_path_factory, "clippings", make)).site


@pytest.fixture(scope="session")
def address(site: Path, served: Callable) -> Iterator[str]:
    with served(site) as url:
        yield url
