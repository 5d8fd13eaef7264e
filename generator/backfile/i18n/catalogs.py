"""Catalogs of the texts of the interface, and how a language writes numbers and dates.

Owns loading catalogs and choosing plural forms. A catalog is a file `LANGUAGE.toml` of keys and texts. A text can have
placeholders, `{like_this}`, and has no character with a meaning in HTML or Markdown. A text that depends on a number is
a table with a text for each plural form that Unicode's CLDR defines for the language. The English catalog has every
key; its texts are used where another language has none. Numbers, months and days come from CLDR, by Babel. Texts of
articles are never translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
FALLBACK = "en"
OTHER = "other"
"""The plural form that every language has."""

_INTERNATIONAL_ENGLISH = "en_001"
"""The locale for English: it writes 22 March 2020, not March 22, 2020."""

Forms = Mapping[str, str]
"""Plural form -> text. A text that depends on no number has the form `other` only."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with its plural forms."""

    forms: Forms
    language: str
    """The language of the text, which determines the rule for its plural forms."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The texts, numbers and dates of one language."""

    language: str
    """The language of the theme, in its spelling: `pt-BR`."""
    locale: Locale
    phrases: Mapping[str, Phrase]
    """Key -> text."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a key with `values` in its placeholders; `count` selects the plural form.

        Integers are written in the form of the language. Other values are inserted unchanged: for HTML, the caller
        escapes them. Raises KeyError for a key that no catalog has, which is an error in the program.
        """
        phrase = self.phrases[key]
        count = values.get("count")
        form = _locale(phrase.language).plural_form(count) if isinstance(count, int) else OTHER
        text = phrase.forms.get(form, phrase.forms[OTHER])
        if not values:
            return text
        return text.format(**{name: self.number(v) if isinstance(v, int) else v for name, v in values.items()})

    def get(self, key: str, default: str, /) -> str:
        """Return the text of a key; `default` for a key that no catalog has."""
        return self(key) if key in self.phrases else default

    def other_language(self, tag: str) -> str:
        """Return the name of a language in this one, `German`; empty for this language, and for one that CLDR lacks.

        In: a BCP 47 tag.
        """
        name = tag.split("-")[0].lower()
        return "" if name == self.locale.language else _capitalize(self.locale.languages.get(name, ""))

    @property
    def right_to_left(self) -> bool:
        """Return whether the language is written from right to left."""
        return bool(self.locale.text_direction == "rtl")

    @property
    def week_start(self) -> int:
        """Return the first day of the week; 0 is Monday."""
        return int(self.locale.first_week_day)

    def number(self, number: int) -> str:
        """Format a number: `1,234`."""
        return _number(self.locale, number)

    def day(self, day: date) -> str:
        """Format a day with its month in words: `22 March 2020`."""
        return format_date(day, "long", self.locale)

    def day_of_month(self, day: date) -> tuple[str, str]:
        """Return the number of a day and the short name of its weekday: `22`, `Sun`."""
        return format_skeleton("d", day, locale=self.locale), format_date(day, "EEE", self.locale)

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the shortest and the whole name of each weekday, in the order of the language's weeks."""
        names = [get_day_names(width, "stand-alone", self.locale) for width in ("narrow", "wide")]
        order = [(self.week_start + number) % 7 for number in range(7)]
        return [(names[0][day], names[1][day]) for day in order]

    def month(self, number: int) -> str:
        """Return the name of a month for a heading: `March`."""
        return _month(self.locale, number)

    def month_of(self, year: int, number: int) -> str:
        """Format a month of a year for a heading: `March 2020`."""
        return _month_of(self.locale, year, number)


@cache
def catalog_for(language: str) -> Catalog:
    """Return the catalog for a language of the theme.

    For `pt-BR`, a text comes from `pt-BR.toml`, else from `pt.toml`, else from `en.toml`.
    """
    phrases: dict[str, Phrase] = {}
    for name in dict.fromkeys((FALLBACK, language.split("-")[0].lower(), language)):
        if name in languages():
            phrases |= {key: Phrase(forms, name) for key, forms in read_catalog(name).items()}
    return Catalog(language, _locale(language), phrases)


@cache
def languages() -> frozenset[str]:
    """Return the languages that have a catalog."""
    return frozenset(file.stem for file in FOLDER.glob("*.toml"))


@cache
def read_catalog(language: str) -> dict[str, Forms]:
    """Read the catalog file of a language: key -> plural forms."""
    texts = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return {key: text if isinstance(text, dict) else {OTHER: text} for key, text in texts.items()}


@cache
def _locale(language: str) -> Locale:
    """Return the CLDR locale of a language of the theme; English for a language that is not in CLDR."""
    try:
        locale = Locale.parse(_INTERNATIONAL_ENGLISH) if language == FALLBACK else Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(_INTERNATIONAL_ENGLISH)
    # Babel stores looked-up data in objects that locales share: after Japanese, German has the month 3月
    # (python-babel/babel#1234). Copies are not shared.
    data = localedata.load(str(locale))
    data.update(deepcopy(data))
    return locale


@cache
def _number(locale: Locale, number: int) -> str:
    return format_decimal(number, locale=locale)


@cache
def _month(locale: Locale, number: int) -> str:
    return _capitalize(get_month_names("wide", "stand-alone", locale)[number])


@cache
def _month_of(locale: Locale, year: int, number: int) -> str:
    return _capitalize(format_skeleton("yMMMM", date(year, number, 1), locale=locale))


def _capitalize(name: str) -> str:
    """Return a name with a capital first letter: French and Spanish write months in lower case, except in headings."""
    return name[:1].upper() + name[1:]
