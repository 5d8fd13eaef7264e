"""The language of a text whose input states none, detected from its words. Owns which part of the text is examined, and
how certain the answer must be.

CLD3, a small neural network by Google, classifies strings by language. It names one for every string, also for rows of
numbers. Its answer counts only if the text is prose of some length, and if several parts of it, each examined by
itself, have the same language with a high probability.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from backfile.fields.labels import parse_language

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_PROBABILITY = 0.9
"""Minimum mean of the probabilities that CLD3 states for the parts of a text."""
MIN_WEIGHT = 60
"""Minimum weight of a text, as `_weight` counts it. Shorter ones are too often names and labels."""
_MIN_LETTERS = 0.7
"""Minimum share of letters among the characters of the parts, without spaces."""
_PART = 400
"""Maximum length of a part, in characters."""
THREE_PARTS = 300
"""Minimum weight of a text in three parts; a shorter one has two. A text that mixes languages has different parts."""
_SEARCHED = 6000
"""Number of characters at the beginning of a text in which the parts are."""
_PROSE = 40
"""Minimum weight of a line of prose. Shorter lines count only in a text that has no others."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_SYMBOL = re.compile(r"[@#$\d_/\\<>{}=;]|\(\)")
"""A sign that a word in ASCII is an account, a number or code, which are the same in every language. Other words stay:
in a script without spaces, what is between two spaces is a sentence."""
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A character of a script that writes a word with few characters, or without spaces between words: Thai, Lao, Burmese,
Khmer, Japanese, Chinese, Korean."""


def detect_language(text: str, least: int = MIN_WEIGHT) -> str | None:
    """Return the language of `text` as a BCP 47 tag without script and region (`de`, `zh`); None if it is not certain.

    The tag for Norwegian is `no`, which covers both of its written forms; CLD3 does not distinguish them. Texts in
    Latin letters of a language with another script have no answer, and neither have texts in several languages, nor
    those of less weight than `least`.
    """
    prose = _find_prose(text)
    if _weight(prose) < least:
        return None
    parts = _split(prose)
    characters = "".join(parts).replace(" ", "")
    letters = sum(character.isalpha() or unicodedata.category(character)[0] == "M" for character in characters)
    if letters < _MIN_LETTERS * len(characters):
        return None
    # Most articles state their language: for these nothing is imported.
    import gcld3

    # An identifier must not be shared by threads; creating one takes less than 0.1 ms.
    identifier = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _PART)
    answers = [identifier.FindLanguage(part) for part in parts]
    language = answers[0].language
    is_certain = sum(answer.probability for answer in answers) >= MIN_PROBABILITY * len(answers)
    is_unanimous = all(answer.language == language for answer in answers)
    is_romanized = language.endswith("-Latn")
    return parse_language((language,)) if is_certain and is_unanimous and not is_romanized else None


def _find_prose(text: str) -> str:
    """Return the lines of prose at the beginning of a text, joined, without addresses, numbers and code."""
    encodable = text[:_SEARCHED].encode("utf-8", "ignore").decode("utf-8")
    lines = _ADDRESS.sub(" ", unicodedata.normalize("NFC", encodable)).splitlines()
    cleaned = [
        " ".join(word for word in line.split() if not (word.isascii() and _SYMBOL.search(word))) for line in lines
    ]
    return " ".join([line for line in cleaned if _weight(line) >= _PROSE] or cleaned)


def _weight(text: str) -> int:
    """Count the characters of a text; one of a dense script counts as three."""
    return len(text) + 2 * len(_DENSE.findall(text))


def _split(prose: str) -> Sequence[str]:
    """Return parts of equal length, which together are the text, or are spread over a long text."""
    number = 3 if _weight(prose) >= THREE_PARTS else 2
    length = min(_PART, len(prose) // number)
    distance = (len(prose) - length) // (number - 1)
    return [prose[start : start + length] for start in range(0, distance * number, distance)]
