"""Bylines as found -> names. Owns what is a name in a byline and what is wording, address, initials or role around it.

Names stay as they are written. Agencies are names. A role ("Staff Writer") is one only where there is no other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.clean import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPENING = re.compile(
    r"(?:(?:written|reported|posted|published|text|words|story|report|analysis|opinion)\s+by|by|par|por|przez|door)"
    r"\b[\s:]+|(?:authors?|autor(?:in|en|es|a|e)?|auteur|autore|text|texte|texto|von|avtor|yazar|\u0430\u0432\u0442\u043e\u0440"
    r"|\u0442\u0435\u043a\u0441\u0442|\u6587|\u4f5c\u8005|\u8a18\u8005|\uae30\uc790)\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:Authors?|Autor(?:in|en|es|a)?|Auteure?|Autore)\s+(?=[^\W\d_a-z])")
_OPENING_PARTICLE = re.compile(r"(?:von|de|di|da|av|af|od|av)\s+(?=[^\W\d_])", re.IGNORECASE)
"""Words that open a byline or a surname: they go only before two names ("Von Anna Blum", not "Von Trapp")."""

_ADDRESS = re.compile(
    r"[(\[<]?\s*(?:mailto:)?(?:[^\s@(),;<>]+@[\w.-]+\.\w+|https?://[^\s,;)>\]]+|www\.[^\s,;)>\]]+)\s*[)\]>]?|(?<!\w)@\w+",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_INITIALS = re.compile(r"\s*\(([^\W\d_]{2,5})\.?(?:/[^\W\d_]{2,5})*\)\s*$")
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
_ROLES = re.compile(
    r"\b(?:staff|editors?|editorial|desk|team|correspondents?|reporters?|writers?|columnists?|contributors?|newsroom|bureau|"
    r"admin(?:istrator)?|webmaster|redaktion|redakteur(?:in|e)?|redactie|redacci[\u00f3o]n|r\u00e9daction|redazione|"
    r"reda[ck]c[jt]a|redaktionen|korrespondent(?:in|en)?|journalists?|photographers?|guest|special)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|esq|m\.?\s?sc|b\.?\s?a|m\.?\s?a)\.?", re.IGNORECASE)


def split_byline(values: Sequence[str]) -> tuple[str, ...]:
    """Give the names of a byline in their order, each once; empty when nothing in it is a name."""
    names: dict[str, str] = {}
    for value in values:
        for name in _names(" ".join(plain(value).split())) if len(value) <= _LONGEST else ():
            names.setdefault(name.casefold(), name)
    persons = tuple(name for name in names.values() if not _is_role(name))
    return persons or tuple(names.values())


def _names(byline: str) -> Iterator[str]:
    byline = _ADDRESS.sub(" ", _IDENTIFIER.sub(" ", byline))
    byline = " ".join(byline.split())
    for opening in (_OPENING, _LABEL):
        if match := opening.match(byline):
            byline = byline[match.end() :]
    for part in _PARTS.split(byline):
        for listed in _by_commas(part):
            for name in _by_conjunctions(listed):
                yield from _bare(name)


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
    pieces = [piece for piece in _CONJUNCTION.split(part) if piece.strip()]
    if any(_is_role(piece) for piece in pieces) or not all(_starts_large(piece) for piece in pieces):
        return [part]
    return pieces


def _starts_large(piece: str) -> bool:
    """Say whether a piece may be a name: it does not begin with a small letter (scripts without case pass)."""
    return not piece.strip()[:1].islower()


def _bare(name: str) -> Iterator[str]:
    """Take off what surrounds one name; initials in parentheses go, an agency there is a name of its own."""
    name = name.strip(" ,:-\u2013\u2014\u2022*")
    rest = _OPENING_PARTICLE.sub("", name, count=1) if _OPENING_PARTICLE.match(name) else name
    if rest != name and len(rest.split()) > 1 and all(word[:1].isupper() for word in rest.split()[:2]):
        name = rest
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


def _is_role(name: str) -> bool:
    return _ROLES.search(name) is not None
