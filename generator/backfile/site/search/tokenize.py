"""Text as the search index has it: every word that a reader could search for is between spaces.

Pagefind finds what is between spaces (and between ASCII punctuation). Much text is not written so: Chinese, Japanese,
Thai, Lao, Khmer and Burmese have no spaces, and in other scripts a dash or a typographic apostrophe can join two words.
So text is split into tokens before it is indexed, whatever its declared language, and joined again where a result is
shown. `theme/assets/javascripts/search/words.js` joins it, and splits queries in the same way.

Text without spaces becomes pairs of characters: `日本経済` is `日本 本経 経済 済`. The pairs of any part of it are
among these. (Lucene's CJKAnalyzer does the same. Splitting into words would need a dictionary, and a query for half of
a compound would find nothing.)

A soft hyphen marks where text was split. It is invisible, Pagefind splits words at it, and those of the text itself are
removed: they only mark where a line may break. What of a page is indexed is decided in `built_page`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from backfile.markup.unspaced import UNSPACED

SOFT_HYPHEN = "\u00ad"
PART = SOFT_HYPHEN
"""A token by itself: the separator between the parts of an entry."""
JOIN = SOFT_HYPHEN
"""At the end of a token: no space followed it in the text."""

_INSTRUCTION = "___"
"""Pagefind reads words that begin so as instructions."""
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_RUN = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_MARKS_IN_WORD = re.compile(r"(?<=\w)[^\w\s]+(?=\w)")
_ASCII_MARKS = {"’": f"{SOFT_HYPHEN}'", "״": f'{SOFT_HYPHEN}"', "׳": f"{SOFT_HYPHEN}{SOFT_HYPHEN}'"}
"""Marks inside words, and the ASCII mark that replaces each: with it Pagefind finds the whole word and its parts."""


def tokenize(text: str) -> str:
    """Return `text` as tokens with single spaces between them."""
    if text.isascii() and _INSTRUCTION not in text:
        return " ".join(text.split())
    words = text.translate(_INVISIBLE).split()
    return " ".join(word if word.isascii() and word[0] != "_" else _tokens_of_word(word) for word in words)


@lru_cache(1 << 16)
def _tokens_of_word(word: str) -> str:
    if word.startswith(_INSTRUCTION):
        word = f"_{SOFT_HYPHEN}{word[1:]}"
    runs = _RUN.findall(word)
    return f"{JOIN} ".join(_pairs(run) or _MARKS_IN_WORD.sub(_split_at_marks, run) for run in runs)


def _pairs(run: str) -> str:
    """Return the pairs of characters of a run without spaces; an empty string for a run of another script."""
    if not re.match(f"[{UNSPACED}]", run):
        return ""
    characters: list[str] = []
    for character in unicodedata.normalize("NFC", run):
        if characters and unicodedata.category(character).startswith("M"):
            characters[-1] += character
        else:
            characters.append(character)
    return " ".join([*map("".join, pairwise(characters)), characters[-1]])


def _split_at_marks(match: re.Match[str]) -> str:
    """Return the marks between two words with a space after them, unless they are ASCII, where Pagefind splits."""
    marks = match[0]
    is_separator = not marks.isascii() and any(unicodedata.category(mark)[0] in "PS" for mark in marks)
    return _ASCII_MARKS.get(marks) or (f"{marks}{JOIN} " if is_separator else marks)
