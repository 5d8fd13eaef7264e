"""Text as the search's index holds it: every word that a reader would look for stands between spaces.

Pagefind finds what stands between spaces (and between the marks of ASCII). Much does not: Chinese, Japanese, Thai, Lao,
Khmer and Burmese are written without spaces, and where there are some, a dash or a typographic apostrophe may keep two
words together. So text is spaced out before it is indexed, whatever its language is said to be, and put together again
where a result is shown; `theme/assets/javascripts/search/words.js` does that, and does the same to what is asked for.

Written without spaces, text becomes pairs of characters: `日本経済` is `日本 本経 経済 済`. Whatever part is asked for,
its pairs are among these. (That is what Lucene's CJKAnalyzer does; cutting into words needs a dictionary, and whoever
asks for half a compound finds nothing.)

The soft hyphen tells what was done. Nobody sees it, Pagefind parts words at it, and those of the text itself go: they
say where a line may break. Owns these rules alone; what of a page is indexed is `searched`'s part.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SOFT = "\u00ad"
PART = SOFT
"""A token of its own: between the parts of an entry."""
JOIN = SOFT
"""At the end of a token: no space followed it in the text."""

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd"  # Burmese, Khmer
    # Chinese, Japanese
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""The letters of scripts that put no spaces between words, for a regular expression. `words.js` has the same."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_STRETCH = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_BETWEEN = re.compile(r"(?<=\w)[^\w\s]+(?=\w)")
_WITHIN = {"’": f"{SOFT}'", "״": f'{SOFT}"', "׳": f"{SOFT}{SOFT}'"}
"""Marks that stand inside a word: ASCII's stand for them, with which Pagefind finds both the whole and its parts."""


def spaced(text: str) -> str:
    """Give `text` as the index holds it: tokens with single spaces between them."""
    return " ".join(_spaced_word(word) for word in text.translate(_INVISIBLE).split())


def _spaced_word(word: str) -> str:
    # Pagefind takes words that begin so for instructions.
    if word.startswith("___"):
        word = f"_{SOFT}{word[1:]}"
    return f"{JOIN} ".join(_pairs(part) or _BETWEEN.sub(_seam, part) for part in _STRETCH.findall(word))


def _pairs(part: str) -> str:
    """Give the pairs of a stretch without spaces; an empty string for a stretch of another script."""
    if not re.match(f"[{UNSPACED}]", part):
        return ""
    characters: list[str] = []
    for character in unicodedata.normalize("NFC", part):
        if characters and unicodedata.category(character).startswith("M"):
            characters[-1] += character
        else:
            characters.append(character)
    return " ".join([*map("".join, pairwise(characters)), characters[-1]])


def _seam(found: re.Match[str]) -> str:
    """Part two words after the marks between them, unless these are ASCII's, which part them already."""
    marks = found[0]
    parts = not marks.isascii() and any(unicodedata.category(mark)[0] in "PS" for mark in marks)
    return _WITHIN.get(marks) or (f"{marks}{JOIN} " if parts else marks)
