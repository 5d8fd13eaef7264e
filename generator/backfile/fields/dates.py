"""Parser for dates, the only one in the package.

A date is parsed only if the string has day, month and year. A time is used only with its zone; otherwise the result is
the day. If a string has two readings, the language of the article decides, else the string is not parsed. The current
time is never used.

Forms: ISO 8601 (also YYYYMMDD), RFC 5322 and JavaScript's `toString`, seconds or milliseconds since 1970, numeric
dates, and dates with the name of the month (`months`).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

from backfile.article import When
from backfile.fields.credit_words import pattern
from backfile.fields.months import month_number
from backfile.markup.plain_text import collapse_spaces, strip_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_YEAR, LAST_YEAR = 1600, 2200
"""No periodical is older than the first year; a year after the last is an error, or of another calendar."""

_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7, "cet": 1, "cest": 2, "mez": 1, "mesz": 2}
"""Abbreviation of a time zone -> hours from UTC, for those with one meaning (RFC 5322 section 4.3, and central Europe).

Others, such as IST, have several.
"""

_MONTH_FIRST_LANGUAGES = ("en-US", "en-PH")
_YEAR_FIRST_LANGUAGES = frozenset("hu ja ko lt mn zh".split())
"""Languages that put the year first; if the year is last, the order of day and month is unknown."""
_MIXED_REGIONS = frozenset("CA PA PH PR US".split())
"""Regions that use both orders, or one in each of their languages."""

_EPOCH = re.compile(r"(\d{9,10})(\d{3})?")
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d\d)(\d\d))(?:(?:T|\s|$)|(?<=\d{8})(?=\d{4}(?:\d\d)?$))", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:h]|(?<=T\d\d))(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]\.?\s?m\b\.?)?"
    rf"(?:\s*(?:(?:gmt|utc)?\s*([+\u2212-])(\d{{1,2}}):?(\d\d)?|\(?({'|'.join(_ZONES)})(?![\w+-])))?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*(?:[-/.]|年|년\s)\s*(\d{1,2})\s*(?:[-/.]|月|월\s)\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})(\.\s?|[/-])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = r"([^\s\d.,:;/()<>-]{2,20})"


@cache
def _word_patterns() -> tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...]:
    """Return patterns of dates with the name of a month, each with its groups of year, month and day."""
    day = rf"(?<!\d)(\d{{1,2}})(?:{pattern('ordinal')}|\.)?"
    of, of_year, english = pattern("of"), pattern("of_year"), pattern("ordinal", "en")
    year = r"(\d{4})(?!\d)"
    return (
        (re.compile(rf"{day}[\s-]+(?:{of}\s)?{_WORD}\.?,?[\s-]+(?:{of_year}\s)?{year}"), (3, 2, 1)),
        (re.compile(rf"{_WORD}\.?\s+(\d{{1,2}}){english}?,?\s+{year}"), (3, 1, 2)),
        (re.compile(rf"(?<!\d)(\d{{4}})\.?\s+(?:m\.\s)?{_WORD}\.?\s+(\d{{1,2}})(?!\d)"), (1, 2, 3)),
    )


def parse_date(text: str, language: str | None = None) -> When | None:
    """Parse a date: a datetime if the text has a time with its zone, else a date; None if it has no whole date.

    `language` is the article's, as BCP 47; it decides about 3/4/2020, and in which language the month is looked up
    first. Only the first 200 characters are used.
    """
    string = collapse_spaces(strip_controls(text))[:200]
    if match := _EPOCH.fullmatch(string):
        return _from_epoch(int(match[1]), int(match[2] or 0))
    day = _parse_day(string, language)
    if day is None:
        return None
    return _add_time(day, string) or day


def parse_first_date(values: Sequence[str], language: str | None = None) -> When | None:
    """Return the first of `values` that `parse_date` can parse; None when it can parse none."""
    return next((when for value in values if (when := parse_date(value, language))), None)


def _from_epoch(seconds: int, milliseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, milliseconds=milliseconds)


def _make_date(year: str, month: str | int, day: str) -> date | None:
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def _parse_day(string: str, language: str | None) -> date | None:
    """Return the first day in a string; None without one, or if it is not in the calendar."""
    if match := _ISO.match(string):
        return _make_date(match[1], match[2] or match[4], match[3] or match[5])
    if match := _YEAR_FIRST.search(string):
        return _make_date(match[1], match[2], match[3])
    if match := _YEAR_LAST.search(string):
        return _resolve_numeric(match, language)
    string = _TIME.sub(" ", string)
    for date_pattern, groups in _word_patterns():
        for match in date_pattern.finditer(string):
            year, word, day = (match[group] for group in groups)
            if month := month_number(word.casefold(), (language or "").split("-")[0]):
                return _make_date(year, month, day)
    return None


def _resolve_numeric(match: re.Match[str], language: str | None) -> date | None:
    """Return the day of a numeric date (3/4/2020): the only possible one, else the one that the language decides.

    None if the language does not decide. With full stops, the day is first.
    """
    first, separator, second, year = match.groups()
    day_first, month_first = _make_date(year, second, first), _make_date(year, first, second)
    if separator.startswith(".") or month_first is None or day_first == month_first:
        return day_first
    if day_first is None:
        return month_first
    if language in _MONTH_FIRST_LANGUAGES:
        return month_first
    return day_first if language and _writes_day_first(language) else None


def _writes_day_first(language: str) -> bool:
    """Return whether the day is usually first in a language, in its named region or in all of them."""
    primary, *rest = language.split("-")
    region = rest[-1] if rest else ""
    return language != "en" and primary not in _YEAR_FIRST_LANGUAGES and region not in _MIXED_REGIONS


def _add_time(day: date, string: str) -> datetime | None:
    """Return a day with the time in a string; None if the string has no time, or a time without its zone."""
    match = _TIME.search(string)
    if match is None:
        return None
    hour, minute, second, fraction, half, sign, zone_hours, zone_minutes, abbreviation = match.groups()
    if sign:
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes or 0)) * (1 if sign == "+" else -1)
    elif abbreviation and abbreviation.lower() in _ZONES:
        offset = timedelta(hours=_ZONES[abbreviation.lower()])
    else:
        return None
    clock = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    try:
        zone = timezone(offset) if offset else UTC
        return datetime(day.year, day.month, day.day, clock, int(minute), int(second or 0), microsecond, zone)
    except ValueError:
        return None
