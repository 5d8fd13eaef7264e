"""Places of a page that have its headline, or a string with it. Owns which elements and properties are read, and of
which kind each is.

Three kinds of places are made apart from each other, so each kind counts once (`headline`): what readers see, what
structured data has, and what the head has for search engines and social networks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import is_hidden, visible_text
from backfile.extract.metadata import meta_tags
from backfile.extract.metadata.article_text import ArticleText
from backfile.extract.metadata.page_markup import KICKER_NAME, find_title
from backfile.extract.metadata.site_names import leads_home
from backfile.extract.metadata.title_parts import find_rests, headline_key, normal_form
from backfile.markup.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement


class Kind(Enum):
    """What kind of place has a headline."""

    PRINTED = "printed"
    """A heading, or an element that is named as a headline."""
    STRUCTURED = "structured"
    """Structured data of the article."""
    HEAD = "head"
    """The title element, or a meta element."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with a string that is or contains a headline."""

    name: str
    """How explanations name it: `h1`, `og:title`, …"""
    via: str
    """As in `FieldCandidate.via`."""
    kind: Kind
    text: str
    """The string on one line; of a heading, without its kicker."""
    readings: tuple[str, ...] = ()
    """Other strings that it may be read as: with its kicker, or without one of its elements."""
    is_named: bool = False
    """Whether the page names the element as the headline: `itemprop="headline"`, `class="entry-title"`."""
    is_main: bool = False
    """Whether it is the first h1 that may be the article's, or, on a page without one, a heading named as headline."""
    kicker: str = ""
    is_apart: bool = False
    """Whether it stands outside of the article's text, and shares no word with it, as the call of a newsletter does."""


_TITLE_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "p", "a", "td", "strong", "b")
_TITLED = re.compile(r"[Tt]itle|[Hh]eadline|titre|titul|^name$")
"""Names of elements that may have the headline, in a class or an itemprop."""
_UNNAMED = ("b", "strong", "font", "big", "td", "p", "div", "span")
_NAMED = re.compile(
    r"(?<![a-z])(?:entry|post|article|story|single|page)[-_]{0,2}(?:title|headline|heading)(?![a-z])"
    r"|(?<![a-z-])headline(?![a-z])",
    re.IGNORECASE,
)
_LABEL_NAME = re.compile(r"(?<![a-z])(?:label|badge|prefix|flair|chip|pill)(?![a-z])", re.IGNORECASE)
"""Names of a label in a heading, which forums put before the headline. No other place has it."""
_BARE_NAMES = ("title", "heading")
"""Names of a headline, if they are the whole class."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ELSEWHERE = frozenset(("nav", "aside", "footer", "dialog", "form", "figure"))
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060))
"""Characters that only show where a line may break."""
_COUNTER = re.compile(r"(\(\d{1,2}\+?\))\s+(?=\S)")
_META_TITLE = "meta title"
_PERMALINKS = "\u00b6\U0001f517\u00a7 "
_LONGEST = 400
_LONGEST_READ = 2_000
_MOST_TITLED = 400
_MOST_INNER = 12
_MOST_H1 = 20
_MOST_UNNAMED = 3_000


def list_places(
    tree: HtmlElement, contents: Mapping[str, list[str]], structured: Iterable[tuple[str, str]], hosts: Sequence[str]
) -> list[Place]:
    """Return the places with headlines, the most trusted first.

    In: the page; the contents of its meta elements; properties and strings of structured data; the hosts of the page.
    A heading that is not the first h1 counts only if another place has its text.
    """
    places = [
        Place(f"json-ld {name}", "json-ld", Kind.STRUCTURED, text)
        for name, value in structured
        if (text := _clean(value))
    ]
    for via, table in (("opengraph", meta_tags.OPENGRAPH_NAMES), ("meta", meta_tags.META_NAMES)):
        named = ((name, _clean(contents[name][0])) for name in table["headline"] if name in contents)
        places += [
            Place(_META_TITLE if name == "title" else name, via, Kind.HEAD, text) for name, text in named if text
        ]
    title = _remove_counter(_clean(find_title(tree)), tree)
    known = {headline_key(text): normal_form(text) for text in (*(place.text for place in places), title) if text}
    places += _list_headings(tree, known, hosts)
    return [*places, Place("title", "page", Kind.HEAD, title)] if title else places


def _clean(text: str) -> str:
    """Return a string on one line, without marks of permalinks and characters that only show where a line may break."""
    text = one_line(text[:_LONGEST_READ] if text.isascii() else text[:_LONGEST_READ].translate(_INVISIBLE))
    return text.rstrip(_PERMALINKS) if text[-1:] in _PERMALINKS else text


def _remove_counter(title: str, tree: HtmlElement) -> str:
    """Return the text of a title element without the number of unread notices at its start: `(3) X`.

    A number in brackets that the text of the page has, too, belongs to the headline: `(12) Lamps`.
    """
    match = _COUNTER.match(title)
    return title if match is None or ArticleText(tree).may_have(match[1]) else title[match.end() :]


def _list_headings(tree: HtmlElement, known: Mapping[str, str], hosts: Sequence[str]) -> list[Place]:
    """Return the first h1 that may be the article's, and the titled elements whose text another place has.

    In: the strings of the other places, as key and in normal form.
    """
    elements = list(islice(_iter_titled(tree), _MOST_TITLED))
    text = ArticleText(tree)
    main = _find_main(elements, hosts, text)
    places: dict[tuple[str, str], Place] = {}
    for element in elements:
        place = _read_heading(element, known, is_main=element is main)
        if place is None or (place.name, place.text) in places:
            continue
        is_known = any(_has(text, known) for text in (place.text, *place.readings))
        if place.is_main and not is_known and text.is_apart_from(element, place.text, known.values()):
            place = replace(place, is_apart=True)
        if place.is_main or (is_known and not _is_elsewhere(element, hosts)):
            places[place.name, place.text] = place
    found = sorted(places.values(), key=lambda place: not place.is_main)
    is_apart = [place for place in found if not place.is_main or headline_key(place.text) in known]
    return found if is_apart else [*found, *_list_unnamed(tree, known, hosts)]


def _list_unnamed(tree: HtmlElement, known: Mapping[str, str], hosts: Sequence[str]) -> list[Place]:
    """Return the elements without a name for headlines whose text is a part of a string of another place.

    Pages in tables, and others without headings, print the headline in bold letters.
    """
    places = []
    for element in islice(tree.iter(*_UNNAMED), _MOST_UNNAMED):
        text = _clean(element.text or "")
        if text and _has(text, known) and not len(element) and not _is_elsewhere(element, hosts):
            places.append(Place(element.tag, "page", Kind.PRINTED, text))
    return places[:_MOST_H1]


def _iter_titled(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the headings, and the small elements that are named as titles."""
    for element in tree.iter(*_TITLE_TAGS):
        if element.tag in _HEADINGS or (
            (names := element.get("class") or element.get("itemprop")) and _is_titled(names) and _is_small(element)
        ):
            yield element


@lru_cache(maxsize=1_024)
def _is_titled(names: str) -> bool:
    return _TITLED.search(names) is not None


def _is_small(element: HtmlElement) -> bool:
    """Return whether an element has so few elements in it that it may be a headline."""
    return sum(1 for _ in islice(element.iter(), _MOST_INNER)) < _MOST_INNER


def _find_main(elements: Sequence[HtmlElement], hosts: Sequence[str], text: ArticleText) -> HtmlElement | None:
    """Return the first h1 with text in an article or main element, or else the first h1 with text; without one, the
    first heading that is named as headline; without that, the only other element so named, directly above the text.
    """
    headings = [each for each in elements if each.tag == "h1" and not _is_elsewhere(each, hosts)][:_MOST_H1]
    headings = [each for each in headings if visible_text(each)]
    of_article = [each for each in headings if next(each.iterancestors("article", "main"), None) is not None]
    main = next(iter(of_article or headings), None)
    if main is not None:
        return main
    named = [each for each in elements if _NAMED.search(_names_of(each)) or (each.get("class") or "") in _BARE_NAMES]
    named = [each for each in named if not _is_elsewhere(each, hosts) and visible_text(each)]
    heading = next((each for each in named if each.tag in _HEADINGS and _NAMED.search(_names_of(each))), None)
    is_only = heading is None and len(named) == 1 and text.begins_below(named[0])
    return named[0] if is_only else heading


def _names_of(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def _is_elsewhere(element: HtmlElement, hosts: Sequence[str]) -> bool:
    """Return whether an element is in a part of the page that is not its article, or is the link to the home page."""
    if any(each.tag in _ELSEWHERE or is_hidden(each) for each in element.iterancestors()):
        return True
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any(leads_home(link, hosts) for link in links[:2])


def _read_heading(element: HtmlElement, known: Mapping[str, str], *, is_main: bool) -> Place | None:
    """Return a heading as a place; None for an element without text, or with more than a headline.

    In: the strings of the other places; elements of one part that share nothing with them are not read.
    """
    whole = _clean(visible_text(element))
    if not is_main and not len(element) and not _overlaps(whole, known):
        return None
    names = _names_of(element)
    if (
        not (any(map(str.isalpha, whole)) or _has(whole, known))
        or len(whole) > _LONGEST
        or (element.tag != "h1" and KICKER_NAME.search(names))
    ):
        return None
    parts = _parts_of(element)
    kicker = next((text for name, text in parts if KICKER_NAME.search(name)), "")
    rest = " ".join(text for name, text in parts if not KICKER_NAME.search(name)) if kicker else whole
    unlabelled = [_clean(text) for name, text in parts if not _LABEL_NAME.search(name)]
    if not kicker and len(unlabelled) == 1 and _has(unlabelled[0], known):
        rest = unlabelled[0]
    text = re.sub(r"^[\s:|\-\u2013\u2014/]+", "", rest) if kicker else rest
    text = text or whole
    others = [" ".join(t for n, (_, t) in enumerate(parts) if n != left) for left in range(len(parts))]
    readings = dict.fromkeys(_clean(reading) for reading in (whole, *others, *(part for _, part in parts)) if reading)
    name = element.tag if element.tag in _HEADINGS else "element"
    readings.pop(text, None)
    is_named = bool(_NAMED.search(names))
    return Place(name, "page", Kind.PRINTED, text, tuple(readings), is_named, is_main, kicker if rest else "")


def _parts_of(element: HtmlElement) -> list[tuple[str, str]]:
    """Return the names and texts of the elements and strings directly in a heading; empty for a heading of one part."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    parts = [("", element.text or "")]
    for child in element:
        parts += [(child.get("class") or "", visible_text(child)), ("", child.tail or "")]
    parts = [(name, text.strip()) for name, text in parts if text.strip()]
    return parts if 1 < len(parts) <= 4 else []


def _overlaps(text: str, known: Iterable[str]) -> bool:
    key = headline_key(text)
    return any(key in other or other in key for other in known)


def _has(text: str, known: Mapping[str, str]) -> bool:
    form, key = normal_form(text), headline_key(text)
    return key in known or any(key in other and find_rests(whole, form) is not None for other, whole in known.items())
