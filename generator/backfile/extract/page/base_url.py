"""The base URL of a page. Owns the URL to which relative URLs of the page refer; resolving them is left to `markup`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from backfile.article import FieldCandidate


def find_base_url(tree: HtmlElement, saved_from: str | None, urls: tuple[FieldCandidate, ...]) -> str | None:
    """Return the URL of the page, corrected by its base element (HTML Standard, 4.2.3); None if it is unknown.

    The URL of the page is the one that it was saved from, or else the first absolute candidate of `urls`.
    """
    page_url = saved_from or next((url for candidate in urls for url in candidate.values if _is_absolute(url)), None)
    base = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    if base is None:
        return page_url
    try:
        base_url = urljoin(page_url or "", base.strip())
    except ValueError:
        return page_url
    return base_url if _is_absolute(base_url) else page_url


def _is_absolute(url: str) -> bool:
    return url.strip().lower().startswith(("http://", "https://"))
