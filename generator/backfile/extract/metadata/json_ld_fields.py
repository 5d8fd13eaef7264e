"""Fields of an article in JSON-LD. Owns which property of schema.org is read for which field (`READERS`), and the forms
in which sites write its values. All strings are as found; parsing them is left to `fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backfile.extract.metadata.plain_strings import plain_string

Object = dict[str, Any]
"""A JSON object."""

Reader = Callable[[Object, Mapping[str, Object]], Iterator[str]]
"""A function that yields the strings of a field. In: the article; the objects of the page by their `@id`."""


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, None as an empty list, and any other value as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def read_string(value: Any) -> str | None:
    """Return a string as plain text (`plain_strings`); None for an empty string or any other value."""
    if not isinstance(value, str):
        return None
    value = plain_string(value)
    return value if value.strip() else None


def _strings(key: str) -> Reader:
    """Return a reader of strings."""

    def read(article: Object, _by_id: Mapping[str, Object]) -> Iterator[str]:
        for value in as_list(article.get(key)):
            if (string := read_string(value)) is not None:
                yield string

    return read


def _names(key: str, *, single: bool = False) -> Reader:
    """Return a reader of persons and organizations: strings, objects with a name, or references to such objects.

    With `single`, only the first is read.
    """

    def read(article: Object, by_id: Mapping[str, Object]) -> Iterator[str]:
        for value in as_list(article.get(key))[: 1 if single else None]:
            person = value
            if isinstance(person, dict) and "name" not in person:
                person = by_id.get(str(person.get("@id")), person)
            for name in as_list(_name_of(person) if isinstance(person, dict) else person):
                if (string := read_string(name)) is not None:
                    yield string

    return read


def _name_of(person: Object) -> Any:
    """Return the name of a person, also one in two parts (schema.org, givenName and familyName)."""
    parts = [read_string(person.get(key)) for key in ("givenName", "familyName")]
    return person.get("name") or (" ".join(filter(None, parts)) if all(parts) else None)


def _urls(*keys: str) -> Reader:
    """Return a reader of URLs: strings, or objects with a URL as their url, contentUrl or identifier."""

    def read(article: Object, by_id: Mapping[str, Object]) -> Iterator[str]:
        for key in keys:
            for value in as_list(article.get(key)):
                target = value
                if isinstance(target, dict):
                    target = by_id.get(str(target.get("@id")), target)
                    target = target.get("url") or target.get("contentUrl") or target.get("@id")
                for url in as_list(target):
                    if (string := read_string(url)) is not None:
                        yield string

    return read


def _read_keywords(article: Object, _by_id: Mapping[str, Object]) -> Iterator[str]:
    """Yield keywords: one string, a list of strings, or DefinedTerm objects."""
    for value in as_list(article.get("keywords")):
        if (string := read_string(value.get("name") if isinstance(value, dict) else value)) is not None:
            yield string


READERS: Mapping[str, Reader] = {
    "headline": _strings("headline"),
    "name": _strings("name"),
    "dek": _strings("description"),
    "byline": _names("author"),
    "published": _strings("datePublished"),
    "modified": _strings("dateModified"),
    "source": _names("publisher", single=True),
    "section": _strings("articleSection"),
    "language": _names("inLanguage", single=True),
    "url": _urls("mainEntityOfPage", "url"),
    "image": _urls("image"),
    "rights": _strings("copyrightNotice"),
    "keywords": _read_keywords,
}
"""Field name -> its reader. The name of an article is another place of its headline."""
