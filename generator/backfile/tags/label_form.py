"""Owns the form of a label: on one line, composed, without invisible characters, and how long it may be."""

from __future__ import annotations

import unicodedata

LONGEST_LABEL = 60
"""Characters of a tag; longer keywords are sentences."""
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling of words in Persian and the languages of India."""


def visible_label(candidate: str) -> str:
    """Return a label on one line, composed (NFC), without invisible characters."""
    visible = "".join(char if char in _JOINERS or unicodedata.category(char)[0] != "C" else " " for char in candidate)
    return " ".join(unicodedata.normalize("NFC", visible).split())
