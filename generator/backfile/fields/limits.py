"""Limits of fields: how long a value may be, how many entries a list may have, and how what exceeds them is cut.

The limits are in the table `fields.FIELDS`. They apply to what an input states (`parse`), and to what lists, feeds and
other pages show of an article that its owner has edited (`listed`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

ELLIPSIS = "\u2026"
_TRIMMED = " \t\u00a0,;:-\u2013\u2014"
"""What is removed before an ellipsis."""
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_LONGEST = 12
"""The most characters that one character of a URL becomes: four bytes, each encoded as `%F0`."""
_SEARCHED = 40
"""How many characters before the cut may be given up so that it is between words, or between letters and marks."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of a field."""

    length: int
    """The most characters of a value, or of each entry of a list; of an address, as `address_length` counts."""
    entries: int | None = None
    """The most entries of a list."""
    total: int | None = None
    """The most bytes of all entries of a list together, as HTML in UTF-8."""
    is_whole: bool = False
    """Whether a value that is too long is left out: a part of an address is another address."""


def cut_text(text: str, length: int) -> str:
    """Return text of at most `length` characters; where some are removed, it ends with an ellipsis, after a word.

    It ends within a word only if the word is longer than 40 characters.
    """
    if len(text) <= length:
        return text
    end = length - len(ELLIPSIS)
    begin = max(end - _SEARCHED, 1)
    space = next((index for index in range(end, begin, -1) if text[index].isspace()), None)
    if space is None:
        space = next((index for index in range(end, begin, -1) if not _continues(text[index - 1], text[index])), end)
    return (text[:space].rstrip(_TRIMMED) or text[:space]) + ELLIPSIS


def _continues(before: str, char: str) -> bool:
    """Return whether a character is part of the letter before it: a combining mark, or joined to it."""
    return before in _JOINERS or char in _JOINERS or unicodedata.category(char)[0] == "M"


def address_length(url: str) -> int:
    """Return the length of a URL with all its characters encoded that HTML or RFC 3986 do not permit."""
    return len(escape(quote(url, safe=":/?#[]@!$&'()*+,;=%-._~", errors="replace")))


def cut_value(text: str, limit: Limit) -> str | None:
    """Return a value within its limit; None if it is too long and may only be left out."""
    if not limit.is_whole:
        return cut_text(text, limit.length)
    return text if len(text) * _LONGEST <= limit.length or address_length(text) <= limit.length else None


def cut_list(values: Sequence[str], limit: Limit) -> tuple[str, ...]:
    """Return the first entries of a list that are within its limit, each cut where it is too long."""
    kept: list[str] = []
    total = 0
    for value in values[: limit.entries]:
        entry = cut_value(value, limit)
        total += len(escape(entry).encode("utf-8", "replace")) if entry else 0
        if limit.total is not None and total > limit.total:
            break
        kept += [entry] if entry else []
    return tuple(kept)
