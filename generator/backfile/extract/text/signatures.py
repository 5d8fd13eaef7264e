"""Signatures of agencies and editors: `SDA/sep`, `ntv.de, ino/dpa`, `(kas)`. Owns splitting a line into agencies,
initials and publications.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from backfile.extract.text.note_words import folded_words, note_words
from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.tags.stopwords import NO_NAMES

_MAX_LENGTH = 80
_MOST_BLANKS = 8
_MOST_WORDS = 3
"""Maximum number of words in the name of a publication."""
_SEPARATOR = re.compile(r"\s*[/,;+&|]\s*|\s+(?:und|and|et|y|og|och|en|i|e|a|и)\s+")
_INITIALS = re.compile(r"[^\W\d_A-Z]{2,5}|[A-Z][a-z]{0,2}[A-Z]{1,2}[a-z]{0,2}")
_BARE_INITIALS = re.compile(r"[a-zäöüß]{2,3}|[b-df-hj-np-tv-xz]{4}|[A-Z][a-z]{0,2}[A-Z]")
_DOMAIN = re.compile(r"[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,5}")


@dataclass(frozen=True, slots=True)
class Signature:
    """The parts of a signature, as written."""

    agencies: tuple[str, ...]
    initials: tuple[str, ...]
    publications: tuple[str, ...]


def parse_signature(line: str) -> Signature | None:
    """Return the parts of a line that is a signature; None if it has other words, or no certain part.

    Initials alone are a signature in parentheses, with a slash, or as two or three letters that are no word.
    """
    text = line.strip(" .")
    if not 2 <= len(text) <= _MAX_LENGTH or text.count(" ") > _MOST_BLANKS:
        return None
    in_parentheses = text[0] in "([" and text[-1] in ")]"
    text = text.strip("()[] ")
    signature = split_signature(text)
    if signature is None:
        return _parse_publications(text)
    if signature.agencies or (signature.publications and signature.initials):
        return signature
    if signature.publications or not signature.initials or any(map(_is_ordinary, signature.initials)):
        return None
    several = len(signature.initials) > 1 and text.islower() and ("/" in text or ";" in text)
    alone = len(signature.initials) == 1 and (in_parentheses or _BARE_INITIALS.fullmatch(text) is not None)
    return signature if several or alone else None


def _parse_publications(text: str) -> Signature | None:
    """Return the publications of `Wochenblatt / Última Hora`: capitalized names, one with a word for a publication."""
    names = text.split(" / ")
    if len(names) < 2 or not all(len(name.split()) <= _MOST_WORDS for name in names):
        return None
    capitalized = all(part[0].isupper() and part.isalpha() for name in names for part in name.split())
    return Signature((), (), tuple(names)) if capitalized and any(map(_is_publication, names)) else None


def _is_publication(name: str) -> bool:
    last = name.split()[-1].casefold()
    endings = tuple(word[1:] for word in note_words("publication") if word.startswith("*"))
    return last in note_words("publication") or last.endswith(endings)


def split_signature(text: str) -> Signature | None:
    """Return the parts of a text of agencies, initials and domains; None if it has other parts."""
    found: dict[str, list[str]] = {"agency": [], "initials": [], "publication": []}
    for part in _SEPARATOR.split(text):
        kind = _kind_of(part.strip(" ()"))
        if kind is None:
            return None
        found[kind].append(part.strip(" ()"))
    return Signature(tuple(found["agency"]), tuple(found["initials"]), tuple(found["publication"]))


def is_agency_name(text: str) -> bool:
    """Return whether a text is the name of a news or picture agency, or a word for agencies."""
    return text.casefold() in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return agencies("news initials words names pictures generic")


def _kind_of(part: str) -> str | None:
    if is_agency_name(part):
        return "agency"
    if (_DOMAIN.fullmatch(part) and not part.endswith(".")) or _ABBREVIATION.fullmatch(part):
        return "publication"
    first, _, place = part.partition(" ")
    if place and place[:1].isupper() and gazetteer.is_place(place):
        return _kind_of(first)
    return "initials" if _INITIALS.fullmatch(part) else None


def _is_ordinary(word: str) -> bool:
    return word.casefold() in NO_NAMES or word.casefold() in folded_words("not_initials")
