"""Credit lines: lines of a text that are a byline, a date, a source or another field, and nothing else.

Owns putting the fields of a line together. Each kind of line has its module: `date_lines`, `byline_lines`,
`rights_lines`, `signatures`. Names and dates are parsed by `fields`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from backfile.extract.text.article_notes import match_note
from backfile.extract.text.byline_lines import find_opening, has_opening, parse_byline
from backfile.extract.text.date_lines import begins_date, parse_date_line
from backfile.extract.text.line_words import Phrases
from backfile.extract.text.person_names import has_given_name, is_role_line, looks_like_name
from backfile.extract.text.picture_credits import has_picture_agency, is_credit
from backfile.extract.text.rights_lines import is_rights_line, parse_report_id
from backfile.extract.text.signatures import parse_signature, split_signature
from backfile.extract.text.time_notes import is_time
from backfile.fields.credit_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_LENGTH = 200
"""Maximum length of a credit line, in characters."""
_MAX_VALUE = 80
_MAX_DATE = 60
_MAX_KEYWORD_WORDS = 4
_BAR = re.compile(r"\s*[|｜]\s*|\s+[·•]\s+|\s{3,}|\t")
_HAS_BAR = re.compile(r"[|｜·•\t]|\s{3}")
_DASH = re.compile(r"\s+[–—-]\s+")
_DIGIT = re.compile(r"\d")
_EDGES = " \t|·•*–—"


@dataclass(frozen=True, slots=True)
class Credit:
    """The value of one field in a credit line."""

    field: str
    """Name of the field, as in `fields.FIELDS`."""
    values: tuple[str, ...]
    """The strings as written, without the label of a date, a source or a section."""
    certain: bool = True
    """False for a day without label and time, which is the date of publication only beside a byline."""


@lru_cache(maxsize=4096)
def parse_credit_line(line: str) -> tuple[Credit, ...]:
    """Return the credits in `line`, whose parts can be separated by bars; empty unless every part is a credit.

    Beside a credit a part can also be a note about the article (`article_notes`), such as its reading time.
    """
    if len(line) > _MAX_LENGTH:
        return ()
    text = line.strip(_EDGES)
    if found := _parse_part(text):
        return found
    if _HAS_BAR.search(text) and len(parts := _BAR.split(text)) > 1:
        return _parse_parts(parts)
    if not _DIGIT.search(text):
        return ()
    if len(parts := _DASH.split(text)) > 1 and (found := _parse_parts(parts)):
        return found
    return _split_byline_and_date(text)


def _parse_parts(parts: Sequence[str]) -> tuple[Credit, ...]:
    """Return the credits of all parts; empty if a part is neither a credit nor a note."""
    parts = [part for part in (part.strip(_EDGES) for part in parts) if part]
    has_role = any(map(is_role_line, parts))
    is_person = looks_like_name if has_role else has_given_name
    found: list[Credit] = []
    for part in parts:
        credits_ = _parse_part(part)
        if not credits_ and is_person(part):
            credits_ = (Credit("byline", (part,), certain=False),)
        if not credits_ and not is_role_line(part) and match_note(part) is None:
            return ()
        found += credits_
    if not has_role and not any(credit.certain or credit.field in ("published", "modified") for credit in found):
        return ()
    signed = any(credit.field == "byline" for credit in found)
    return tuple(Credit(credit.field, credit.values, credit.certain or signed or has_role) for credit in found)


def _split_byline_and_date(text: str) -> tuple[Credit, ...]:
    """Return the credits of a byline with a date before or behind it, without a bar between them."""
    if begins_date(text) and (start := find_opening(text)):
        before, behind = text[:start].strip(_EDGES + ",;"), text[start:]
        if (byline := parse_byline(behind)) and (dates := _parse_dates(before, signed=True)):
            return (*dates, Credit("byline", (byline,)))
    if begins_date(text) and (dates := _split_off_time(text)):
        return dates
    if not has_opening(text):
        return ()
    for match in re.finditer(r"[\s,;]+", text):
        before = text[: match.start()].strip(_EDGES)
        if (byline := parse_byline(before)) and (dates := _parse_dates(text[match.end() :].strip(_EDGES), signed=True)):
            return (Credit("byline", (byline,)), *dates)
    return ()


def _split_off_time(text: str) -> tuple[Credit, ...]:
    """Return the dates of a line that ends with a time relative to the present: `14/05/2025 Updated 3 hours ago`."""
    for space in re.finditer(r"\s+", text[:_MAX_DATE]):
        if is_time(text[space.end() :].strip(_EDGES)) and (dates := _parse_dates(text[: space.start()].strip(_EDGES))):
            return dates
    return ()


def _parse_part(part: str) -> tuple[Credit, ...]:
    if (dates := _parse_dates(part)) or (dates := _parse_report(part)):
        return dates
    if labelled := _parse_labelled(part):
        return (labelled,)
    if byline := parse_byline(part):
        return (Credit("byline", (byline,)),)
    if is_rights_line(part):
        return (Credit("rights", (part,)),)
    signature = parse_signature(part) if len(part) <= _MAX_VALUE and "." in part else None
    return (Credit("source", signature.publications),) if signature and signature.publications else ()


def _parse_dates(part: str, *, signed: bool = False) -> tuple[Credit, ...]:
    return tuple(Credit(date.field, (date.text,), date.certain or signed) for date in parse_date_line(part))


def _parse_report(part: str) -> tuple[Credit, ...]:
    if (report := parse_report_id(part)) is None:
        return ()
    rights, number = report
    return (*((Credit("rights", (rights,)),) if rights else ()), Credit("published", (number,)))


@cache
def _labels() -> Phrases:
    return Phrases.make((field, words(field)) for field in ("keywords", "source", "section"))


def _parse_labelled(part: str) -> Credit | None:
    """Return the credit of a label, a colon and a value; None for other lines."""
    inner = part[1:-1] if part[:1] == "(" and part[-1:] == ")" else part
    label, colon, value = inner.replace("：", ":", 1).partition(":")
    label, value = label.strip(), value.strip()
    if not colon or not value or len(label) > 30:
        return None
    found = _labels().match(label, 0)
    if found is None or found[1] < len(label):
        return None
    if found[0] == "source":
        return _make_source(value)
    separator = r"[,;、，]" if found[0] == "keywords" else r">|/|›"
    pieces = tuple(piece.strip(" #.") for piece in re.split(separator, value))
    short = all(piece and len(piece.split()) <= _MAX_KEYWORD_WORDS for piece in pieces)
    if found[0] == "section":
        short = short and value[-1] not in ".!?:" and value[0].upper() == value[0] and len(pieces) < 4
        return Credit("section", (value,)) if short else None
    return Credit("keywords", pieces) if short else None


def _make_source(value: str) -> Credit | None:
    """Return the source: the publications of a signature, else the value if it is a name and no picture credit."""
    if len(value) > _MAX_VALUE or has_picture_agency(value):
        return None
    signature = split_signature(value.rstrip(" "))
    if signature and signature.publications:
        return Credit("source", signature.publications)
    return Credit("source", (value,)) if signature or is_credit(value) else None
