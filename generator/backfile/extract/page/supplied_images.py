"""Images that the input of a page includes: `data:` URLs, and files in the folder that was saved with the page. Owns
finding them in the tree and replacing their URLs. Which images the input includes, and which of these are kept, is
left to the caller.

Every image gets one short URL here. Extractors drop long `data:` URLs and images that wait for a script.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from backfile.extract.page.image_urls import (
    SRCSET_ATTRIBUTES,
    URL_ATTRIBUTES,
    find_largest,
    find_srcset_elements,
    is_data_url,
    is_image_url,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement


class IsSupplied(Protocol):
    """A function that returns whether the input of a page includes an image."""

    def __call__(self, url: str, /, *, has_other: bool) -> bool:
        """Return whether the input includes the image at `url` and the archive can use it.

        In: the URL as found; whether the page has another image, or another URL, for the same place.
        """
        ...


def no_supplied_images(url: str, /, *, has_other: bool) -> bool:
    """Return False: the input is a page without images."""
    return False


_REPLACEMENT_URL = "backfile-image-{}.png"
"""The URL of a supplied image in the tree: short, and in a form that extractors accept as an image's."""
_MOST_IN_FIGURE = 10
"""A figure with more images is a gallery."""
_REMOTE = re.compile(r"\s*(?:https?:|[/\\#?])", re.IGNORECASE)
"""The beginning of URLs that lead to a server."""


def replace_supplied_images(page: HtmlElement, is_supplied: IsSupplied) -> dict[str, str]:
    """Replace all URLs of each supplied image of a page by one short URL in `src`, in place.

    Returns the short URLs, each with the URL as found.
    """
    replacements: dict[str, str] = {}
    for image in page.iter("img"):
        urls = (url for url in _iter_local_urls(image) if _is_supplied(image, url, is_supplied))
        url = next(urls, None)
        if url is not None:
            for name in (*URL_ATTRIBUTES, *SRCSET_ATTRIBUTES):
                image.attrib.pop(name, None)
            image.set("src", replacements.setdefault(url, _REPLACEMENT_URL.format(len(replacements) + 1)))
    return {replacement: url for url, replacement in replacements.items()}


def _is_supplied(image: HtmlElement, url: str, is_supplied: IsSupplied) -> bool:
    return is_supplied(url, has_other=is_data_url(url) and _has_other_url(image, url))


def _iter_local_urls(image: HtmlElement) -> Iterator[str]:
    """Yield the URLs of an image that are `data:` URLs or relative: first `src`, which saving programs change."""
    for name in reversed(URL_ATTRIBUTES):
        url = image.get(name)
        if url and not _REMOTE.match(url) and (is_data_url(url) or is_image_url(url)):
            yield url
    for element in find_srcset_elements(image):
        sets = (element.get(name) for name in SRCSET_ATTRIBUTES)
        yield from filter(None, (find_largest(srcset) for srcset in sets if srcset and not _REMOTE.match(srcset)))


def _has_other_url(image: HtmlElement, data_url: str) -> bool:
    """Return whether an image, or another image in its figure, has a URL besides `data_url` that is better: one that is
    no `data:` URL, or a `data:` URL that contains a larger image.
    """
    figure = next(image.iterancestors("figure"), None)
    for other in [image] if figure is None else islice(figure.iter("img"), _MOST_IN_FIGURE):
        urls = (other.get(name) or "" for name in URL_ATTRIBUTES)
        if any(is_image_url(url) or (is_data_url(url) and len(url) > len(data_url)) for url in urls):
            return True
        if any(find_largest(e.get(name) or "") for e in find_srcset_elements(other) for name in SRCSET_ATTRIBUTES):
            return True
    return False
