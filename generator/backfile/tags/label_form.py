"""Owns the form of a label: on one line, composed, without invisible characters, and how long it may be."""

from __future__ import annotations

import unicodedata

LONGEST_LABEL = 60
"""Characters of a tag; longer keywords are sentences."""
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling of words in Persian and the languages of India."""


def visible_label(candidate: str) -> str:
    """Return a label on one line, composed (NFC), without invisible characters."""
    visible = "".join(" " if _is_invisible(char) else char for char in candidate)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def has_invisible(label: str) -> bool:
    """Return whether a label has a character that cannot be seen: a control, a mark of direction, half a surrogate."""
    return any(map(_is_invisible, label))


def _is_invisible(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char)[0] == "C"
