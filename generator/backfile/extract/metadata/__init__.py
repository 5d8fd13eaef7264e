"""The fields of a page. Owns the order of trust: structured data, then OpenGraph, then meta elements, then the page's
own markup, and only for what is missing there the guesses of trafilatura and htmldate. All strings are as found;
`fields` parses them, and takes the first that it can read.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING

from htmldate import find_date
from lxml import etree
from trafilatura.metadata import extract_metadata

from backfile.article import FieldCandidate
from backfile.extract.metadata import headline, json_ld, meta_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_EARLIEST, _LATEST = datetime(1995, 1, 1), datetime(2199, 12, 31)
"""htmldate's bounds. Its own upper bound is today, which would make the same page read differently tomorrow."""

_TRUST = {
    "url": ("page", "json-ld", "opengraph", "meta"),
    "keywords": ("json-ld", "meta", "opengraph", "page"),
    "language": ("json-ld", "page", "meta", "opengraph"),
}
"""Where the order of trust is another: `rel=canonical` is how the publisher wants to be cited; `article:tag` often
holds the sections of the site, and `og:locale` the default of its software."""
_HOST = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)


def fields(tree: HtmlElement) -> dict[str, tuple[FieldCandidate, ...]]:
    """Give the candidates for every field that the page says something about, the most trusted first."""
    metas = meta_tags.named(tree)
    found: dict[str, list[FieldCandidate]] = {}
    for field, via, values in _sources(tree, metas):
        candidate = FieldCandidate(values, via)
        if candidate not in found.setdefault(field, []):
            found[field].append(candidate)
    for field, order in _TRUST.items():
        found.get(field, []).sort(key=lambda item: order.index(item.via))
    if "headline" in found:
        found["headline"] = list(headline.rank(found["headline"], _publication(found)))
    if "byline" in found:
        own = {name.casefold() for name in _publication(found)}
        found["byline"].sort(key=lambda item: all(value.strip().casefold() in own for value in item.values))
    for field, candidate in _guesses(tree, found):
        found.setdefault(field, []).append(candidate)
    return {field: tuple(candidates) for field, candidates in found.items()}


def _publication(found: Mapping[str, list[FieldCandidate]]) -> list[str]:
    """Give the names under which the page speaks of its publication: those it gives, and its host's."""
    names = [value.strip() for item in found.get("source", ()) for value in item.values]
    for item in found.get("url", ()):
        if match := _HOST.match(item.values[0].strip()):
            names += [match[1], match[1].removeprefix("www.")]
    return names


def _sources(tree: HtmlElement, metas: Mapping[str, list[str]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    titles = [*metas.get("og:title", ()), *meta_tags.headings(tree)]
    yield from ((field, "json-ld", values) for field, values in json_ld.find(tree, titles).items())
    yield from ((field, "opengraph", values) for field, values in meta_tags.pick(metas, meta_tags.OPENGRAPH))
    yield from ((field, "meta", values) for field, values in meta_tags.pick(metas, meta_tags.META))
    yield from ((field, "page", values) for field, values in meta_tags.page(tree))


def _guesses(tree: HtmlElement, found: Mapping[str, list[FieldCandidate]]) -> Iterator[tuple[str, FieldCandidate]]:
    """Ask the guessing libraries for a date and authors that no markup names.

    Without its extensive search: that takes a year or a month for a date, and makes the missing day up.
    """
    dated = _any(found.get("published", ()), str.isdigit)
    signed = _any((item for item in found.get("byline", ()) if not _is_address(item)), str.isalpha)
    if dated and signed:
        return
    bare = deepcopy(tree)
    etree.strip_elements(bare, "script", "style", with_tail=False)  # structured data has been read, and better
    if not dated:
        day = find_date(bare, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
        if day and not day.endswith("-01"):  # what it makes of "March 2020"
            yield "published", FieldCandidate((day,), "htmldate")
    if not signed:
        bounds = {"extensive_search": False, "min_date": _EARLIEST, "max_date": _LATEST}
        document = extract_metadata(bare, date_config=bounds, extensive=False)
        if document.author:
            yield "byline", FieldCandidate(tuple(document.author.split("; ")), "trafilatura")


def _any(candidates: Iterable[FieldCandidate], test: Callable[[str], bool]) -> bool:
    return any(test(char) for item in candidates for value in item.values for char in value)


def _is_address(item: FieldCandidate) -> bool:
    return all("@" in value or "://" in value for value in item.values)
