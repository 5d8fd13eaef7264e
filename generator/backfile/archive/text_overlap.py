"""How much two texts have in common. Owns counting it, in words and in triples of words.

`identity` and `resemblance` decide what the shares mean.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from backfile.markup.plain_text import folded, words

Triples = Counter[tuple[str, ...]]


def split_words(text: str) -> list[str]:
    """Return the words of a text without case; each character of Han, Hiragana and Katakana is a word."""
    return words(folded(text), split_cjk=True)


def split_triples(text: str) -> Triples:
    """Return all triples of neighbouring words of a text; of a shorter text, its words."""
    parts = split_words(text)
    return Counter(tuple(parts[i : i + 3]) for i in range(max(1, len(parts) - 2)))


def share_most_of_larger(first: Counter[Any], second: Counter[Any]) -> bool:
    """Return whether more than half of the larger multiset is in the other one too."""
    return (first & second).total() * 2 > max(first.total(), second.total())


def share_half_of_smaller(first: Counter[Any], second: Counter[Any]) -> bool:
    """Return whether at least half of the smaller multiset is in the other one too."""
    return (first & second).total() * 2 >= min(first.total(), second.total())
