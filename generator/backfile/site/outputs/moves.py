"""Pages of the site that have another address now: what stands at the old one.

A page at the old address leads on where a host follows neither `_redirects` nor the map for nginx.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from mkdocs.utils import get_relative_url


@dataclass(frozen=True, slots=True)
class Move:
    """A page that leads to another one."""

    label: str
    """What the link says: the tag or the headline of the other page."""
    path: str
    """Its file in the site."""
    url: str
    """Its URL from the site's root."""
    target: str
    """The URL of the other page from the site's root."""


def move_page(move: Move, language: str) -> str:
    """Return the HTML of a page that leads to another one at once, without scripts."""
    target = escape(get_relative_url(move.target, move.url))
    label = escape(move.label)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n<title>{label}</title>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><main><h1><a href="{target}">{label}</a></h1></main></body>\n</html>\n'
    )
