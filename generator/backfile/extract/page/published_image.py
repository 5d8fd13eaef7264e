"""The image that a publication names for a page in its metadata. Owns knowing it again in the page, by the name of its
file: programs that save pages change the addresses of images, and sites have each image in several sizes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.extract.page.image_urls import find_image_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = frozenset(["og:image", "og:image:url", "og:image:secure_url", "twitter:image"])
"""The names of elements of the head with the image of a page."""
_SITE_IMAGE = re.compile("logo|default|placeholder|share|social|fallback", re.IGNORECASE)
_ENDING = re.compile(r"(?:[-_]\d{2,4}x\d{2,4})?\.[a-z]{3,4}$", re.IGNORECASE)
"""The ending of the name of an image file, with the size that some sites add to it."""
_SHORTEST = 4
"""Characters of the name of a file by which an image is known again."""


class PublishedImage:
    """The image that the metadata of a page name. In: the page."""

    def __init__(self, page: HtmlElement) -> None:
        head = page.find("head")
        metas = [] if head is None else [meta for meta in head.iter("meta") if not _NAMES.isdisjoint(meta.values())]
        names = {_read_name(meta.get("content") or "") for meta in metas}
        self._names = {name for name in names if len(name) >= _SHORTEST and not _SITE_IMAGE.search(name)}

    def __bool__(self) -> bool:
        """Return whether metadata name an image that is not one of the site."""
        return bool(self._names)

    def is_at(self, url: str) -> bool:
        """Return whether a URL leads to the image."""
        return bool(self._names) and _read_name(url) in self._names

    def may_be_in(self, css: str) -> bool:
        """Return whether a style sheet may have a URL that leads to the image: hardly any has, and searching for its
        name is faster than for all URLs.
        """
        lowered = css.lower()
        return any(name in lowered or not name.isascii() for name in self._names)

    def is_shown_by(self, image: HtmlElement) -> bool:
        """Return whether an img element shows the image."""
        return bool(self._names) and self.is_at(find_image_url(image))


def _read_name(url: str) -> str:
    """Return the name of the file to which a URL leads, without its ending."""
    name = re.split("[?#]", url.strip(), maxsplit=1)[0].rpartition("/")[2]
    return _ENDING.sub("", name).lower()
