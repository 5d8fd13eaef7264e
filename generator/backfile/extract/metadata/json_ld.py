"""Structured data in a page (schema.org, as JSON-LD). Owns parsing the scripts of a page, and choosing the article
among their objects. The fields of the article are read by `json_ld_fields`; which of several sources is trusted is left
to `metadata`, and parsing of the strings to `fields`.

The vocabulary is schema.org's `Article` and its subtypes. The deviations of sites were collected from saved pages:
several scripts, `@graph`, lists for single values, raw line breaks in strings, comments around the JSON, entities in
strings.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.metadata.json_ld_fields import READERS, as_list, read_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from backfile.extract.metadata.json_ld_fields import Object

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting)$")
_SITE_TYPE = re.compile(r"(?:WebSite|NewsMediaOrganization)$")
_WRAPPING = re.compile(
    r"^(?:(?://\s*|/\*\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?)|(?:(?://\s*|/\*\s*)?(?:\]\]>|-->)(?:\s*\*/)?|;)$"
)
"""Comments and CDATA marks around the JSON."""
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MOST_TYPES = 512
"""Names of types for which it is kept whether they are those of articles and sites."""
_MOST_OBJECTS = 20_000
"""Objects of a page that are searched for an article. No real page needs more."""


def find_article_fields(tree: HtmlElement, titles: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the article's strings by field name, as found, and the names of the site under `site`.

    Of several articles, the first is used that has one of the `titles` as its headline, else the first with a headline.
    """
    objects = list(_iter_objects(_parse_scripts(tree)))
    by_id = {str(item["@id"]): item for item in objects if "@id" in item and len(item) > 2}
    articles = [item for item in objects if _is_article(item)]
    sites = {"site": tuple(name for item in objects if _is_site(item) for name in _names_of(item))}
    if not articles:
        return sites if sites["site"] else {}
    with_headline = [item for item in articles if item.get("headline")]
    own = (
        item
        for item in with_headline
        for title in titles
        if is_same_headline(read_string(item["headline"]) or "", title)
    )
    article = next(own, (with_headline or articles)[0])
    fields = {field: tuple(read(article, by_id)) for field, read in READERS.items()} | sites
    return {field: values for field, values in fields.items() if values}


def find_article_body(tree: HtmlElement) -> str:
    """Return the longest text that structured data has for the article; an empty string without one."""
    articles = (item for item in _iter_objects(_parse_scripts(tree, "articleBody")) if _is_article(item))
    texts = (read_string(item.get("articleBody")) for item in articles)
    return max((text for text in texts if text is not None), key=len, default="")


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """One update of a live blog, as found; missing strings are empty."""

    headline: str
    published: str
    body: str


def find_live_updates(tree: HtmlElement) -> tuple[LiveUpdate, ...]:
    """Return the updates of a live blog, in the order of its structured data; an empty tuple for another page."""
    articles = (item for item in _iter_objects(_parse_scripts(tree, "liveBlogUpdate")) if _is_article(item))
    lists = [as_list(item.get("liveBlogUpdate")) for item in articles]
    keys = ("headline", "datePublished", "articleBody")
    updates = (
        LiveUpdate(*(read_string(item.get(key)) or "" for key in keys))
        for item in max(lists, key=len, default=[])
        if isinstance(item, dict)
    )
    return tuple(dict.fromkeys(update for update in updates if update.headline or update.body))


def _parse_scripts(tree: HtmlElement, key: str = "") -> list[Any]:
    """Return the values of the JSON-LD scripts of a page; with a `key`, only of scripts in which it occurs."""
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    sources = (script.text or "" for script in scripts)
    values = (_parse_json(source) for source in sources if not key or f'"{key}"' in source)
    return [value for value in values if isinstance(value, (dict, list))]


@lru_cache(maxsize=4)
def _parse_json(source: str) -> Any:
    """Parse one script, also with comments around it or with trailing commas; return None for anything else.

    The scripts of a page are parsed once, though several steps read them. Nobody changes the values.
    """
    candidate = source
    for repair in (str.strip, partial(_WRAPPING.sub, ""), partial(_TRAILING_COMMA.sub, r"\1")):
        candidate = repair(candidate)
        try:
            return json.loads(candidate, strict=False, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            continue
    return None


def _iter_objects(roots: list[Any]) -> Iterator[Object]:
    """Yield every object in document order, outer before inner."""
    stack = list(reversed(roots))
    for _ in range(_MOST_OBJECTS):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            yield item
        children = item.values() if isinstance(item, dict) else item
        stack.extend(child for child in reversed(list(children)) if isinstance(child, (dict, list)))


def _is_site(item: Object) -> bool:
    return any(isinstance(kind, str) and _names_site(kind) for kind in as_list(item.get("@type")))


@lru_cache(maxsize=_MOST_TYPES)
def _names_site(kind: str) -> bool:
    return _SITE_TYPE.search(kind) is not None


def _names_of(item: Object) -> Iterator[str]:
    names = (read_string(name) for key in ("name", "alternateName") for name in as_list(item.get(key)))
    return filter(None, names)


def _is_article(item: Object) -> bool:
    return any(isinstance(kind, str) and _names_article(kind) for kind in as_list(item.get("@type")))


@lru_cache(maxsize=_MOST_TYPES)
def _names_article(kind: str) -> bool:
    return _ARTICLE_TYPE.search(kind) is not None
