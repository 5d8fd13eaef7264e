"""Fields of a page. Owns the order of trust among their sources: structured data, then OpenGraph, then meta elements,
then the page's own markup, and only for a missing date the guess of htmldate. All strings are as found; `fields` parses
them, and uses the first candidate that it can parse.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from htmldate import find_date
from lxml import etree

from backfile.article import FieldCandidate
from backfile.extract.dom import visible_text
from backfile.extract.metadata import json_ld, keyword_lists, meta_tags, page_bylines, page_markup
from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.metadata.other_parts import remove_other_parts
from backfile.extract.metadata.page_headline import SITE, STRUCTURED, find_headline
from backfile.extract.metadata.title_parts import OUTLET_END
from backfile.extract.metadata.url_words import headlines_in
from backfile.extract.text.person_names import is_name
from backfile.fields.bylines import is_agency, split_byline
from backfile.fields.keywords import PageNames
from backfile.fields.roles import has_role, names_outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

logging.getLogger("htmldate").setLevel(logging.CRITICAL)

GUESSED = "htmldate"
"""The place of a date that htmldate guessed."""
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
    contents = meta_tags.collect_meta_contents(tree)
    titles = [*contents.get("og:title", ()), *page_markup.iter_headlines(tree)]
    structured = json_ld.find_article_fields(tree, titles)
    fields: dict[str, list[FieldCandidate]] = {}
    for field, via, values in _iter_sources(tree, contents, structured):
        candidate = FieldCandidate(values, via)
        if candidate not in fields.setdefault(field, []):
            fields[field].append(candidate)
    if "keywords" not in fields and (own := meta_tags.find_own_keywords(contents)):
        fields["keywords"] = [FieldCandidate(own, "meta")]
    for field, order in _TRUST.items():
        fields.get(field, []).sort(key=lambda item: order.index(item.via))
    headlines, kicker = find_headline(tree, contents, structured, fields)
    if headlines:
        fields["headline"] = list(headlines)
    if kicker:
        fields.setdefault("kicker", [FieldCandidate((kicker,), "page")])
    publication = _list_publication_names(fields)
    _add_printed_byline(tree, fields, _own_names([*publication, *_find_name_in_title(tree, fields)]))
    if "keywords" in fields:
        title_texts = (*_values(fields, "headline"), *_values(fields, "dek"))
        title_texts = (*title_texts, *headlines_in(_values(fields, "url")))
        names = PageNames(tuple(publication), title_texts, split_byline(_values(fields, "byline")))
        fields["keywords"] = keyword_lists.rank_keywords(fields["keywords"], tree, names, _values(fields, "section"))
    for field, candidate in _guess_missing(tree, fields):
        fields.setdefault(field, []).append(candidate)
    return {field: tuple(candidates) for field, candidates in fields.items()}


def _values(fields: Mapping[str, list[FieldCandidate]], field: str) -> tuple[str, ...]:
    return tuple(value for item in fields.get(field, ()) for value in item.values)


def _list_publication_names(fields: Mapping[str, list[FieldCandidate]]) -> list[str]:
    """Return the names of the page's publication: those that the page states, and its hosts."""
    names = [value.strip() for item in fields.get("source", ()) for value in item.values]
    for item in fields.get("url", ()):
        if match := _HOST.match(item.values[0].strip()):
            names += [match[1], match[1].removeprefix("www.")]
    return names


def _find_name_in_title(tree: HtmlElement, fields: Mapping[str, list[FieldCandidate]]) -> Iterator[str]:
    """Yield what the title of a page has behind the headline, unless it is a person's name: that of the site."""
    title = " ".join(page_markup.find_title(tree).split())
    for headline in _values(fields, "headline")[:1]:
        _, found, rest = title.partition(headline)
        name = rest.strip(" -\u2013\u2014|\u00b7\u2022:\u00bb")
        if found and name != rest and name and not is_name(name):
            yield name


def _own_names(publication: Iterable[str]) -> frozenset[str]:
    """Return the names under which a publication signs its articles: its own, its initials, its host."""
    names = {name.casefold() for name in publication}
    names |= {label for name in names if " " not in name for label in name.split(".")[:-1] if label != "www"}
    initials = {"".join(word[0] for word in name.split()) for name in names}
    return frozenset(names | {letters for letters in initials if len(letters) > 2})


def _add_printed_byline(tree: HtmlElement, fields: dict[str, list[FieldCandidate]], own: frozenset[str]) -> None:
    """Add the byline that the page prints, if nothing else names a person or an agency. The publication goes last."""
    stated = fields.get("byline", [])
    if all(_is_unsigned(item, own) for item in stated):
        names = page_bylines.find_byline(tree, _find_heading(tree, next(iter(_values(fields, "headline")), "")))
        printed = [FieldCandidate(names, "page")] if names else []
        is_better = any(not _is_weak(name, own) for name in names)
        stated = [*printed, *stated] if is_better else [*stated, *printed]
    fields["byline"] = sorted(stated, key=lambda item: all(name.casefold() in own for name in _names(item)))
    if not stated:
        del fields["byline"]


def _find_heading(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """Return the heading with the headline; where it is not the h1, as on blogs whose h1 is their name, another one."""
    main = page_markup.find_heading(tree)
    if main is None or headline in visible_text(main) or is_same_headline(visible_text(main), headline):
        return main
    return next((each for each in tree.iter("h2", "h3", "h4") if is_same_headline(visible_text(each), headline)), main)


def _is_unsigned(item: FieldCandidate, own: frozenset[str]) -> bool:
    """Return whether a candidate names nobody but the publication, a desk or an outlet: `Staff`, `News (news.test)`,
    `News | Portal`.
    """
    parts = [value.split(" | ") for value in item.values if " | " in value]
    if any(map(names_outlet, chain.from_iterable(parts))) or any(OUTLET_END.search(first) for first, *_ in parts):
        return True
    with_host = any(host in value.casefold() for value in item.values for host in own if "." in host)
    return with_host or all(_is_weak(name, own) for name in _names(item))


def _is_weak(name: str, own: frozenset[str]) -> bool:
    return name.casefold() in own or (not is_agency(name) and (names_outlet(name) or has_role(name)))


def _names(item: FieldCandidate) -> tuple[str, ...]:
    return split_byline(item.values)


def _iter_sources(
    tree: HtmlElement, contents: Mapping[str, list[str]], structured: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (field, source, strings as found), the most trusted source first; all fields but the headline."""
    for source, fields in (
        ("json-ld", structured.items()),
        ("opengraph", meta_tags.iter_fields(contents, meta_tags.OPENGRAPH_NAMES)),
        ("meta", meta_tags.iter_fields(contents, meta_tags.META_NAMES)),
        ("page", page_markup.iter_fields(tree)),
    ):
        yield from ((field, source, values) for field, values in fields if field not in (*STRUCTURED, SITE))


def _guess_missing(
    tree: HtmlElement, fields: Mapping[str, list[FieldCandidate]]
) -> Iterator[tuple[str, FieldCandidate]]:
    """Yield the guess of htmldate for the date, if the page does not mark it.

    The extensive search of htmldate is off: it reads a year or a month as a date, and invents the missing day.
    """
    if _any_char(fields.get("published", ()), str.isdigit):
        return
    tree = deepcopy(tree)
    etree.strip_elements(tree, "script", "style", with_tail=False)  # structured data is already read
    remove_other_parts(tree)
    day = find_date(tree, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
    if day and not day.endswith("-01"):  # htmldate returns the first day for "March 2020"
        yield "published", FieldCandidate((day,), GUESSED)


def _any_char(candidates: Iterable[FieldCandidate], test: Callable[[str], bool]) -> bool:
    return any(test(char) for item in candidates for value in item.values for char in value)
