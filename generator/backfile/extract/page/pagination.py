"""Articles that a site parts into several pages. Owns telling that a page is such a part, and where the next one is.

Sites also name the next article so (`rel=next`, HTML 4.6.7.13); a part has the address of its article and a number.
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
"""Higher numbers are those of articles."""
_ENDING = re.compile(r"(?:/|\.\w{2,5})$")
_SECOND = re.compile(
    r"(?:\.\w{2,5}|/)?[/,?&._-](?:(?:page|seite|pagina|part|teil|p|pg|s)[/=_-]?)?2/?(?:\.\w{2,5})?", re.IGNORECASE
)
"""What the address of a second part has behind that of the first."""


def beside(page: HtmlElement, direction: str, base_url: str | None) -> str | None:
    """Give the address that a page names as its `next` or `prev`, if there is one."""
    for link in page.iter("link"):
        if direction in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                address: str = urljoin(base_url or "", link.get("href").strip())
            except ValueError:
                return None
            return address
    return None


def follows(address: str, before: str) -> bool:
    """Say whether `address` is that of the part after the one at `before`."""
    if _NUMBER.split(address) == _NUMBER.split(before):
        numbers = zip(_NUMBER.findall(address), _NUMBER.findall(before), strict=True)
        differing = [(new, old) for new, old in numbers if new != old]
        return len(differing) == 1 and differing[0] in _SUCCESSORS
    stem = _ENDING.sub("", before)
    return address.startswith(stem) and _SECOND.fullmatch(address, len(stem)) is not None


def goes_on(page: HtmlElement, base_url: str | None) -> str | None:
    """Give the address of the next part of an article, if a page names one."""
    following = beside(page, "next", base_url)
    return following if following and base_url and follows(following, base_url) else None


def own(urls: tuple[FieldCandidate, ...], page: HtmlElement, base_url: str | None) -> tuple[FieldCandidate, ...]:
    """Give those of the candidates for a page's address that are its own.

    What a later part names as canonical is often the first one. Taken for another save of that, one would be lost.
    """
    before = beside(page, "prev", base_url)
    later = tuple(item for item in urls if before and follows(item.values[0].strip(), before))
    return later or urls
