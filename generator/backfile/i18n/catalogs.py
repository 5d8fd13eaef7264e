"""The words of the interface, in the language of the site's theme, and how that language writes numbers and dates.

A catalogue is a file `LANGUAGE.toml` of keys and texts. A text may have places for values, `{like_this}`, and
holds no mark that means something in HTML or Markdown. Where it depends on a number it is a table of texts, one for
each plural form that Unicode's CLDR knows of the language. English has every key and stands in for what another
language lacks. Owns finding the catalogue; what an article says is never translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
FALLBACK = "en"
OTHER = "other"
"""The plural form that every language has."""

_WORLD = "en_001"
"""English as the world writes it: 22 March 2020, not March 22, 2020."""

Forms = Mapping[str, str]
"""A text in its plural forms; one that depends on no number has `other` alone."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language's words, numbers and dates."""

    language: str
    """As the theme names it: `pt-BR`."""
    locale: Locale
    texts: Mapping[str, tuple[Forms, Callable[[float], str]]]
    """Key -> its text, and the rule of the language it is in by which a number chooses among its forms."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the text of a key; `count` chooses its plural form, and numbers are written as the language does.

        Other values are put in as they are: whoever prints them as HTML has escaped them. Raises KeyError where there
        is no such key: that is a mistake of ours.
        """
        forms, plural = self.texts[key]
        count = values.get("count")
        text = forms[OTHER] if not isinstance(count, int) else forms.get(plural(count), forms[OTHER])
        if not values:
            return text
        return text.format(**{name: self.number(v) if isinstance(v, int) else v for name, v in values.items()})

    @property
    def mirrored(self) -> bool:
        """Whether the language is written from right to left, and time runs so too."""
        return bool(self.locale.text_direction == "rtl")

    @property
    def week_start(self) -> int:
        """Give the day on which weeks begin, Monday being 0."""
        return int(self.locale.first_week_day)

    def number(self, number: int) -> str:
        """Write a number: `1,234`."""
        return _number(self.locale, number)

    def day(self, day: date) -> str:
        """Write a day in words: `22 March 2020`."""
        return format_date(day, "long", self.locale)

    def month(self, number: int) -> str:
        """Name a month as a heading does: `March`."""
        return _heading(get_month_names("wide", "stand-alone", self.locale)[number])

    def month_of(self, year: int, number: int) -> str:
        """Name a month of a year as a heading does: `March 2020`."""
        return _heading(format_skeleton("yMMMM", date(year, number, 1), locale=self.locale))


def say_in(language: str) -> Catalog:
    """Give the words of a theme's language: the catalogue of `pt-BR`, else that of `pt`, over the English one."""
    return _words(language)


@cache
def _words(language: str) -> Catalog:
    texts: dict[str, tuple[Forms, Callable[[float], str]]] = {}
    for name in dict.fromkeys((FALLBACK, language.split("-")[0].lower(), language)):
        if name in languages():
            plural = _locale(name).plural_form
            texts |= {key: (forms, plural) for key, forms in catalogue(name).items()}
    return Catalog(language, _locale(language), texts)


@cache
def languages() -> frozenset[str]:
    """Name the languages that have a catalogue."""
    return frozenset(file.stem for file in FOLDER.glob("*.toml"))


@cache
def catalogue(language: str) -> dict[str, Forms]:
    """Read a language's own catalogue."""
    found = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return {key: text if isinstance(text, dict) else {OTHER: text} for key, text in found.items()}


@cache
def _locale(language: str) -> Locale:
    """Give what CLDR knows of a theme's language; English where it knows nothing."""
    try:
        locale = Locale.parse(_WORLD) if language == FALLBACK else Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(_WORLD)
    # Babel keeps what it looks up where languages share it: after Japanese, German has 3月 (python-babel/babel#1234).
    data = localedata.load(str(locale))
    data.update(deepcopy(data))
    return locale


@cache
def _number(locale: Locale, number: int) -> str:
    return format_decimal(number, locale=locale)


def _heading(name: str) -> str:
    """Begin with a capital: French and Spanish write months small, but headings large."""
    return name[:1].upper() + name[1:]
