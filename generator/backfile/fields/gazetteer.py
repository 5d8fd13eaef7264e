"""Names of countries, cities and towns, read from places.txt at the first question. Owns which names are known, and
what each may be used for; whether a mention in a text means the place is decided by the taggers.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STEM = 4
_ENDING = 3
"""Letters that a case may take from a country's name, or add to it."""


def country(text: str, *, english: bool = True) -> str | None:
    """Give the country that `text` names: in English, or as written where that is its name in another language.

    In an English text adjectives (`Afghan`) and abbreviations give their country too, the latter in capitals only.
    """
    known = _countries(english=english)
    return known.get(text) or (None if text.isupper() else known.get(text.casefold()))


def country_in(text: str, language: str, *, inflects: bool = False) -> str | None:
    """Give the country that `text` names in a language (ISO 639 code), as it is called there (CLDR).

    With `inflects`, a name of one word may stand in another case than the first: `Niemiec` is Niemcy.
    """
    known = _countries_in(language)
    word = text.casefold()
    if word in known or not inflects or " " in text:
        return known.get(word)
    near = (name for name in known if name[:_STEM] == word[:_STEM] and abs(len(name) - len(word)) <= _ENDING)
    same = {name: alike(name, word) for name in near}
    found = [name for name, count in same.items() if len(name) > _STEM and count >= len(name) - _ENDING]
    most = max((same[name] for name in found), default=0)
    best = [name for name in found if same[name] == most]
    return known[best[0]] if len(best) == 1 else None


def alike(one: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def country_code(text: str) -> str | None:
    """Give the ISO 3166 code of the country that `text` names, in any of some widely spoken languages (CLDR)."""
    known = _codes()
    return known.get(text.casefold()) or known.get((country(text) or "").casefold())


def is_place(text: str) -> bool:
    """Whether `text` names a country or a town of any size, case aside."""
    name = text.casefold()
    return name in _countries_folded() or name in _places()[2]


def city(text: str) -> str | None:
    """Give the larger city that `text` names, in its spelling there."""
    return text if text in _places()[1] else None


@cache
def _countries(*, english: bool) -> Mapping[str, str]:
    """Give name -> country. Keys in lower case match any case; the others only as they stand."""
    table = tomllib.loads(resources.files("backfile.fields").joinpath("countries.toml").read_text(encoding="utf-8"))
    names = set(_listed_countries().values()) - set(table["unlisted"])
    known = {name.casefold(): name for name in names}
    known |= {own.casefold(): own for listed in table["names"].values() for own in listed}
    if not english:
        return known
    for name, others in table["english"].items():
        known |= {other if other.isupper() else other.casefold(): name for other in (name, *others)}
    return known


_SPOKEN = "en de fr es it pt nl pl cs da nb sv fi hu ro tr ru uk ar zh ja ko".split()


@cache
def _codes() -> Mapping[str, str]:
    return {name.casefold(): code for language in _SPOKEN for code, name in _territories(language)}


@cache
def _countries_in(language: str) -> Mapping[str, str]:
    return {name.casefold(): name for _, name in _territories(language)}


def _territories(language: str) -> Sequence[tuple[str, str]]:
    """Return the codes and names of countries in a language; none for a language that is not in CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return ()
    return [(code, name) for code, name in territories.items() if code in _listed_countries()]


@cache
def _places() -> tuple[Mapping[str, str], frozenset[str], frozenset[str]]:
    """Return ISO 3166 code -> English name of countries; names of cities, those in other languages too, as they are
    written there in Latin letters; names of towns of any size in lower case.
    """
    text = resources.files("backfile.fields").joinpath("places.txt").read_text(encoding="utf-8")
    rest, _, towns = text.partition("\n[towns]\n")
    rest, _, cities = rest.partition("\n[cities]\n")
    _, _, countries = rest.partition("\n[countries]\n")
    pairs = (line.split("\t") for line in countries.splitlines())
    return dict(pairs), frozenset(cities.split("\n")), frozenset(towns.rstrip("\n").split("\n"))


@cache
def _countries_folded() -> frozenset[str]:
    return frozenset(name.casefold() for name in _listed_countries().values())


def _listed_countries() -> Mapping[str, str]:
    return _places()[0]
