"""Pictures and their captions. Owns telling a figure that is a picture with its caption, giving it the one form of such
figures, and where a picture is to be found: its address often waits for a script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from generator.extract.tree import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
"""Where the address of an image is; in the first ones it waits for a script to fetch it."""
_PLACEHOLDER = re.compile(
    r"(?:[\w-]*placeholder|spacer|blank|transparent|pixel|1x1)\.(?:gif|png|svg|jpe?g|webp)", re.IGNORECASE
)
"""What files are called that stand in a picture's place until it is fetched."""
_WIDTH = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?[wx]")
_OTHER_CONTENT = ("figure", "table", "blockquote", "pre", "video", "iframe")


def source(image: HtmlElement) -> str:
    """Give the address of an image, also of one that waits for a script; empty when there is but a placeholder."""
    found = (image.get(name) or "" for name in _ADDRESSES)
    if address := next((address for address in found if _is_address(address)), ""):
        return address
    picture = image.getparent()
    sources = [image, *(picture.iter("source") if picture is not None and picture.tag == "picture" else ())]
    sets = (item.get(name) or "" for item in sources for name in _SETS)
    return next((address for addresses in sets if (address := _largest(addresses))), "")


def _is_address(found: str) -> bool:
    name = re.split("[?#]", found, maxsplit=1)[0].rpartition("/")[2]
    return bool(found) and found.lstrip()[:5].lower() != "data:" and not _PLACEHOLDER.fullmatch(name[-80:])


def _largest(addresses: str) -> str:
    """Give the address of the widest or densest image of a set (HTML, 4.8.4.2.1)."""
    best, most = "", 0.0
    for candidate in re.split(r",\s+|,(?=https?:|//)", addresses):
        address, _, size = candidate.strip().partition(" ")
        width = float(size.strip()[:-1]) if _WIDTH.fullmatch(size.strip()) else 1.0
        if width > most and _is_address(address):
            best, most = address, width
    return best


def is_picture(figure: HtmlElement) -> bool:
    """Say whether a figure holds a picture and a caption, and nothing else."""
    caption = figure.find(".//figcaption")
    return (
        caption is not None
        and bool(text(caption))
        and next(figure.iterdescendants(*_OTHER_CONTENT), None) is None
        and any(source(image) for image in figure.iter("img"))
    )


def rebuild(figure: HtmlElement, pictures: Sequence[HtmlElement]) -> None:
    """Make a figure its pictures and its caption; other text in it, such as a credit, becomes part of the caption.

    A figure within a figure may have lost its caption to the outer one; it is left as it is.
    """
    caption = figure.find(".//figcaption")
    if caption is None:
        return
    for part in (*pictures, caption):
        part.drop_tree()
    rest = lxml_html.Element("div")
    rest.text = figure.text
    rest.extend(list(figure))
    figure.text = None
    figure.extend([*pictures, caption])
    if (words := text(rest)) and words not in text(caption):
        caption.append(rest)
