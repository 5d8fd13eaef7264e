"""Where links on a page lead: lists are rewritten, and results described, by the pages to which they link."""

from __future__ import annotations

from html import unescape
from urllib.parse import urljoin

_ROOT = "https://site.invalid/"


def link_target(own_url: str, href: str) -> str:
    """Return the URL from the site's root to which `href`, as HTML has it, leads on the page at `own_url`."""
    return urljoin(_ROOT + own_url, unescape(href)).removeprefix(_ROOT).partition("#")[0]
