"""Structured data in a page (schema.org, as JSON-LD). Owns finding the article among the objects and reading its fields
as found; which of several sources is believed is left to `metadata`, and what the strings mean to `fields`.

The vocabulary is schema.org's `Article` and its subtypes; how sites bend it was learnt from saved pages: several
scripts, `@graph`, lists for single values, raw line breaks in strings, comments around the JSON, entities in strings.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.extract.metadata.headline import same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting)$")
_WRAPPING = re.compile(
    r"^(?:(?://\s*|/\*\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?)|(?:(?://\s*|/\*\s*)?(?:\]\]>|-->)(?:\s*\*/)?|;)$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_FORMATTING = re.compile(r"</?(?:a|b|em|font|i|p|span|strong|sub|sup|u)(?:\s[^<>]*)?>|<br\s*/?>", re.IGNORECASE)
_MOST_OBJECTS = 20_000
"""No page needs more; beyond it the search for an article stops."""

Object = dict[str, Any]


def find(tree: HtmlElement, titles: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Give the article's fields by field name, strings as found; empty without an article.

    Of several articles the one counts that is called as the page is (`titles`), else the first with a headline.
    """
    roots = [value for script in _scripts(tree) if isinstance(value := _load(script), (dict, list))]
    objects = list(_objects(roots))
    named = {str(item["@id"]): item for item in objects if "@id" in item and len(item) > 2}
    articles = [item for item in objects if _is_article(item)]
    if not articles:
        return {}
    called = [item for item in articles if item.get("headline")]
    own = (item for item in called for title in titles if same(_string(item["headline"]) or "", title))
    article = next(own, (called or articles)[0])
    found = {field: tuple(read(article, named)) for field, read in _FIELDS.items()}
    return {field: values for field, values in found.items() if values}


def body(tree: HtmlElement) -> str:
    """Give the longest text that structured data has for the article; empty without one."""
    roots = [
        value
        for source in _scripts(tree)
        if '"articleBody"' in source and isinstance(value := _load(source), (dict, list))
    ]
    found = (item.get("articleBody") for item in _objects(roots) if _is_article(item))
    return max((string for value in found if (string := _string(value)) is not None), key=len, default="")


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a live blog, as found; what it lacks is empty."""

    headline: str
    published: str
    body: str


def updates(tree: HtmlElement) -> tuple[Update, ...]:
    """Give the updates of the live blog that a page is, in the order of its structured data; none if it is none."""
    roots = [
        value
        for source in _scripts(tree)
        if '"liveBlogUpdate"' in source and isinstance(value := _load(source), (dict, list))
    ]
    lists = [_many(item.get("liveBlogUpdate")) for item in _objects(roots) if _is_article(item)]
    keys = ("headline", "datePublished", "articleBody")
    found = (
        Update(*(_string(item.get(key)) or "" for key in keys))
        for item in max(lists, key=len, default=[])
        if isinstance(item, dict)
    )
    return tuple(dict.fromkeys(update for update in found if update.headline or update.body))


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield script.text or ""


def _load(source: str) -> Any:
    """Parse one script; JSON that even with the usual slips mended does not parse is no structured data."""
    bare = _WRAPPING.sub("", source.strip())
    for candidate in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return json.loads(candidate, strict=False, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(roots: list[Any]) -> Iterator[Object]:
    """Give every object in document order, outer before inner."""
    waiting = list(reversed(roots))
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
        children = item.values() if isinstance(item, dict) else item
        waiting.extend(child for child in reversed(list(children)) if isinstance(child, (dict, list)))


def _is_article(item: Object) -> bool:
    return any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in _many(item.get("@type")))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _string(value: Any) -> str | None:
    """Give a string as readers see it. Entities and formatting tags do not belong in JSON: they were meant for HTML."""
    if not isinstance(value, str):
        return None
    value = _FORMATTING.sub("", value)
    if _ENTITY.search(value):
        value = html.unescape(value)
    return value if value.strip() else None


def _strings(key: str) -> Callable[[Object, Mapping[str, Object]], Iterator[str]]:
    def read(article: Object, _named: Mapping[str, Object]) -> Iterator[str]:
        for value in _many(article.get(key)):
            if (string := _string(value)) is not None:
                yield string

    return read


def _names(key: str, *, single: bool = False) -> Callable[[Object, Mapping[str, Object]], Iterator[str]]:
    """Read persons and organisations: a string, an object with a name, or a reference to such an object."""

    def read(article: Object, named: Mapping[str, Object]) -> Iterator[str]:
        for value in _many(article.get(key))[: 1 if single else None]:
            person = value
            if isinstance(person, dict) and "name" not in person:
                person = named.get(str(person.get("@id")), person)
            for name in _many(person.get("name") if isinstance(person, dict) else person):
                if (string := _string(name)) is not None:
                    yield string

    return read


def _links(*keys: str) -> Callable[[Object, Mapping[str, Object]], Iterator[str]]:
    """Read addresses: a string, or an object that holds one as its url or identifier."""

    def read(article: Object, named: Mapping[str, Object]) -> Iterator[str]:
        for key in keys:
            for value in _many(article.get(key)):
                target = value
                if isinstance(target, dict):
                    target = named.get(str(target.get("@id")), target)
                    target = target.get("url") or target.get("contentUrl") or target.get("@id")
                for address in _many(target):
                    if (string := _string(address)) is not None:
                        yield string

    return read


def _keywords(article: Object, _named: Mapping[str, Object]) -> Iterator[str]:
    """Read keywords: one string, a list of strings, or DefinedTerm objects."""
    for value in _many(article.get("keywords")):
        if (string := _string(value.get("name") if isinstance(value, dict) else value)) is not None:
            yield string


_FIELDS: dict[str, Callable[[Object, Mapping[str, Object]], Iterator[str]]] = {
    "headline": _strings("headline"),
    "dek": _strings("description"),
    "byline": _names("author"),
    "published": _strings("datePublished"),
    "modified": _strings("dateModified"),
    "source": _names("publisher", single=True),
    "section": _strings("articleSection"),
    "language": _names("inLanguage", single=True),
    "url": _links("mainEntityOfPage", "url"),
    "image": _links("image"),
    "rights": _strings("copyrightNotice"),
    "keywords": _keywords,
}
