"""Objects of JSON that are articles although they are in no list. Owns what tells them from other objects that have a
text: a status, a label of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backfile.readers.columns import find_columns, is_no_article
from backfile.readers.row import find_body, has_text

_LONG = 200
"""A text of at least so many characters is one of an article, also without a headline and a date."""


def is_page(values: Any, mapping: Mapping[str, str]) -> bool:
    """Return whether an object in no list is an article: it has a text, and a headline, a date or a long text."""
    if not has_text(values, mapping):
        return False
    columns = find_columns(values, mapping)
    if any(values[name] for field in ("headline", "published") for name in columns.fields[field]):
        return True
    return any(len(str(find_body(values[name]) or "")) >= _LONG for name in columns.body)


def count_below(value: Any, mapping: Mapping[str, str]) -> int:
    """Return how many objects in an object with a text have a text, a headline, and a date or an address: those of an
    export have them, and not the sections of one article.
    """
    count, waiting = 0, [*_parts_of(value)]
    while waiting:
        part = waiting.pop()
        if has_text(part, mapping):
            fields = find_columns(part, mapping).fields
            has = {field: any(part[name] for name in fields[field]) for field in ("headline", "published", "url")}
            count += has["headline"] and (has["published"] or has["url"])
        waiting += _parts_of(part)
    return count


def _parts_of(value: Any) -> list[Any]:
    """Return the objects and arrays in one, but for those that are no articles, such as comments."""
    if isinstance(value, dict):
        return [part for name, part in value.items() if isinstance(part, dict | list) and not is_no_article(name)]
    return [part for part in value if isinstance(part, dict | list)] if isinstance(value, list) else []
