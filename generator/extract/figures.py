"""Pictures and their captions. Owns telling a figure that is a picture with its caption, and where a picture is to be
found: its address often waits for a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.extract.tree import text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LAZY = ("data-src", "data-original", "data-lazy-src")
"""Where the address of an image waits for a script to fetch it."""
_OTHER_CONTENT = ("figure", "table", "blockquote", "pre", "video", "iframe")


def source(image: HtmlElement) -> str:
    """Give the address of an image, also of one that waits for a script; empty when there is but a placeholder."""
    addresses = (image.get(name) or "" for name in (*_LAZY, "src"))
    return next((found for found in addresses if found and not found.strip().lower().startswith("data:")), "")


def is_picture(figure: HtmlElement) -> bool:
    """Say whether a figure holds a picture and a caption, and nothing else."""
    caption = figure.find(".//figcaption")
    return (
        caption is not None
        and bool(text(caption))
        and next(figure.iterdescendants(*_OTHER_CONTENT), None) is None
        and any(source(image) for image in figure.iter("img"))
    )
