"""URLs of images. Owns where a page has the URL of an image: in `src`, in an attribute of a lazy-loading script, or in
a set of sizes; and which of these URLs are only placeholders until a script loads the image.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

URL_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "src")
"""Attributes with the URL of an image. The first three wait for a lazy-loading script, so they come before `src`."""
SRCSET_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset")
"""Attributes with a set of URLs and sizes, those of lazy-loading scripts first."""

_PLACEHOLDER_FILE = re.compile(
    r"(?:[\w-]*placeholder|spacer|blank|transparent|pixel|1x1)\.(?:gif|png|svg|jpe?g|webp)", re.IGNORECASE
)
"""Usual names of placeholder files, which are shown until the image is loaded."""
_SIZE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?[wx]")


def find_image_url(image: HtmlElement) -> str:
    """Return the URL of an image, also of one that is loaded lazily; empty if it has only a placeholder."""
    urls = (image.get(name) or "" for name in URL_ATTRIBUTES)
    if url := next((url for url in urls if is_image_url(url)), ""):
        return url
    sets = (element.get(name) or "" for element in find_srcset_elements(image) for name in SRCSET_ATTRIBUTES)
    return next((url for srcset in sets if (url := find_largest(srcset))), "")


def is_redundant_placeholder(image: HtmlElement) -> bool:
    """Return whether an image is only a placeholder for another image beside it, in the same parent element."""
    url, parent = image.get("src") or "", image.getparent()
    if not url or is_data_url(url) or is_image_url(url) or parent is None:
        return False
    return any(find_image_url(other) for other in parent.iterchildren("img"))


def find_srcset_elements(image: HtmlElement) -> list[HtmlElement]:
    """Return the elements that can have sets of URLs for an image: itself, and the sources in its picture element."""
    parent = image.getparent()
    return [image, *(parent.iter("source") if parent is not None and parent.tag == "picture" else ())]


def find_largest(srcset: str) -> str:
    """Return the URL of the widest or densest image of a set (HTML Standard, 4.8.4.2.1); empty if it has none."""
    largest_url, largest = "", 0.0
    for candidate in re.split(r",\s+|,(?=https?:|//)", srcset):
        url, _, size = candidate.strip().partition(" ")
        number = float(size.strip()[:-1]) if _SIZE.fullmatch(size.strip()) else 1.0
        if number > largest and is_image_url(url):
            largest_url, largest = url, number
    return largest_url


def is_image_url(url: str) -> bool:
    """Return whether a URL leads to an image: it is no `data:` URL, and its file is not named like a placeholder."""
    if not url or is_data_url(url):
        return False
    name = re.split("[?#]", url, maxsplit=1)[0].rpartition("/")[2]
    return not _PLACEHOLDER_FILE.fullmatch(name[-80:])


def is_data_url(url: str) -> bool:
    """Return whether a URL contains its content itself (RFC 2397)."""
    return url.lstrip()[:5].lower() == "data:"
