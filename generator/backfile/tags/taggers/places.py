"""Places as tags: the dateline, countries, larger cities. Owns when a mention of a place makes it a tag.

Which names are places is left to `fields.gazetteer`. Names that are also ordinary words, or surnames of people in the
article, count only in the dateline.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.tags.capitalized import CapitalRun, find_capital_runs
from backfile.tags.known.countries import country_code, country_label
from backfile.tags.stopwords import NO_NAMES, ORDINARY, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger_input import TaggerInput

_MOST = 3
_ADJECTIVE = re.compile(r"(?:an|ch|ek|ese|i|ic|ish|ss)$")
"""The ending of an English adjective. `Japan` is listed as a name; `US` and `Americans` have none."""
_LEAST_OF_ADJECTIVES = 3
"""Mentions that a country needs which an English article has by its adjective alone, and not in headline or dek."""


def place_of_dateline(dateline: str | None) -> str | None:
    """Return the place of a dateline, without its agency, and not in capitals: `Kabul` for `KABUL (Reuters)`."""
    line = (dateline or "").split("(")[0].strip(" ,-\u2013\u2014:")
    place = line.split(",")[0].strip()
    if not place:
        return None
    return place.title() if place.isupper() and len(place) > 3 else place


def find_dateline(data: TaggerInput) -> Iterator[str]:
    """Yield the place of the dateline."""
    if place := place_of_dateline(data.article.dateline):
        yield place


def find_countries(data: TaggerInput) -> Iterator[str]:
    """Yield the countries that the text mentions repeatedly, by name or adjective, the most frequent first."""
    counts = Counter(data.country_counts)
    in_lead = data.countries_in_lead
    counts.update(data.countries_in_titles & counts.keys())
    repeated = [(code, count) for code, count in counts.most_common() if count > 1]
    codes = [code for code, count in repeated if data.is_about(code in in_lead, count) and _is_named(code, count, data)]
    yield from [country_label(code, data.tags_language) for code in codes][:_MOST]


def _is_named(code: str, count: int, data: TaggerInput) -> bool:
    """Return whether an article names a country or its people, or has its adjective often or in its titles."""
    if data.language != "en" or count >= _LEAST_OF_ADJECTIVES or code in data.countries_in_titles:
        return True
    runs = (*data.capital_runs, *find_capital_runs(data.lead))
    names = {name for run in runs for name in (run.text, run.text.rsplit(" of ", 1)[-1], *run.words)}
    nouns = (name for name in names if country_code(name, "en") or not _ADJECTIVE.search(name))
    return any(country_code(name, "en", adjectives=True) == code for name in nouns)


def find_cities(data: TaggerInput) -> Iterator[str]:
    """Yield the larger cities that the text names at least twice, the most frequent first."""
    runs = [run for run in data.capital_runs if _may_be_city(run, data)]
    excluded = _surnames(data)
    if data.capitalizes_nouns:
        excluded |= {run.text for run in runs if run.has_determiner}
    counts = Counter(run.text for run in runs if run.text not in excluded)
    certain = {run.text for run in runs if not run.starts_sentence}
    repeated = ((name, count) for name, count in counts.most_common() if count > 1 and name in certain)
    names = (name for name, count in repeated if data.is_about(name.split()[-1] in data.lead_words, count))
    yield from [name for name in names if gazetteer.city(name)][:_MOST]


def _may_be_city(run: CapitalRun, data: TaggerInput) -> bool:
    """Return whether a run is short enough for a city, not an ordinary word and not a country."""
    folded = run.text.casefold()
    is_ordinary = folded in ORDINARY or folded in NO_NAMES or folded in data.lowercase_words
    return not is_ordinary and len(run.words) <= _MOST and not gazetteer.country(run.text)


def _surnames(data: TaggerInput) -> set[str]:
    """Return the last words of runs of several words that are not known places, and the last words after a title."""
    runs = data.capital_runs
    names = {run.words[-1] for run in runs if len(run.words) > 1 and not _is_place(run)}
    return names | {run.words[-1] for run in runs if run.words[0].casefold().rstrip(".") in TITLES}


def _is_place(run: CapitalRun) -> bool:
    return bool(gazetteer.country(run.text) or gazetteer.city(run.text) or run.words[0].casefold() in NO_NAMES)
