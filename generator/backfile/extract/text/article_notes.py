"""Notes: lines about an article that are no prose, such as a reading time, the credit of a picture, an address or the
signature of an agency. Owns which lines are notes, and of which kind.

A note is a whole line of such a shape. Whether a note is part of the article depends on its place in the text; `ending`
and `head_lines` decide it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from backfile.extract.text.author_notes import MAX_AUTHOR_NOTE, find_author
from backfile.extract.text.byline_lines import is_staff_line
from backfile.extract.text.date_lines import parse_date_line
from backfile.extract.text.note_words import note_words
from backfile.extract.text.picture_credits import is_bare_credit, parse_caption, parse_picture_credit
from backfile.extract.text.signatures import is_agency_name, parse_signature
from backfile.extract.text.time_notes import is_reading_time, is_time
from backfile.fields.credit_words import alternatives

_MAX_LENGTH = 200
_MAX_SUPPLY = 160
_MAX_UNNAMED = 80
"""Maximum length of such a line without a name behind its first words, in characters."""
_MOST_PARTS = 5
_YEAR = re.compile(r"1\d{3}|20\d\d")
"""A year alone is more often a heading in a chronicle than a counter."""
_DIGIT = re.compile(r"\d")
_MARKS = re.compile(r"[#@.]")
"""Characters of which an address or a number without digits has one."""
_HAS_BAR = re.compile("[|｜·•]")
_BAR = re.compile(r"\s*[|｜]\s*|\s[·•]\s")
_EDGES = " \t|·•*"
_NUMBER = re.compile(
    r"[\d.,:/%+\u2212\u00d7x-]*\d[\d.,:/%+\u2212\u00d7\s-]*[%x\u00d7]?|[$€£¥₹₽]\s?\d[\d.,\s]*|\d[\d.,\s]*(?:[$€£¥₹₽]|,-)|#\w{2,40}"
)
_ADDRESS = re.compile(
    r"(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S{3,180}|@\w{3,30}|10\.\d{4,9}/\S{3,80})", re.IGNORECASE
)
_PHONE = re.compile(r"(?:\+|00?)[\d\s()/.-]{7,20}\d|\(\d{2,5}\)[\d\s/.-]{5,15}")
_DOMAIN = re.compile(
    r"(?:[a-z\d-]{1,63}\.){1,3}(?:com|org|net|info|news|edu|gov|online|tv|media|at|au|be|bg|br|ca|ch|cl|cn|co|cz|de|dk|ee|es|eu"
    r"|fi|fr|gr|hk|hr|hu|id|ie|il|in|ir|is|it|jp|kr|lt|lu|lv|mx|my|ng|nl|no|nz|pe|ph|pk|pl|pt|ro|ru|se|sg|si|sk|th|tr|tw|ua"
    r"|uk|us|uy|ve|vn|za)(?:/\S*)?"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A line about the article that is no prose."""

    kind: str
    """`time`, `reading time`, `picture credit`, `caption`, `agency signature`, `address`, `number` or `author note`."""
    values: tuple[str, ...] = ()
    """The agencies of a signature, the credit of a picture or the name of an author, as written; else empty."""


@lru_cache(maxsize=4096)
def match_note(line: str) -> Note | None:
    """Return the note that a line is; None for other lines.

    Parts that bars separate can be different notes; the line is then the note of its first part.
    """
    if len(line) > MAX_AUTHOR_NOTE:
        return None
    text = line.strip(_EDGES)
    if not text:
        return None
    if found := _match(text):
        return found
    if len(text) <= _MAX_LENGTH and _HAS_BAR.search(text):
        parts = [part for part in _BAR.split(text) if part]
        notes = [_match(part) for part in parts] if 1 < len(parts) <= _MOST_PARTS else []
        if notes and all(notes):
            return notes[0]
    author = find_author(text)
    return None if author is None else Note("author note", (author,) if author else ())


def _match(text: str) -> Note | None:
    """Return the note that a line or a part of it is, if it is no note about an author."""
    if len(text) <= _MAX_LENGTH and (found := _match_short(text)):
        return found
    credit = parse_caption(text)
    return Note("caption", (credit,)) if credit else None


def _match_short(text: str) -> Note | None:
    """Return the note that a line is, by the first kind of which it has the shape."""
    if kind := _match_numbers(text):
        return Note(kind)
    if credit := parse_picture_credit(text):
        return Note("picture credit", (credit,))
    if signature := parse_signature(text):
        return Note("agency signature", signature.agencies)
    if is_bare_credit(text):
        return Note("picture credit", (text,))
    if is_staff_line(text):
        return Note("agency signature")
    return Note("agency signature", _find_agencies(text)) if _is_supply(text) else None


def _match_numbers(text: str) -> str | None:
    """Return the kind of a line of times, numbers or an address; None for other lines, and for a day."""
    has_digit = _DIGIT.search(text) is not None
    if has_digit and is_reading_time(text):
        return "reading time"
    if is_time(text):
        return "time"
    if not has_digit and not _MARKS.search(text):
        return None
    if text[0] in "+(0123456789" and parse_date_line(text):
        return None
    if _is_address(text):
        return "address"
    if _YEAR.fullmatch(text):
        return None
    return "number" if _NUMBER.fullmatch(text) or _is_price(text) else None


def _is_price(text: str) -> bool:
    return text[0].isdigit() and _price().fullmatch(text) is not None


@cache
def _price() -> re.Pattern[str]:
    return re.compile(rf"\d[\d.,\s]{{0,12}}{alternatives(note_words('currency'))}", re.IGNORECASE)


def _is_address(text: str) -> bool:
    if any(shape.fullmatch(text) for shape in (_ADDRESS, _PHONE, _DOMAIN)):
        return True
    label, colon, address = text.partition(":")
    if not colon or len(label) > 20 or not _contact().fullmatch(label):
        return False
    return any(shape.fullmatch(address.strip()) for shape in (_ADDRESS, _PHONE, _DOMAIN))


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(note_words('contact'))}\.?", re.IGNORECASE)


def _is_supply(text: str) -> bool:
    """Return whether a line names the agencies or persons whose material the article uses."""
    folded = text.casefold().strip("()[] .;")
    if len(folded) > _MAX_SUPPLY or ". " in folded:
        return False
    if folded.startswith(note_words("supply")):
        ends = [len(words) for words in note_words("supply") if folded.startswith(words)]
        return any(not folded[end : end + 1].isalnum() for end in ends) and _names_follow(text, max(ends))
    return folded.endswith(note_words("supplied"))


def _names_follow(text: str, end: int) -> bool:
    """Return whether a name is behind the first `end` characters of a long line; a short line needs none.

    A long sentence can begin with the same words: "Reporting by night, as she did for thirty years, was never safe."
    """
    words = text.strip("()[] .;")[end:].split(maxsplit=1)
    return len(text) <= _MAX_UNNAMED or not words or not words[0][:1].islower() or is_agency_name(words[0].strip(",;"))


def _find_agencies(text: str) -> tuple[str, ...]:
    """Return the names of agencies in a text, each once: the longest at each place."""
    spans = [match.span() for match in re.finditer(r"[^\s,;()/]+", text)]
    found: dict[str, None] = {}
    at = 0
    while at < len(spans):
        for count in (3, 2, 1):
            name = text[spans[at][0] : spans[min(at + count, len(spans)) - 1][1]].rstrip(".")
            if is_agency_name(name):
                found[name] = None
                at += count - 1
                break
        at += 1
    return tuple(found)
