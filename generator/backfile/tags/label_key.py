"""Owns when two labels are one: the key of a label, in which spellings of one thing are equal."""

from __future__ import annotations

import re
from functools import lru_cache

from backfile.tags.words import UNMARKED, fold_word, words_of

_UNMARKED = str.maketrans({**UNMARKED, "_": " "})
_BETWEEN_NUMBERS = "."
"""What separates two numbers in a key: `9/11` is not `911`."""
_SHORTEST_PLURAL = 4
_PLURALS = ("iones", "ion"), ("coes", "cao"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")
"""Endings of plurals besides a simple s, and of their singular: English, Spanish, Portuguese."""
_SINGULAR = ("ss", "us", "is")
"""Endings in s of words in the singular."""
_KEPT = frozenset("aids mars news windows species series diabetes texas kansas netherlands philippines".split())
_KEPT |= frozenset("williams edwards adams roberts peters phillips richards andrews matthews stevens daniels".split())
"""Words and names that without their s are another word or name."""
_IN_IE = frozenset("movie zombie cookie selfie calorie genie indie rookie smoothie prairie hippie foodie".split())


@lru_cache(maxsize=1 << 16)
def label_key(label: str) -> str:
    """Return the key of a label: equal for labels that differ in case, accents, hyphens, spaces, quotes, `the`, plural.

    The key of a key is the key. A plural is told by its ending, at the end of the label; words that need their s are
    listed. A label without letters and digits is its own key.
    """
    words = words_of(fold_word(fold_word(label)).translate(_UNMARKED).replace("'", "").replace("\u2019", ""))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    joined = re.sub(r"(?<=\d)\s(?=\d)", _BETWEEN_NUMBERS, " ".join(words)).replace(" ", "")
    return _singular(joined) if joined else label.casefold().strip()


def _singular(key: str) -> str:
    """Return a key without the ending of a plural."""
    if len(key) < _SHORTEST_PLURAL or not key.endswith("s") or key.endswith(_SINGULAR) or key in _KEPT:
        return key
    if key[:-1] in _IN_IE:
        return key[:-1]
    for plural, singular in _PLURALS:
        if key.endswith(plural) and len(key) > len(plural):
            return key.removesuffix(plural) + singular
    return key[:-1] if key[-2].isalpha() else key
