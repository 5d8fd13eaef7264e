"""Owns the languages of an article as tag data has them: the main language of a code, and scripts beside Latin."""

from __future__ import annotations

import re

UNSPACED = frozenset(("ja", "zh", "ko", "th"))
"""Languages that do not separate words, or write endings at them: a name or a phrase is found anywhere."""
COMPOUNDING = frozenset("de lb gsw nds nl sv nb nn no da fi".split())
"""Languages that write a noun together with others: `Ukraine-Krieg`, `Bundestagswahl`."""
_SAME = {"nb": "no", "nn": "no", "gsw": "de", "lb": "de", "nds": "de"}
"""Languages for which the words of another are used."""
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def data_language(language: str) -> str:
    """Return the key that data has for a language (ISO 639, with or without a region)."""
    base = re.split(r"[-_]", language)[0].lower()
    return _SAME.get(base, base)


def is_latin(text: str) -> bool:
    """Return whether a text has a letter of the Latin script."""
    return _LATIN_LETTER.search(text) is not None
