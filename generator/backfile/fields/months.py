"""Names of months in many languages -> their numbers. The names come from dateparser's tables, and from
`month_names.toml`; nothing is guessed.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.markup.plain_text import Marks, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ru", "uk", "bg", "hr", "sl", "ro", "hu", "tr", "el"),
    *("sv", "da", "nb", "fi", "is", "et", "lv", "lt", "ca", "eu", "gl", "ar", "he", "fa", "hi", "bn", "id", "ms", "sw"),
    *("is", "th", "sr", "mk", "be", "sq", "hy", "ka", "az", "kk", "ur", "mr", "gu", "ta", "te", "kn", "ml", "pa", "ne"),
    *("fil", "af", "ga", "cy", "lb", "fo"),
)
"""Languages in which a name is looked up if it is not a month in the article's language."""

_NAMES = "january february march april may june july august september october november december".split()
"""Keys of dateparser's tables."""

_ARABIC_LETTERS = str.maketrans("یک", "يك")


@lru_cache(maxsize=1024)
def month_number(word: str, language: str) -> int | None:
    """Return the month that a word names: in `language` (ISO 639) or English, else in any other of the languages.

    None if no language has the word, or if languages disagree: `listopad` is October in Croatian, November in Polish.
    """
    if month := _listed("gregorian").get(_fold(word)):
        return month
    for preferred in (language, "en"):
        if month := _months(preferred).get(_fold(word)):
            return month
    months = {month for other in _LANGUAGES if (month := _months(other).get(_fold(word)))}
    return months.pop() if len(months) == 1 else None


def solar_hijri_month(word: str) -> int | None:
    """Return the month of the calendar of Iran that a word names; None for other words."""
    return _listed("solar_hijri").get(_fold(word))


@cache
def _listed(calendar: str) -> Mapping[str, int]:
    table = tomllib.loads(Path(__file__).with_name("month_names.toml").read_text("utf-8"))[calendar]
    return {_fold(name): number for name, number in table.items()}


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the names of months in a language -> their numbers: full and short, in all grammatical cases.

    Empty for a language that dateparser does not have.
    """
    # The import is slow, and most dates are numeric.
    from dateparser.languages.loader import default_loader

    try:
        names = default_loader.get_locale(language).info
    except ValueError:
        return {}
    return {_fold(name): number for number, key in enumerate(_NAMES, 1) for name in names.get(key, ())}


def _fold(word: str) -> str:
    """Return a word without case, accents and full stops, and with the Arabic letters where Persian has its own."""
    return folded(word.replace(".", ""), marks=Marks.ALL).translate(_ARABIC_LETTERS)
