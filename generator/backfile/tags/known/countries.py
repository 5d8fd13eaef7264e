"""Owns the country that words name, and the name of a country as a tag: in the archive's language, by CLDR.

A name counts in the language of the article and in English. Names in further languages are words or persons too often:
`Gana`, `Siri` and `Cameron` are countries somewhere. Names that are also something else, as `Georgia` is, need a
confirmation in the text. Data beside CLDR and `fields.gazetteer` is in `countries.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.fields import gazetteer
from backfile.tags.words import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backfile.tags.words import WordSequence

_FILE = Path(__file__).with_suffix(".toml")
_MOST_TEXTS = 1 << 13
"""Words for which it is kept whether they name a country: those that begin sentences are in most texts."""
_ADDITION = re.compile(r"\s*\((.+?)\)")


@lru_cache(maxsize=_MOST_TEXTS)
def country_code(text: str, language: str, *, adjectives: bool = False, inflects: bool = False) -> str | None:
    """Return the code (ISO 3166) of the country that `text` names in a language (ISO 639 code) or in English.

    None if it names none. With `adjectives`, an English adjective (`Afghan`) names its country. With `inflects`, `text`
    can be a single word in another grammatical case than the nominative. Names in capitals match in capitals only.
    """
    text = text.replace("\u2019", "'")
    is_listed = text in _all_forms(language) or text.casefold() in _all_forms(language)
    for names in (_names(language), _names("any"), _names("en")) if is_listed else ():
        if code := names.get(text) or (None if text.isupper() and len(text) > 1 else names.get(text.casefold())):
            return code
    if adjectives and (english := gazetteer.country(text)):
        return _english_codes().get(english)
    name = gazetteer.country_in(text, language, inflects=True) if inflects else None
    return _names(language).get(name.casefold()) if name else None


def is_ambiguous(text: str) -> bool:
    """Return whether a name of a country is also another name or word."""
    return text.casefold() in _table()["ambiguous"]


def is_confirmed(text: str, words: WordSequence) -> bool:
    """Return whether an article names the capital or a neighbour of the country with an ambiguous name.

    The words must have the capitals of names: `turkish delight` names no place.
    """
    keys = map(key_of, _table()["ambiguous"][text.casefold()])
    return any(not words.written[place].islower() for key in keys for place in words.places(key))


@cache
def country_label(code: str, language: str) -> str:
    """Return the name of a country as a tag in a language of CLDR; in English where CLDR has none."""
    base = re.split(r"[-_]", language)[0]
    shown = _table()["shown"].get(code, {})
    if base in shown:
        return str(shown[base])
    if base == "en":
        return gazetteer.english_names()[code]
    names = _territories(language)
    return _ADDITION.sub("", names[code]) if code in names else country_label(code, "en")


def _territories(language: str) -> Mapping[str, str]:
    """Return code -> name in a language of CLDR, or in the language without its region."""
    base = re.split(r"[-_]", language)[0]
    return dict(gazetteer.territories(language.replace("-", "_"))) or dict(gazetteer.territories(base))


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return name -> code. Keys in lower case are for names in any case, other keys for this spelling only."""
    names: dict[str, str] = {}
    territories = gazetteer.territories(language) if language != "any" else ()
    additions = [(code, addition) for code, name in territories for addition in _ADDITION.findall(name)]
    # `China` is China, and not the place that is called `Macao (China)`.
    for code, form in (*additions, *((code, _ADDITION.sub("", name)) for code, name in territories)):
        names[form.replace("\u2019", "'").casefold()] = code
    if language == "en":
        names |= {name.casefold(): code for code, name in gazetteer.english_names().items()}
    for code, others in _table()["also"].get(language, {}).items():
        names |= {other if other.isupper() else other.casefold(): code for other in others}
    return {name: code for name, code in names.items() if code not in _unlisted()}


@cache
def _all_forms(language: str) -> frozenset[str]:
    """Return all names by which `country_code` finds a country in a language: most words of a text are none."""
    return frozenset().union(_names(language), _names("any"), _names("en"))


@cache
def _english_codes() -> Mapping[str, str]:
    """Return code by English name, as `gazetteer.country` has names."""
    codes = {name: code for code, name in gazetteer.english_names().items()}
    return codes | {shown["en"]: code for code, shown in _table()["shown"].items() if "en" in shown}


@cache
def _unlisted() -> frozenset[str]:
    """Return the codes of territories that are no subject of their own."""
    return frozenset(_table()["unlisted"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def all_names(language: str) -> Sequence[str]:
    """Return the names of countries in a language, as they are recognized."""
    return tuple(_names(language))
