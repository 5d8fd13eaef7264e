"""The shape of a line: its width, whether it ends a sentence, and whether a person set it in a structure. Owns
measuring it, without the meaning of the words.

It is measured in scripts without capitals and without spaces, too: a width counts an ideograph, a syllable or a Thai
letter as several Latin letters, because so many Latin letters have the same content.
"""

from __future__ import annotations

import re

from backfile.extract.text.furniture_words import split_words
from backfile.extract.text.wrapped_lines import BULLET
from backfile.markup.plain_text import folded

PROSE_WIDTH = 60
"""Minimum width of a sentence that counts as prose: shorter ones also occur in lists, captions and prompts."""
LONG_WIDTH = 110
VERY_LONG_WIDTH = 250

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Kana, Han and Hangul."""
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer, which mark neither words nor (mostly) the ends of sentences."""
_MIN_STEM = 4
_MIN_SPACELESS = 5
_WIDE_FACTOR, _DENSE_FACTOR = 1.5, 0.3
"""What is added for each such character. In gold texts of the same length of reading, Chinese has 0.4 characters for
each of English, and Thai 0.8."""

_DENSE_SENTENCE = 18
"""Minimum width of a line that is a sentence in a script that does not mark their ends."""
_STOPS = ".!?…。！？．।॥؟۔։።៖።"
_CLOSERS = "\"'”’»›“„‘«‹)]）」』】》〉♦■●∎◆□▪◼*"
_SIGNATURE = re.compile(r"\s*(?:[(（][^()（）]{1,24}[)）]|/ ?\w{2,4}|[A-Z]{2,4})$")
"""What an agency or an author adds behind the last sentence: `(kas)`, `/ ab`, `DM`."""
_LONGEST_SIGNATURE = 40
_INNER_MARKS = ",;.:)]!?"
_ADDRESS = re.compile(r"(?:https?://|www\.|(?:[\w-]{1,63}\.){1,4}[a-z]{2,10}/)\S+|#\w{2,50}")
"""An address, or a subject with a hash, behind the last sentence: a quoted message ends so."""
_MOST_ADDRESSES = 4
_ABBREVIATED = re.compile(r"(?:\.\.\.|…)$")
_COLUMNS = re.compile(r"\t|\S[ \u3000]{2,}\S|\s[|¦]\s")
_QUOTED = re.compile(r"[「『].{10,}[」』]$")
"""A line of speech, which has no full stop in Japanese."""
_QUANTITY = re.compile(r"^(?:\d[\d.,/½¼¾⅓⅔-]*+|[½¼¾⅓⅔])\s?[^\W\d_]+\.?\s")
_TERM = re.compile(r"^[^\W\d_][^:：.!?]{0,40}[:：]\s?\S")
_SCORE = re.compile(r"(?<![\d:.])\d{1,3}\s?[-–:]\s?\d{1,3}(?![\d:.])")


def width(text: str) -> int:
    """Return the width of a text in Latin letters."""
    if text.isascii():
        return len(text)
    return len(text) + int(_WIDE_FACTOR * len(_WIDE.findall(text)) + _DENSE_FACTOR * len(_DENSE.findall(text)))


def ends_sentence(text: str) -> bool:
    """Return whether a line ends a sentence; closing marks, an agency's signature and addresses behind it aside.

    In scripts that do not mark the ends of sentences, a line that is not short does.
    """
    return _ends(text) or (("/" in text or "#" in text) and _ends(_without_addresses(text)))


def _without_addresses(text: str) -> str:
    """Return a line without the addresses at its end."""
    for _ in range(_MOST_ADDRESSES):
        rest, _, last = text.rstrip().rpartition(" ")
        if not _ADDRESS.fullmatch(last):
            break
        text = rest
    return text


def _ends(text: str) -> bool:
    bare = text.rstrip(_CLOSERS + " ")
    if bare.endswith(tuple(_STOPS)):
        return True
    end = max(0, len(text) - _LONGEST_SIGNATURE)
    signature = _SIGNATURE.search(text, end)
    if signature and text[: signature.start()].rstrip(_CLOSERS + " ").endswith(tuple(_STOPS)):
        return True
    return bool(_QUOTED.match(text)) or (bool(_DENSE.search(text[-3:])) and width(text) >= _DENSE_SENTENCE)


def has_words(text: str) -> bool:
    """Return whether a line has several words; in scripts without spaces, several characters."""
    return " " in text.strip() or (len(text) >= _MIN_SPACELESS and bool(_WIDE.search(text) or _DENSE.search(text)))


def is_prose(text: str) -> bool:
    """Return whether a line is prose: very long, or the end of a sentence and no shorter than `PROSE_WIDTH`.

    A line below `LONG_WIDTH` that ends in dots is a headline that was cut off. One that begins with a comma or a full
    stop is the rest of a sentence.
    """
    length = width(text)
    if text[0] in _INNER_MARKS:
        return False
    if length >= VERY_LONG_WIDTH:
        return True
    return length >= (LONG_WIDTH if is_cut_off(text) else PROSE_WIDTH) and ends_sentence(text)


def is_fragment(text: str) -> bool:
    """Return whether a line continues one above: where a link divided a sentence, its rest is a line of its own."""
    return text[0].islower() or text[0] in _INNER_MARKS


def is_cut_off(text: str) -> bool:
    """Return whether a line ends with an ellipsis, as shortened headlines of other articles do."""
    return bool(_ABBREVIATED.search(text))


def structure(text: str) -> str | None:
    """Return which structure a line can be a part of: `list`, `columns`, `quantity`, `term`, `score`; None without."""
    shapes = {
        "list": BULLET.match(text),
        "columns": _COLUMNS.search(text),
        "quantity": _QUANTITY.match(text),
        "term": _TERM.match(text),
        "score": _SCORE.search(text),
    }
    return next((name for name, match in shapes.items() if match), None)


def takes_up(text: str, heading: str) -> bool:
    """Return whether a text has all words of a line above it, as the text under a subheading often has.

    Words are compared by their beginnings, because sentences inflect them.
    """
    body = folded(text)
    return all(word[: max(_MIN_STEM, len(word) - 2)] in body for word in split_words(folded(heading)))
