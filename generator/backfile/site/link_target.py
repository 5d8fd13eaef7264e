"""Where links on a page lead: lists are rewritten, and results described, by the pages to which they link."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

_ROOT = "https://site.invalid/"
_OWN = re.compile(r"(?:[\w-]+/)*[\w-]*", re.ASCII)
_HREF = re.compile(r"((?:\.\./)*)((?:[\w-]+/)*[\w-]*)", re.ASCII)
"""The URL of a page, and a link, of which the target is told without parsing a URL: nearly all are."""


def link_target(own_url: str, href: str) -> str:
    """Return the URL from the site's root to which `href`, as HTML has it, leads on the page at `own_url`."""
    plain = _HREF.fullmatch(href)
    if not (plain and href and _OWN.fullmatch(own_url)):
        return urljoin(_ROOT + own_url, unescape(href)).removeprefix(_ROOT).partition("#")[0]
    folders = own_url.split("/")[:-1]
    kept = folders[: max(0, len(folders) - len(plain[1]) // len("../"))]
    return "/".join([*kept, plain[2]])
