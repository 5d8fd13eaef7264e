"""Write the picture at the head of the README: the site of the sample articles, on a desktop and on a phone.

Run it as `make picture` after a change of how the site looks. It needs Chromium: `make chromium`. It makes an archive
of the samples in a temporary folder, builds its site, serves that on this machine alone and takes the two views of it.
"""

from __future__ import annotations

import base64
import functools
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).parents[1] / "docs" / "handbook" / "site.png"
MOST_BYTES = 200_000
BACKFILE = Path(sys.executable).with_name("backfile")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]

ON_A_DESKTOP = ("articles/2016/11/the-harbour-lights-go-out-one-by-one/", 1240, 970)
ON_A_PHONE = ("", 390, 770)
"""Each view: its page's address, its width and the height it has at most."""

BETWEEN_LINES = """most => {
  const lines = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    if (texts.currentNode.parentElement.checkVisibility()) lines.push(...range.getClientRects());
  }
  while (most > 0 && lines.some(line => line.top < most + 8 && line.bottom > most - 8)) most--;
  return most;
}"""
"""Returns the greatest height, up to the one given, at which no line of text is cut or touched."""

COMPOSED = """<!doctype html><style>
  body { position: relative; margin: 0; padding: 48px; background: #dfe3e8 }
  img { display: block; box-shadow: 0 0 0 1px #0002, 0 8px 20px #0003 }
  .desktop { border-radius: 10px }
  .phone { position: absolute; right: 48px; bottom: 72px; border-radius: 24px;
           box-shadow: 0 0 0 8px #1d1f24, 0 8px 20px #0005 }
</style><img class=desktop src="DESKTOP"><img class=phone src="PHONE">"""


def built_site(folder: Path) -> Path:
    """Make an archive of the samples in the folder, build it and return the folder of its site."""
    archive = folder / "clippings"
    subprocess.run([BACKFILE, "init", "--sample", "--no-git", "--name", "The Clippings", archive], check=True)
    subprocess.run([BACKFILE, "build", "-C", archive], check=True)
    return archive / "site"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Print no line for a request."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder on a free port of this machine and give its address, which ends in a slash."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def opened(browser: Browser, address: str, width: int, height: int) -> Page:
    """Return the page at an address, loaded, in its light colours."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    if not (response := page.goto(address, wait_until="networkidle")) or not response.ok:
        raise SystemExit(f"There is no page {address}")
    return page


def view(browser: Browser, site: str, address: str, width: int, height: int) -> str:
    """Return the top of a page as a data URL: as high as was asked for, or less where that would cut a line of text."""
    page = opened(browser, site + address, width, height)
    page.set_viewport_size({"width": width, "height": page.evaluate(BETWEEN_LINES, height)})
    return "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()


def picture(site: str) -> bytes:
    """Return the two views in one picture."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit("The picture needs Chromium: make chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        desktop, phone = (view(browser, site, *which) for which in (ON_A_DESKTOP, ON_A_PHONE))
        page = browser.new_page(viewport={"width": 1488, "height": 100})
        page.set_content(COMPOSED.replace("DESKTOP", desktop).replace("PHONE", phone))
        return page.screenshot(full_page=True)


def main() -> None:
    """Write the picture, unless it is too large."""
    with tempfile.TemporaryDirectory() as folder, served(built_site(Path(folder))) as site:
        made = picture(site)
    if len(made) > MOST_BYTES:
        raise SystemExit(f"The picture has {len(made)} bytes, {MOST_BYTES} at most are wanted: make its views smaller.")
    TARGET.write_bytes(made)
    print(f"{TARGET}: {len(made)} bytes")


if __name__ == "__main__":
    main()
