"""Owns words as the vocabulary compares them: phrases as keys, and the words of a text with their places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from backfile.markup.plain_text import Marks, folded

_WORD = re.compile(r"[^\W_][\w+#&\u0300-\u036f\u0900-\u0dff\u064b-\u065f]*")

_TOKEN = re.compile(r"(?<!\S)\S[^\s.]*+\.\S+")
_DOMAIN = re.compile(r"\.(?:at|ch|com|de|es|eu|fr|info|it|net|nl|org|uk)")
_ADDRESS = re.compile(rf"[(\"']?[a-z\d][a-z\d./-]*{_DOMAIN.pattern}(?:/.*)?[)\"'.,;:!?]*")
"""The address of a site in small letters; `Amazon.com` is a name."""

UNMARKED = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
"""Letters that Unicode does not decompose, and that are also written without their mark."""

Key = tuple[str, ...]
"""The words of a phrase, without case and the accents of European scripts."""


def words_of(text: str) -> Key:
    """Return the words of a text as they are written."""
    return tuple(_WORD.findall(text))


def without_addresses(text: str) -> str:
    """Return a text without the addresses of sites (`merrow-recipes.de`), whose words are no mentions."""
    if not _DOMAIN.search(text):
        return text
    return _TOKEN.sub(lambda match: "" if _ADDRESS.fullmatch(match[0]) else match[0], text)


def key_of(text: str) -> Key:
    """Return the words of a text as a key."""
    return tuple(map(fold_word, words_of(text)))


def fold_word(word: str) -> str:
    """Return a word without its case and the accents of European scripts."""
    return folded(word, marks=Marks.ACCENTS)


@dataclass(frozen=True)
class WordSequence:
    """The words of a text, with an index of their places."""

    written: Key
    folded: Key

    @classmethod
    def of(cls, text: str) -> WordSequence:
        """Build the sequence of the words of a text."""
        written = words_of(text)
        forms = {word: fold_word(word) for word in set(written)}
        return cls(written, tuple(map(forms.__getitem__, written)))

    @cached_property
    def places_by_word(self) -> Mapping[str, Sequence[int]]:
        """Return the places of each word, as it is folded, in their order."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.folded):
            places[word].append(place)
        return places

    @cached_property
    def written_counts(self) -> Counter[str]:
        """Return how often the text has each word, as it is written."""
        return Counter(self.written)

    def places(self, key: Key) -> list[int]:
        """Return where the words of `key` occur next to each other in this order."""
        return [place for place in self.places_by_word.get(key[0], ()) if self.folded[place : place + len(key)] == key]

    def contains(self, key: Key) -> bool:
        """Return whether the words of `key` occur next to each other in this order."""
        return any(self.folded[place : place + len(key)] == key for place in self.places_by_word.get(key[0], ()))
