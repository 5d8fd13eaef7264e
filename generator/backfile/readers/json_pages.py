"""Objects of JSON that are articles although they are in no list. Owns what tells them from other objects that have a
text: a status, a label of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backfile.readers.columns import find_columns
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
