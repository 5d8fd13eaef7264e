"""Where the links in the Markdown of lists lead. Lists are rewritten by the pages to which their items link."""

from __future__ import annotations

from html import unescape
from urllib.parse import urljoin

_ROOT = "https://site.invalid/"


def row_target(own_url: str, href: str) -> str:
    """Return the URL from the site's root to which `href`, as HTML has it, leads on the page at `own_url`."""
    return urljoin(_ROOT + own_url, unescape(href)).removeprefix(_ROOT).partition("#")[0]
