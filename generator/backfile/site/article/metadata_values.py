"""Values of escaped front matter as strings, whatever the owner wrote there.

Owners edit pages, so a field can have any type: `title: 1984` is a number in YAML. Escaping is the task of
`escape_metadata`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit


def text_of(value: Any) -> str:
    """Return the text of a field that should hold one string; an empty string for None, mappings and lists."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).strip()


def texts_of(value: Any) -> tuple[str, ...]:
    """Return the texts of a field that should hold a list of strings; a single value counts as a list of one."""
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(text for text in map(text_of, values) if text)


def link_target(value: Any) -> str:
    """Return the text of a field if it is an absolute HTTP or HTTPS URL, else an empty string."""
    text = text_of(value)
    return text if re.match(r"https?://[^/\s]", text, re.IGNORECASE) and _is_parsable(text) else ""


def _is_parsable(url: str) -> bool:
    try:
        urlsplit(unescape(url))
    except ValueError:  # such as "http://[": no link can lead there
        return False
    return True
