"""Articles that a site splits into several pages. Owns deciding from the URLs whether a page is a part of such an
article, and where the next part is.

Sites also link the next article with `rel=next` (HTML Standard, 4.6.7.13). The URL of a part is the URL of the article
with a number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from backfile.article import FieldCandidate

_NUMBER = re.compile(r"\d+")
_SUCCESSORS = frozenset((str(number + 1), str(number)) for number in range(1, 99))
"""(number of the next part, number of a part). Higher numbers are those of articles."""
_URL_ENDING = re.compile(r"(?:/|\.\w{2,5})$")
_SECOND_PART = re.compile(
    r"(?:\.\w{2,5}|/)?[/,?&._-](?:(?:page|seite|pagina|part|teil|p|pg|s)[/=_-]?)?2/?(?:\.\w{2,5})?", re.IGNORECASE
)
"""The end of the URL of a second part, after the URL of the first part without its ending."""


def find_next_part(page: HtmlElement, base_url: str | None) -> str | None:
    """Return the URL of the next part of an article, if the page links one; `base_url` is the page's own URL."""
    url = _find_linked_url(page, "next", base_url)
    return url if url and base_url and is_next_part(url, base_url) else None


def select_own_urls(
    urls: tuple[FieldCandidate, ...], page: HtmlElement, base_url: str | None
) -> tuple[FieldCandidate, ...]:
    """Return those candidates for the URL of a page that are its own: for a later part, not those of the first part.

    A later part often names the first as canonical. With that URL, it would count as another save of the first part,
    and one of the two would replace the other.
    """
    previous = _find_linked_url(page, "prev", base_url)
    own = tuple(candidate for candidate in urls if previous and is_next_part(candidate.values[0].strip(), previous))
    return own or urls


def is_next_part(url: str, previous: str) -> bool:
    """Return whether `url` is the URL of the part after the one at `previous`."""
    if _NUMBER.split(url) == _NUMBER.split(previous):
        numbers = zip(_NUMBER.findall(url), _NUMBER.findall(previous), strict=True)
        different = [pair for pair in numbers if pair[0] != pair[1]]
        return len(different) == 1 and different[0] in _SUCCESSORS
    stem = _URL_ENDING.sub("", previous)
    return url.startswith(stem) and _SECOND_PART.fullmatch(url, len(stem)) is not None


def _find_linked_url(page: HtmlElement, relation: str, base_url: str | None) -> str | None:
    """Return the URL of the first link element with a relation (`next` or `prev`), absolute if `base_url` is."""
    for link in page.iter("link"):
        if relation in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                url: str = urljoin(base_url or "", link.get("href").strip())
            except ValueError:
                return None
            return url
    return None
