"""Words of a line in the form in which they are compared with the phrases of `labels.toml`. Owns this form.

Case, accents, apostrophes, punctuation, emoji and variants of Arabic and Indic letters make no difference; all numbers
are the same word, which does not count at the ends of a line: `Comments (12)` is `comments`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = "#"
"""The word that replaces a number."""

_NUMBER = re.compile(
    r"\d(?<!\d\d)(?<!\d[.,:]\d)(?<![a-z\u00c0-\u052f]\d)"
    r"\d*+(?:[.,:]\d++)*+(?:[km](?![a-z]))?+"
    r"(?![a-z\u00c0-\u052f])"
)
"""A number that is not part of a word such as `1x`. In scripts without spaces, numbers are beside letters."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_END = re.compile(r"(?<![.…])[.。।۔?？؟;][\s\"'”’»)\]]*$")
"""A full stop or question mark at the end, but no ellipsis."""

_VARIANTS: dict[int, str | None] = {
    ord("'"): None,
    ord("’"): None,
    ord("ʼ"): None,
    ord("`"): None,
    ord("ı"): "i",
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
    ord("ہ"): "ه",
    ord("ھ"): "ه",
    ord("ۂ"): "ه",
    ord("ـ"): None,
    0x093C: None,  # the dot under Devanagari letters, which many writers omit
    ord("ँ"): "ं",
    0x200C: " ",  # the zero-width non-joiner, instead of which many writers of Persian use a space
    ord("\n"): "\n",
}


class _Characters(dict[int, str | None]):
    """Character -> what it is compared as. An entry is added when a character is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        if 0x0300 <= code <= 0x036F or 0x064B <= code <= 0x0655 or 0xFE00 <= code <= 0xFE0F or category == "Cf":
            value = None
        else:
            value = " " if category[0] in "PSZC" and char != NUMBER else char
        self[code] = value
        return value


_CHARACTERS = _Characters(_VARIANTS)


def fold_characters(text: str) -> str:
    """Return text in which only letters, marks, numbers and spaces are left, in the form in which they are compared.

    Line breaks stay, so that many phrases can be folded at once.
    """
    if text.isascii():
        folded = text.lower().replace(NUMBER, " ")
    else:
        folded = unicodedata.normalize("NFKD", text).casefold().replace(NUMBER, " ")
    folded = _NUMBER.sub(f" {NUMBER} ", folded).translate(_CHARACTERS)
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Fold several lines at once, which is much faster; none has a line break."""
    if not lines:
        return []
    text = fold_characters("\n".join(lines))
    plain = NUMBER not in text and not is_unspaced(text)
    return [" ".join(line.split()) if plain else join_words(split_folded(line)) for line in text.split("\n")]


def split_folded(text: str) -> list[str]:
    """Return the words of folded text, without the numbers at both ends."""
    words = text.split()
    start, end = 0, len(words)
    while start < end and words[start] == NUMBER:
        start += 1
    while start < end and words[end - 1] == NUMBER:
        end -= 1
    return words[start:end]


def join_words(words: Sequence[str]) -> str:
    """Return words as one string; in scripts without spaces, there are none between them."""
    joined = " ".join(words)
    return joined.replace(" ", "") if is_unspaced(joined) else joined


def is_unspaced(text: str) -> bool:
    """Return whether a letter is of a script without spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def has_end(line: str) -> bool:
    """Return whether a line ends like a sentence: in a full stop or question mark."""
    return _END.search(line) is not None
