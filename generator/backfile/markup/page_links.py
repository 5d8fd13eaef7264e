"""Links within an article, such as those to its notes. Owns which links lead to a place in the same article, and the
ids of these places.

An id of the input is never written: the program counts the places that a link leads to, and names each by its number.
So no article chooses an id, and no two places have the same one. The ids contain a hyphen, which no name in a script
does, and begin without `__`, with which the ids of the theme begin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urljoin

PLACE_ID = re.compile(r"(?:fn|fnref|toc)-[1-9][0-9]{0,4}")
"""An id of a place: a note, or what else a link further up leads to; what a link further down leads back to; a heading,
as in a table of contents."""
_MOST_PLACES = 99_999
"""The largest number in an id. Links to later places lead to the web."""

_PIECE = re.compile(r'([^<]*)<(/?)([a-z][a-z0-9]*+)((?:[^">]|"[^"]*")*)>')
"""Text, and the tag after it, as nh3 writes them: `<` in text is an entity, values are in double quotes."""
_ATTRIBUTE = re.compile(r' (id|name|href)="([^"]*)"')
_HEADING = re.compile(r"h[1-6]")


@dataclass(slots=True)
class PageLinks:
    """The links within one article."""

    base_url: str | None = None
    """The base of relative URLs."""
    addresses: Collection[str] = ()
    """The addresses of the page, as `comparable_address` returns them."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Id in the input -> id of the place."""
    _taken: set[str] = field(default_factory=set)

    def link(self, url: str) -> str | None:
        """Return the link to the place to which a URL of the article leads; None if it leads elsewhere."""
        place = self.places.get(find_fragment(url, self.base_url, self.addresses)) if self.places else None
        return None if place is None else f"#{place}"

    def take_place(self, attributes: Mapping[str, str]) -> str | None:
        """Return the id of the place that an element is, unless an earlier element is the same place."""
        for name in ("id", "name"):
            place = self.places.get(attributes.get(name, ""))
            if place is not None and place not in self._taken:
                self._taken.add(place)
                return place
        return None


def find_page_links(html: str, base_url: str | None, own_urls: Collection[str | None]) -> PageLinks:
    """Return the links within an article. In: its HTML as nh3 writes it; the URLs at which its page was published."""
    if "#" not in html:
        return PageLinks()
    addresses = frozenset(comparable_address(url) for url in (base_url, *own_urls) if url)
    positions: dict[str, tuple[int, bool]] = {}
    first_links: dict[str, int] = {}
    for position, (name, value, is_heading) in enumerate(_find_names(html)):
        if name != "href":
            positions.setdefault(value, (position, is_heading))
        elif fragment := find_fragment(value, base_url, addresses):
            first_links.setdefault(fragment, position)
    counts = dict.fromkeys(("fn", "fnref", "toc"), 0)
    places: dict[str, str] = {}
    for name, (position, is_heading) in positions.items():
        if name in first_links:
            kind = "toc" if is_heading else "fn" if first_links[name] < position else "fnref"
            counts[kind] += 1
            if counts[kind] <= _MOST_PLACES:
                places[name] = f"{kind}-{counts[kind]}"
    return PageLinks(base_url, addresses, places)


def find_fragment(url: str, base_url: str | None, addresses: Collection[str]) -> str:
    """Return the id to which a URL leads on the page itself; an empty string if it leads to another page or to none.

    In: the URL as found, the base of relative URLs, and the comparable addresses of the page.
    """
    address, mark, fragment = url.strip().partition("#")
    if not (mark and fragment):
        return ""
    if address:
        try:
            address = urljoin(base_url or "", address)
        except ValueError:
            return ""
        if comparable_address(address) not in addresses:
            return ""
    return unquote(fragment)


def comparable_address(url: str) -> str:
    """Return a URL without what does not distinguish pages: scheme, `www.`, slash at the end, fragment."""
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", url.strip().partition("#")[0], flags=re.IGNORECASE).rstrip("/")


def _find_names(html: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the ids and the links of an article in document order: name of the attribute, value, and for an id whether
    it names a heading.

    It does if there is no text between it and the beginning of the heading. Preformatted text has no places. A link to
    the place where it stands is a permalink, which only has a use on the web.
    """
    waiting: dict[str, bool] = {}
    depth, open_heading, has_text = 0, False, False
    for match in _PIECE.finditer(html):
        text, slash, tag, attributes = match.groups()
        if text.strip():
            has_text = True
        is_heading = _HEADING.fullmatch(tag) is not None
        if (has_text and not open_heading) or (is_heading and slash):
            yield from (("id", name, names_heading) for name, names_heading in waiting.items())
            waiting.clear()
        if is_heading and not slash:
            waiting = dict.fromkeys(waiting, True)
        open_heading = not slash if is_heading else open_heading
        has_text = has_text and open_heading and not is_heading
        outer_depth, depth = depth, depth + (tag == "pre") * (-1 if slash else 1)
        for name, value in _ATTRIBUTE.findall(attributes):
            if name != "href" and not outer_depth:
                waiting.setdefault(unescape(value), open_heading and not has_text)
            elif name == "href" and unquote(unescape(value).partition("#")[2]) not in waiting:
                yield name, unescape(value), False
    yield from (("id", name, names_heading) for name, names_heading in waiting.items())
