"""Fields of a page. Owns the order of trust among their sources: structured data, then OpenGraph, then meta elements,
then the page's own markup, and only for missing fields the guesses of trafilatura and htmldate. All strings are as
found; `fields` parses them, and uses the first candidate that it can parse.
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
from backfile.extract.metadata import headline, json_ld, meta_tags, page_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_EARLIEST, _LATEST = datetime(1995, 1, 1), datetime(2199, 12, 31)
"""Limits for htmldate. Its own upper limit is today, so the same page would be read differently tomorrow."""

_TRUST = {
    "url": ("page", "json-ld", "opengraph", "meta"),
    "keywords": ("json-ld", "meta", "opengraph", "page"),
    "language": ("json-ld", "page", "meta", "opengraph"),
}
"""Fields with another order of trust. `rel=canonical` is the URL by which the publisher wants to be cited;
`article:tag` often contains the sections of the site, and `og:locale` the default of its software."""
_HOST = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)


def collect_fields(tree: HtmlElement) -> dict[str, tuple[FieldCandidate, ...]]:
    """Return the candidates for every field that the page contains, by field name, the most trusted first."""
    fields: dict[str, list[FieldCandidate]] = {}
    for field, via, values in _iter_sources(tree):
        candidate = FieldCandidate(values, via)
        if candidate not in fields.setdefault(field, []):
            fields[field].append(candidate)
    for field, order in _TRUST.items():
        fields.get(field, []).sort(key=lambda item: order.index(item.via))
    publication = _list_publication_names(fields)
    if "headline" in fields:
        fields["headline"] = list(headline.rank_headlines(fields["headline"], publication))
    if "byline" in fields:
        own = {name.casefold() for name in publication}
        fields["byline"].sort(key=lambda item: all(value.strip().casefold() in own for value in item.values))
    for field, candidate in _guess_missing(tree, fields):
        fields.setdefault(field, []).append(candidate)
    return {field: tuple(candidates) for field, candidates in fields.items()}


def _list_publication_names(fields: Mapping[str, list[FieldCandidate]]) -> list[str]:
    """Return the names of the page's publication: those that the page states, and its hosts."""
    names = [value.strip() for item in fields.get("source", ()) for value in item.values]
    for item in fields.get("url", ()):
        if match := _HOST.match(item.values[0].strip()):
            names += [match[1], match[1].removeprefix("www.")]
    return names


def _iter_sources(tree: HtmlElement) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (field, source, strings as found), the most trusted source first."""
    contents = meta_tags.collect_meta_contents(tree)
    titles = [*contents.get("og:title", ()), *page_markup.iter_headlines(tree)]
    for source, fields in (
        ("json-ld", json_ld.find_article_fields(tree, titles).items()),
        ("opengraph", meta_tags.iter_fields(contents, meta_tags.OPENGRAPH_NAMES)),
        ("meta", meta_tags.iter_fields(contents, meta_tags.META_NAMES)),
        ("page", page_markup.iter_fields(tree)),
    ):
        yield from ((field, source, values) for field, values in fields)


def _guess_missing(
    tree: HtmlElement, fields: Mapping[str, list[FieldCandidate]]
) -> Iterator[tuple[str, FieldCandidate]]:
    """Yield guesses of htmldate and trafilatura for date and authors, if the page does not mark them.

    The extensive search of htmldate is off: it reads a year or a month as a date, and invents the missing day.
    """
    is_dated = _any_char(fields.get("published", ()), str.isdigit)
    is_signed = _any_char((item for item in fields.get("byline", ()) if not _is_address(item)), str.isalpha)
    if is_dated and is_signed:
        return
    tree = deepcopy(tree)
    etree.strip_elements(tree, "script", "style", with_tail=False)  # structured data is already read
    if not is_dated:
        day = find_date(tree, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
        if day and not day.endswith("-01"):  # htmldate returns the first day for "March 2020"
            yield "published", FieldCandidate((day,), "htmldate")
    if not is_signed:
        limits = {"extensive_search": False, "min_date": _EARLIEST, "max_date": _LATEST}
        document = extract_metadata(tree, date_config=limits, extensive=False)
        if document.author:
            yield "byline", FieldCandidate(tuple(document.author.split("; ")), "trafilatura")


def _any_char(candidates: Iterable[FieldCandidate], test: Callable[[str], bool]) -> bool:
    return any(test(char) for item in candidates for value in item.values for char in value)


def _is_address(item: FieldCandidate) -> bool:
    """Return whether all strings of a candidate are URLs or e-mail addresses."""
    return all("@" in value or "://" in value for value in item.values)
