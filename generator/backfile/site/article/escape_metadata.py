"""Escaping of a page's metadata, before templates print it.

MkDocs renders templates without autoescape, and Material prints titles, descriptions and authors as they are. So all
strings from front matter and from headings are escaped here first. The rendered text of an article is the task of
`sanitize_output`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape, unescape
from typing import Any

_PLAIN = (int, float, date)
"""Types of values that have no markup when they are printed; `bool` and `datetime` are kinds of them."""
_LISTS = frozenset({"hide"})
"""Keys in which Material's templates look for words; they cannot do so in a number."""
_KIND = "kind"
"""The key of list pages with the kind of list."""


def escape_meta(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the front matter of a page, as `front_matter.plain_values` made it, escaped for templates."""
    escaped = {name: escape_all(value) for name, value in meta.items()}
    for name in _LISTS & escaped.keys():
        if not isinstance(escaped[name], str | list):
            escaped[name] = []
    if not isinstance(escaped.get(_KIND, ""), str):
        escaped[_KIND] = ""
    return escaped


def escape_all(value: Any, _known: dict[int, Any] | None = None) -> Any:
    """Return `value` with every string in it escaped for HTML text and attributes, at any depth.

    Mappings become dicts, with their keys escaped too, since templates can print a whole value; tuples become lists;
    numbers and times stay; other values become text. What occurs again, as YAML's aliases do, is escaped once, or a few
    lines could stand for billions of values.
    """
    known: dict[int, Any] = {} if _known is None else _known
    if isinstance(value, str):
        return escape(value)
    if id(value) in known:
        return known[id(value)]
    if isinstance(value, Mapping):
        mapping = known[id(value)] = {}
        mapping.update((escape_all(name), escape_all(inner, known)) for name, inner in value.items())
        return mapping
    if isinstance(value, list | tuple):
        items = known[id(value)] = list[Any]()
        items.extend(escape_all(inner, known) for inner in value)
        return items
    return value if value is None or isinstance(value, _PLAIN) else escape(str(value))


def escape_once(text: Any) -> str:
    """Return `text` escaped exactly once, whether it is escaped or not; an empty string for None.

    A title that MkDocs took from a heading can be either.
    """
    return "" if text is None else escape(unescape(str(text)))
