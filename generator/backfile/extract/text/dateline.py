"""The dateline of a text: the place at the beginning of its first paragraph. Owns recognizing it; the words stay in the
paragraph. A place needs evidence: a date beside it, an entry in the gazetteer, or an agency beside a name in capitals.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.extract.text.credit_patterns import month
from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.fields.credit_words import pattern, words

_MAX_LENGTH = 80
"""Maximum length of a dateline with its mark, in characters."""

_WORD = r"[^\W\d_][\w'’.\u0900-\u097f-]{0,30}"
_PLACE = rf"{_WORD}(?:(?:,? |/){_WORD}){{0,4}}?"
_LOWER_CASE_WORDS = frozenset(
    "am an auf bei ob im in der den la le les los las el de del di do da dos du of the upon on sur en".split()
)
"""Words in names of places that are written in lower case: `Frankfurt am Main`."""
_ORDINARY_WORDS = frozenset(
    "reading mobile nice police of bath most split bar same man hit date nancy florence victoria".split()
)
"""Ordinary words and first names that are also names of towns; before a colon or dash they are no dateline."""


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a dateline. Groups: `place`, `day`, `agency` and `mark`."""
    article = rf"(?:(?:{pattern('article')}|{pattern('on', 'en')}) )?"
    number = rf"\d{{1,2}}{pattern('ordinal')}?\.?(?: {pattern('of', 'es')})?"
    day = rf"{article}(?:{number} {month()}|{month()} \d{{1,2}}\.?)(?:,? (?:{pattern('of', 'es')} )?\d{{4}})?"
    return re.compile(
        rf"(?P<place>{_PLACE})(?:,? (?P<day>{day})|, \d{{1,2}}(?= ?\())? ?,? ?(?:\((?P<agency>[^()\d]{{2,40}})\))?"
        r" ?(?P<mark>\.?[-–—]{1,2}|_|:)\s+(?=\S)",
        re.IGNORECASE,
    )


def find_place(paragraph: str) -> str | None:
    """Return the place in the dateline of `paragraph`, as written; None without a dateline."""
    match = _match(paragraph)
    return match["place"] if match else None


def find_dateline(paragraph: str) -> str:
    """Return the whole dateline of `paragraph`, with its mark and the space behind it; empty without a dateline."""
    match = _match(paragraph)
    return match[0] if match else ""


def _match(paragraph: str) -> re.Match[str] | None:
    match = _pattern().match(paragraph[: 2 * _MAX_LENGTH])
    if not match or match.end() > _MAX_LENGTH or not _is_name(match["place"]):
        return None
    place = re.split(r"[,/]", match["place"])[0]
    agency = agencies("news initials words").intersection(re.split(r"\W+", (match["agency"] or "").casefold()))
    listed = gazetteer.is_place(place)
    if match["mark"] != ":" and (match["day"] or (agency and (listed or place.isupper()))):
        return match
    new_sentence = not paragraph[match.end()].islower()
    return match if new_sentence and listed and place.casefold() not in _ORDINARY_WORDS else None


def _is_name(place: str) -> bool:
    """Return whether words can be the name of a place: capitalized, and no notice ("CORRECTION - …")."""
    parts = re.findall(r"[^\W\d_]+", place)
    lower_case = [word for word in parts if word[0].islower() and word not in _LOWER_CASE_WORDS]
    notice = not set(words("notice")).isdisjoint(map(str.casefold, parts))
    return not (lower_case or place[0].islower() or notice)
