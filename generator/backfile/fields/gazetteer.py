"""Names of countries, cities and towns. Owns which names there are, and loading them from `places.txt` and
`countries.toml` at first use. Whether a name in a text refers to a place is decided by the taggers.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER = Path(__file__).parent
_REGIONS = ("002", "003", "005", "009", "013", "029", "142", "150", "419")
"""Africa, North and South America, Oceania, Central America, the Caribbean, Asia, Europe, Latin America. Not America as
a whole, which in most languages is also the United States."""
_STEM = 4
"""Minimum number of initial letters that inflected forms of a name have in common."""
_ENDING = 3
"""Maximum number of letters that a grammatical case removes from a name, or adds to it."""


def country(text: str) -> str | None:
    """Return the English name of the country that `text` names, in English or in the country's own language; else None.

    English adjectives (`Afghan`) and abbreviations also name their country, abbreviations in capitals only.
    """
    countries = _countries()
    return countries.get(text) or (None if text.isupper() else countries.get(text.casefold()))


def country_in(text: str, language: str, *, inflects: bool = False) -> str | None:
    """Return the CLDR name of the country that `text` names, both in a language (ISO 639 code); else None.

    With `inflects`, `text` can be a single word in another grammatical case than the nominative: `Niemiec` is Niemcy.
    """
    countries = _countries_in(language)
    word = text.casefold()
    if word in countries or not inflects or " " in text:
        return countries.get(word)
    similar = (
        name for name in _countries_by_stem(language).get(word[:_STEM], ()) if abs(len(name) - len(word)) <= _ENDING
    )
    lengths = {name: common_prefix_length(name, word) for name in similar if len(name) > _STEM}
    lengths = {name: length for name, length in lengths.items() if length >= len(name) - _ENDING}
    longest = max(lengths.values(), default=0)
    best = [name for name, length in lengths.items() if length == longest]
    return countries[best[0]] if len(best) == 1 else None


def common_prefix_length(one: str, other: str) -> int:
    """Count the initial letters that two words have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def country_code(text: str) -> str | None:
    """Return the ISO 3166 code of the country that `text` names in one of some major languages (CLDR); else None."""
    codes = _codes()
    return codes.get(text.casefold()) or codes.get((country(text) or "").casefold())


def territories(language: str) -> Sequence[tuple[str, str]]:
    """Return the codes (ISO 3166) and names of countries in a language; none for a language that is not in CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return ()
    return [(code, name) for code, name in territories.items() if code in _listed_countries()]


@cache
def regions(language: str) -> Mapping[str, str]:
    """Return the codes (UN M49) and names of continents and their parts; none for a language that is not in CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: names[code] for code in _REGIONS if code in names}


def english_names() -> Mapping[str, str]:
    """Return the English name of each country by its code (ISO 3166)."""
    return _listed_countries()


def is_place(text: str) -> bool:
    """Return whether `text` is the name of a country, or of a city or town of any size; case is ignored."""
    name = text.casefold()
    return name in _countries_folded() or name in _places().towns


def city(text: str) -> str | None:
    """Return `text` if it is the name of a larger city, in this spelling; else None."""
    return text if text in _places().cities else None


@cache
def _countries() -> Mapping[str, str]:
    """Return name -> country. Keys in lower case are for names in any case, other keys for this spelling only."""
    table = tomllib.loads(_FOLDER.joinpath("countries.toml").read_text("utf-8"))
    names = set(_listed_countries().values()) - set(table["unlisted"])
    countries = {name.casefold(): name for name in names}
    countries |= {own.casefold(): own for listed in table["names"].values() for own in listed}
    for name, others in table["english"].items():
        countries |= {other if other.isupper() else other.casefold(): name for other in (name, *others)}
    return countries


_MAJOR_LANGUAGES = "en de fr es it pt nl pl cs da nb sv fi hu ro tr ru uk ar zh ja ko".split()


@cache
def _codes() -> Mapping[str, str]:
    return {name.casefold(): code for language in _MAJOR_LANGUAGES for code, name in territories(language)}


@cache
def _countries_in(language: str) -> Mapping[str, str]:
    return {name.casefold(): name for _, name in territories(language)}


@cache
def _countries_by_stem(language: str) -> Mapping[str, Sequence[str]]:
    """Return the keys of `_countries_in` by their first letters."""
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for name in _countries_in(language):
        by_stem[name[:_STEM]].append(name)
    return by_stem


@dataclass(frozen=True, slots=True)
class _Places:
    """The content of `places.txt`."""

    countries: Mapping[str, str]
    """ISO 3166 code -> English name."""
    cities: frozenset[str]
    """Names of larger cities in Latin letters, also those in other languages."""
    towns: frozenset[str]
    """Names of cities and towns of any size, in lower case."""


@cache
def _places() -> _Places:
    text = _FOLDER.joinpath("places.txt").read_text("utf-8")
    rest, _, towns = text.partition("\n[towns]\n")
    rest, _, cities = rest.partition("\n[cities]\n")
    _, _, countries = rest.partition("\n[countries]\n")
    pairs = (line.split("\t") for line in countries.splitlines())
    return _Places(dict(pairs), frozenset(cities.split("\n")), frozenset(towns.rstrip("\n").split("\n")))


@cache
def _countries_folded() -> frozenset[str]:
    return frozenset(name.casefold() for name in _listed_countries().values())


def _listed_countries() -> Mapping[str, str]:
    return _places().countries
