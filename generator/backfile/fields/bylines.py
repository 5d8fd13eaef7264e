"""Bylines as found -> names. Owns what is a name in a byline and what is wording, address, initials, place or label
around it; roles are told by `roles`.

Names stay as they are written. Agencies are names. A role ("Staff Writer"), who took the photographs and the
publication itself are authors only where there is no other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.fields.roles import is_role, without_role
from backfile.markup.plain_text import collapse_spaces, strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OPENING = re.compile(
    r"(?:(?:written|reported|posted|published|text|words|story|report|analysis|opinion)\s+by|by|par|por|przez|door)"
    r"\b[\s:]+|(?:authors?|autor(?:in|en|es|a|e)?|auteur|autore|text|texte|texto|von|avtor|yazar|\u0430\u0432\u0442\u043e\u0440"
    r"|\u0442\u0435\u043a\u0441\u0442|\u6587|\u4f5c\u8005|\u8a18\u8005|\uae30\uc790)\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:Authors?|Autor(?:in|en|es|a)?|Auteure?|Autore)\s+(?=[^\W\d_a-z])")
_OPENING_PARTICLE = re.compile(r"(?:von|de|di|da|av|af|od)\s+(?=[^\W\d_])", re.IGNORECASE)
"""Words that open a byline or a surname: they go only before two names ("Von Anna Blum", not "Von Trapp")."""
_NAME_PARTICLES = ("De ", "Di ", "Da ", "Af ")
"""Of these the ones that with a capital open a surname too ("Di Maio Luigi"): they go only where "and" shows prose."""

_PHOTO = r"(?:fotos?|photos?|bild(?:er)?|pictures?|images?|fotograf[i\u00ed]as?|photograph(?:s|y|ies)?)"
_PHOTO_LABEL = re.compile(rf"{_PHOTO}(?:\s*[:\uff1a]|\s+(?:by|par|por)\b)\s*", re.IGNORECASE)
_PHOTO_BEHIND = re.compile(rf"\s*\({_PHOTO}\)$", re.IGNORECASE)
_TEXT = r"(?:texte?|texto|words|story)"
_TEXT_LABEL = re.compile(rf"{_TEXT}\s*[:\uff1a]\s*", re.IGNORECASE)
_TEXT_BEHIND = re.compile(rf"\s*\({_TEXT}(?:\s*(?:und|and|et|y|e|,|&|\+|/)\s*{_PHOTO})?\)", re.IGNORECASE)
_BEFORE_LABEL = re.compile(rf"\s+(?=(?:{_PHOTO}|{_TEXT})\s*[:\uff1a])", re.IGNORECASE)
"""Where "Text: Anna Blum Photos: Jan Wolf" goes on to the next label."""

_ADDRESS = re.compile(
    r"[(\[<]?\s*(?:mailto:)?(?:[^\s@(),;<>]+@[\w.-]+\.\w+|https?://[^\s,;)>\]]+|www\.[^\s,;)>\]]+)\s*[)\]>]?|(?<!\w)@\w+",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_INITIALS = re.compile(r"\s*\(([^\W\d_]{2,5})\.?(?:/[^\W\d_]{2,5})*\)\s*$")
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)")
_LONGEST = 2_000
"""Characters over which a string is no byline."""
_AGENCIES = frozenset(
    (
        *("aap", "afp", "ani", "ansa", "ap", "apa", "belga", "cp", "dpa", "efe", "epd", "ians", "kna", "lusa", "ntb"),
        *("pa", "pap", "pti", "reuters", "ritzau", "sda", "sid", "stt", "tass", "tt", "upi", "xinhua"),
    )
)
_PARTS = re.compile(r"\s*(?:[;|\u2022\u00b7\uff0c\u3001\n]|\s/\s|\s[+&]\s)\s*")
_CONJUNCTION = re.compile(
    r",?\s+(?i:and|und|et|og|och|oder|with|mit|avec|con|com|ve|\u0438|\u0442\u0430|\u03ba\u03b1\u03b9)\s+"
    r"|\s+(?:y|e|i|en|a|ja|\u00e9s|u)\s+"
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|esq|m\.?\s?sc|b\.?\s?a|m\.?\s?a)\.?", re.IGNORECASE)


def split_byline(values: Sequence[str]) -> tuple[str, ...]:
    """Give the names of a byline in their order, each once; empty when nothing in it is a name."""
    names: dict[str, str] = {}
    photographers: set[str] = set()
    for value in values:
        for name, photographed in _names(collapse_spaces(strip_controls(value))) if len(value) <= _LONGEST else ():
            names.setdefault(name.casefold(), name)
            photographers |= {name.casefold()} if photographed else set()
    persons = {folded: name for folded, name in names.items() if not is_role(name)}
    writers = tuple(name for folded, name in persons.items() if folded not in photographers)
    return writers or tuple(persons.values()) or tuple(names.values())


def is_agency(name: str) -> bool:
    """Whether a name in a byline is that of a news agency."""
    return name.casefold() in _AGENCIES


def without_publication(names: Sequence[str], publications: Iterable[str]) -> tuple[str, ...]:
    """Take the publication, or its short form in parentheses, out of the authors where others than agencies stand."""
    own = {form.strip().casefold() for name in publications for form in (name, *_IN_PARENTHESES.findall(name))}
    others = tuple(name for name in names if name.casefold() not in own)
    return others if not all(map(is_agency, others)) else tuple(names)


def _names(byline: str) -> Iterator[tuple[str, bool]]:
    """Give each name, and whether the byline says that it is the photographer's."""
    byline = _TEXT_BEHIND.sub(" ", _ADDRESS.sub(" ", _IDENTIFIER.sub(" ", byline)))
    byline = " ".join(byline.split())
    for opening in (_OPENING, _LABEL):
        if match := opening.match(byline):
            byline = byline[match.end() :]
    for part in _PARTS.split(_BEFORE_LABEL.sub(";", _without_particle(byline))):
        for listed in _without_place(_by_commas(part)):
            bare = _TEXT_LABEL.sub("", listed, count=1) if _TEXT_LABEL.match(listed) else listed
            label = _PHOTO_LABEL.match(bare)
            for name in _by_conjunctions(bare[label.end() :] if label else bare):
                behind = _PHOTO_BEHIND.sub("", name)
                yield from ((found, bool(label) or behind != name) for found in _bare(behind))


def _without_particle(byline: str) -> str:
    """Take off a particle that means "by"; what may be the start of a surname stays."""
    match = _OPENING_PARTICLE.match(byline)
    if match is None or (byline.startswith(_NAME_PARTICLES) and not _CONJUNCTION.search(byline.replace("&", "and"))):
        return byline
    following = byline[match.end() :].split()[:2]
    return byline[match.end() :] if len(following) > 1 and all(word[:1].isupper() for word in following) else byline


def _without_place(pieces: list[str]) -> list[str]:
    """Take off the place from which the persons before it report: one last word that is known as a place."""
    last = pieces[-1] if len(pieces) > 1 else ""
    single = last.isalpha() and last.casefold() not in _AGENCIES and last[:1].isupper() and not _is_acronym(last)
    persons = any(" " in piece and not is_role(piece) for piece in pieces[:-1])
    return pieces[:-1] if single and persons and gazetteer.is_place(last) else pieces


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) < 5


def _by_commas(part: str) -> list[str]:
    """Split at commas, but keep "Blum, Anna" and "John Doe, Jr." whole."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) == 2 and all(_is_word(piece) for piece in pieces):
        return [part.strip()]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _is_word(piece: str) -> bool:
    """Say whether a piece could be half of a name turned round: one capitalised word that is no agency."""
    return " " not in piece and piece[:1].isupper() and not piece.isupper() and piece.casefold() not in _AGENCIES


def _by_conjunctions(part: str) -> list[str]:
    """Split "A and B"; "Science and Environment Desk" is one."""
    pieces = [without_role(piece.strip()) for piece in _CONJUNCTION.split(part) if piece.strip()]
    if any(is_role(piece) for piece in pieces) or not all(_starts_large(piece) for piece in pieces):
        return [part]
    return pieces


def _starts_large(piece: str) -> bool:
    """Say whether a piece may be a name: it does not begin with a small letter (scripts without case pass)."""
    return not piece.strip()[:1].islower()


def _bare(name: str) -> Iterator[str]:
    """Take off what surrounds one name; initials in parentheses go, an agency there is a name of its own."""
    name = name.strip(" ,:-\u2013\u2014\u2022*")
    name = without_role(name)
    agency = None
    if (match := _INITIALS.search(name)) and match.start() > 0:
        if match[1].casefold() in _AGENCIES:
            agency = match[1]
        if agency or match[1].islower():
            name = name[: match.start()].strip()
    if any(char.isalpha() for char in name):
        yield name
    if agency:
        yield agency
