"""Lines that are a date: labels, days of the week, a day, a time, and nothing else. Owns recognizing them, and which
field the date belongs to. The days themselves are found and parsed by `fields`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from backfile.extract.text.line_words import Phrases
from backfile.fields.calendars import ERA_DAY
from backfile.fields.credit_words import words
from backfile.fields.date_patterns import VIETNAMESE, YEAR_FIRST, YEAR_LAST, word_patterns
from backfile.fields.dates import parse_date

_MAX_LENGTH = 120
"""Maximum length of a line that is a date, in characters."""
_MAX_LABEL = 40
_MOST_LABEL_WORDS = 4
"""Words at the end of a text that are compared with labels."""
_DIGIT = re.compile(r"\d|[一二三四五六七八九十]日")
_SEPARATOR = re.compile(
    r"(?:[\s,;:|·•()\[\]/–—>\u3000-\u3002\uff08\uff09\uff0c\uff1a\uff5c\u060c\u200e\u200f.-]|T(?=\d))+"
)
_CLOCK = re.compile(
    r"\d{1,2}(?:[:.\uff1a]\d{2}){1,2}(?:\.\d+)?(?:\s?[aApP]\.?[mM]\b\.?)?(?!\d)"
    r"|\d{1,2}\s?[hH](?:\s?\d{2}(?:\s?min)?)?(?![^\W\d_])|\d{1,2}\s?[aApP]\.?[mM]\b\.?"
    r"|\d{1,2}\s?[時时시](?:\s?\d{1,2}\s?[分분])?(?:\s?\d{1,2}\s?[秒초])?"
)
_EXACT_CLOCK = re.compile(r"\d{1,2}(?::\d{2}|\s?[hH]\s?\d{2}|\s?[aApP]\.?[mM]\b|\s?[時时시])")
_ZONE = re.compile(r"Z(?!\w)|(?:GMT|UTC)?\s?[+\u2212-]\d{1,2}(?::?\d{2})?(?!\d)|[A-Z]{2,4}(?!\w)")
_READINGS = (None, "en-US", "pl", "cs", "fa")
"""Languages in which a string must be a date in one of them: they differ in the order of numbers, months and years."""


@dataclass(frozen=True, slots=True)
class DateInLine:
    """A date in a line."""

    field: str
    """`published` or `modified`."""
    text: str
    """The date as written, with its time, without its label."""
    certain: bool
    """Whether the line has a label or a time."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A label and what belongs to it."""

    label: str = ""
    start: int = -1
    end: int = -1
    has_day: bool = False
    has_clock: bool = False


def parse_date_line(line: str) -> tuple[DateInLine, ...]:
    """Return the dates of which `line` consists; empty if it has other words, or no day with month and year."""
    if len(line) > _MAX_LENGTH or not _DIGIT.search(line):
        return ()
    parts = _split_parts(line)
    if not parts:
        return ()
    if len(parts) > 1 and parts[-1].start < 0 and not parts[-2].label:
        # The label is behind its date.
        parts[-2:] = [replace(parts[-2], label=parts[-1].label)]
    dates = [part for part in parts if part.has_day]
    texts = [_cut(line, part.start, part.end) for part in dates]
    if not all(map(is_date, texts)):
        return ()
    return tuple(
        DateInLine(part.label or "published", text, certain=bool(part.label) or part.has_clock)
        for part, text in zip(dates, texts, strict=True)
    )


def begins_date(line: str) -> bool:
    """Return whether a line begins with a part of a date or its label."""
    return _match_time(line, 0, _Part()) is not None or _phrases().match(line, 0) is not None


def _cut(line: str, start: int, end: int) -> str:
    """Return a piece of a line, with the parenthesis that closes one in it."""
    closes = line[end : end + 1] == ")" and line.rfind("(", start, end) > line.rfind(")", start, end)
    return line[start : end + closes]


def parse_label_line(line: str) -> str | None:
    """Return the field of the date on the next line, `published` or `modified`, if `line` is the label of a date."""
    if len(line) > _MAX_LABEL or _DIGIT.search(line):
        return None
    parts = _split_parts(line)
    return parts[0].label or None if parts and len(parts) == 1 and parts[0].start < 0 else None


def parse_label_at_end(text: str) -> str | None:
    """Return the field of the label of which the last words of a text consist: `Ada Quill, updated:`; None without."""
    words = text.rstrip(" :\uff1a\r\n\t").rsplit(maxsplit=_MOST_LABEL_WORDS)[-_MOST_LABEL_WORDS:]
    tails = (" ".join(words[first:]).strip("(|·,") for first in range(len(words)))
    return next((label for tail in tails if (label := parse_label_line(tail))), None)


def is_clock_line(line: str) -> bool:
    """Return whether `line` is a time of day, and nothing else."""
    if len(line) > _MAX_LABEL or not _DIGIT.search(line):
        return False
    parts = _split_parts(line)
    if not parts or len(parts) > 1 or not parts[0].has_clock or parts[0].has_day or parts[0].label:
        return False
    has_word = any(_kind_of(word) == "clock" for word in re.split(r"[\s\d.:]+", line) if len(word) > 1)
    return has_word or _EXACT_CLOCK.search(line) is not None


def _kind_of(word: str) -> str | None:
    found = _phrases().match(word, 0)
    return found[0] if found and found[1] == len(word) else None


def is_date(text: str) -> bool:
    """Return whether a text has a whole date, in any language."""
    return any(parse_date(text, language) for language in _READINGS)


@cache
def _phrases() -> Phrases:
    lists = [(key, words(key)) for key in ("modified", "published")]
    clock = (*words("clock"), *words("at"))
    other = (*words("on"), *words("article"), *words("of"), *words("of_year"), *words("date_word"))
    return Phrases.make([*lists, ("weekday", words("weekdays")), ("clock", clock), ("other", other)])


def _split_parts(line: str) -> list[_Part] | None:
    """Return the labels of a line with their dates and times; None if the line has other words."""
    parts, part, position = [], _Part(), 0
    while position < len(line):
        if separator := _SEPARATOR.match(line, position):
            position = separator.end()
            continue
        if found := _match_time(line, position, part):
            part, position = found
            continue
        phrase = _phrases().match(line, position)
        if phrase is None:
            return None
        kind, end = phrase
        if kind in ("modified", "published"):
            parts += [part] if part.start >= 0 else []
            part = _Part(label=kind)
        elif kind == "weekday" or (part.start >= 0 and kind == "clock"):
            part = replace(part, start=position if part.start < 0 else part.start, end=end)
        position = end
    return [*parts, part]


def _match_time(line: str, position: int, part: _Part) -> tuple[_Part, int] | None:
    """Return the part of a line with the day, time or zone at a position, and where that ends; None without one.

    A second day without a label of its own is the end of a period, which is no date.
    """
    start = position if part.start < 0 else part.start
    end = 0 if part.has_day else _match_day(line, position)
    if end:
        return replace(part, start=start, end=end, has_day=True), end
    if match := _CLOCK.match(line, position):
        return replace(part, start=start, end=match.end(), has_clock=True), match.end()
    if part.has_clock and (match := _ZONE.match(line, position)):
        return replace(part, end=match.end()), match.end()
    return None


def _match_day(line: str, position: int) -> int:
    """Return where the longest day at a position ends; 0 without one."""
    forms = (ERA_DAY, YEAR_FIRST, YEAR_LAST, VIETNAMESE, *(pattern for pattern, _ in word_patterns()))
    return max((match.end() for form in forms if (match := form.match(line, position))), default=0)
