"""Lines that are a time or a reading time: `3 hours ago`, `aktualisiert • 12:56`, `Lesezeit: 5 Minuten`.

Owns recognizing them. A line consists of numbers, clock times and words of `article_notes.toml` alone.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.extract.text.line_words import Phrases
from backfile.extract.text.note_words import note_words
from backfile.fields.credit_words import words

_MAX_LENGTH = 70
_SEPARATOR = re.compile(r"[\s,;:|·•()\[\]/–—>~≈+\u3000-\u3002\uff08\uff09\uff0c\uff1a\uff5c\u060c\u200e\u200f.…-]+")
_CLOCK = re.compile(
    r"\d{1,2}[:\uff1a]\d{2}(?::\d{2})?(?:\s?[aApP]\.?[mM]\b\.?)?(?!\d)|\d{1,2}[.hH]\d{2}(?=\s?[^\W\d_]|$)"
    r"|\d{1,2}\s?[aApP]\.?[mM]\b\.?"
)
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d)?(?!\d)")
_ABBREVIATED = re.compile(r"(?:\d{1,3}|\d{1,2}:\d{2})\s?(?:min|mins|мин|хв|dk)\.?", re.IGNORECASE)
_ZONE = re.compile(r"(?:[A-Z]{2,4}|(?:GMT|UTC)[+-]\d{1,2})(?!\w)")
_ATTACHED_UNIT = re.compile(r"(?<=\d)(?:min|h|m|d|s|w)\b")


def is_time(line: str) -> bool:
    """Return whether a line is a time of day, or a time relative to the present, without a day."""
    kinds = _split(line, _time_phrases())
    if not kinds:
        return False
    if "clock" in kinds:
        return "unit" not in kinds and "number" not in kinds
    # A word for one can also be a unit in another language: `an hour`, `un an`.
    relative = kinds.count("unit") > 1 or ("unit" in kinds and ("number" in kinds or "one" in kinds))
    near = relative and ("after" in kinds or "before" in kinds)
    return near or ("moment" in kinds and "label" in kinds and not relative)


def is_reading_time(line: str) -> bool:
    """Return whether a line is the time that reading the article, or playing its recording, takes."""
    if len(line) > _MAX_LENGTH or not re.search(r"\d", line):
        return False
    if _ABBREVIATED.fullmatch(line.strip(" |·•()")):
        return True
    kinds = _split(line, _reading_phrases())
    has_words = "whole" in kinds or {"reading", "minute"}.issubset(kinds)
    return has_words and ("number" in kinds or "clock" in kinds)


@cache
def _time_phrases() -> Phrases:
    labels = ("label", (*words("published"), *words("modified")))
    listed = [(key, note_words(key)) for key in ("after", "before", "moment", "unit")]
    clock = ("clock word", (*words("clock"), *words("at"), *words("on"), *words("weekdays"), *words("article")))
    return Phrases.make([*listed, labels, ("one", note_words("one")), clock])


@cache
def _reading_phrases() -> Phrases:
    whole = ("whole", note_words("whole"))
    return Phrases.make(
        [whole, ("reading", note_words("reading")), ("minute", (*note_words("minute"), *note_words("unit")))]
    )


def _split(line: str, phrases: Phrases) -> list[str]:
    """Return the kinds of the numbers and phrases of which a line consists; empty if it has others."""
    if len(line) > _MAX_LENGTH:
        return []
    kinds: list[str] = []
    position = 0
    while position < len(line):
        if separator := _SEPARATOR.match(line, position):
            position = separator.end()
            continue
        for kind, shape in (("clock", _CLOCK), ("number", _NUMBER), ("unit", _ATTACHED_UNIT)):
            if match := shape.match(line, position):
                found = (kind, match.end())
                break
        else:
            phrase = phrases.match(line, position)
            zone = _ZONE.match(line, position) if phrase is None and "clock" in kinds else None
            if phrase is None and zone is None:
                return []
            found = phrase or ("zone", zone.end() if zone else position)
        kinds.append(found[0])
        position = found[1]
    return kinds
