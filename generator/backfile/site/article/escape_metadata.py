"""Escaping of a page's metadata, before templates print it.

MkDocs renders templates without autoescape, and Material prints titles, descriptions and authors as they are. So all
strings from front matter and from headings are escaped here first. The rendered text of an article is the task of
`sanitize_output`.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape, unescape
from typing import Any


def escape_all(value: Any) -> Any:
    """Return `value` with every string in it escaped for HTML text and attributes, at any depth.

    Mappings become dicts (keys stay as they are), tuples become lists; other values are returned unchanged.
    """
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {name: escape_all(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [escape_all(inner) for inner in value]
    return value


def escape_once(text: Any) -> str:
    """Return `text` escaped exactly once, whether it is escaped or not; an empty string for None.

    A title that MkDocs took from a heading can be either.
    """
    return "" if text is None else escape(unescape(str(text)))
