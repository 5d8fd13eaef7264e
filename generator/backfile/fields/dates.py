"""Parser for dates, the only one in the package.

A date is parsed only if the string has day, month and year. A time is used only with its zone; otherwise the result is
the day. If a string has two readings, the language of the article decides, else the string is not parsed. The current
time is never used.

Forms: ISO 8601 (also YYYYMMDD), RFC 5322 and JavaScript's `toString`, seconds or milliseconds since 1970, numeric
dates, dates with the name of the month (`months`), and the number of an agency's report. The regular expressions are in
`date_patterns`; dates of the calendars of Thailand, Iran, Japan and Taiwan are converted (`calendars`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from backfile.article import When
from backfile.fields.calendars import ERA_DAY, from_era, from_solar_hijri, gregorian_year, is_buddhist, is_solar_hijri
from backfile.fields.date_patterns import (
    AGENCY_ID,
    EPOCH,
    ISO,
    TIME,
    VIETNAMESE,
    YEAR_FIRST,
    YEAR_LAST,
    ZONES,
    word_patterns,
)
from backfile.fields.months import month_number, solar_hijri_month
from backfile.markup.plain_text import collapse_spaces, strip_controls

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

FIRST_YEAR, LAST_YEAR = 1600, 2200
"""No periodical is older than the first year; a year after the last is an error, or of another calendar."""

_MONTH_FIRST_LANGUAGES = ("en-US", "en-PH")
_YEAR_FIRST_LANGUAGES = frozenset("hu ja ko lt mn zh".split())
"""Languages that put the year first; if the year is last, the order of day and month is unknown."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_WEEKDAY = 3
"""Letters of the name of a day of the week, which is written as it begins: `Thu`, `Thurs`."""
_MIXED_REGIONS = frozenset("CA PA PH PR US".split())
"""Regions that use both orders, or one in each of their languages."""


def parse_date(text: str, language: str | None = None) -> When | None:
    """Parse a date: a datetime if the text has a time with its zone, else a date; None if it has no whole date.

    `language` is the article's, as BCP 47; it decides about 3/4/2020, and in which language the month is looked up
    first. Only the first 200 characters are used.
    """
    string = collapse_spaces(strip_controls(text))[:200]
    if match := EPOCH.fullmatch(string):
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
    if match := AGENCY_ID.search(string):
        return _make_date(f"20{match[1]}", match[2], match[3])
    if match := ISO.match(string):
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
        return _make_in_calendar(year, month, day, string, language)
    if match := ERA_DAY.search(string):
        return _make_date(*map(str, from_era(match)))
    if match := YEAR_FIRST.search(string):
        return _make_in_calendar(match[1], match[2], match[3], string, language)
    if match := VIETNAMESE.search(string):
        return _make_date(match[3], match[2], match[1])
    if match := YEAR_LAST.search(string):
        return _resolve_numeric(match, language)
    return _parse_words(TIME.sub(" ", string), language)


def _parse_words(string: str, language: str | None) -> date | None:
    """Return the first day with the name of its month."""
    for date_pattern, groups in word_patterns():
        for match in date_pattern.finditer(string):
            year, word, day = (match[group] for group in groups)
            if month := month_number(word.casefold(), (language or "").split("-")[0]):
                return _make_in_calendar(year, month, day, string, language)
            if month := solar_hijri_month(word):
                return from_solar_hijri(int(year), month, int(day))
    return None


def _make_in_calendar(year: str, month: str | int, day: str, string: str, language: str | None) -> date | None:
    """Return a day; `string` and `language` decide whether the year is that of another calendar."""
    if is_buddhist(int(year), string, language):
        return _make_date(str(gregorian_year(int(year))), month, day)
    if is_solar_hijri(int(year), string, language):
        return from_solar_hijri(int(year), int(month), int(day))
    return _make_date(year, month, day)


def _resolve_numeric(match: re.Match[str], language: str | None) -> date | None:
    """Return the day of a numeric date (3/4/2020): the only possible one, else the one that the language decides.

    None if the language does not decide, nor the day of the week before it. With full stops, the day is first.
    """
    first, separator, second, year = match.groups()
    day_first = _make_in_calendar(year, second, first, match.string, language)
    month_first = _make_date(year, first, second)
    if "." in separator or month_first is None or day_first == month_first:
        return day_first
    if day_first is None:
        return month_first
    if named := [day for day in (day_first, month_first) if _names_weekday(match.string[: match.start()], day)]:
        return named[0]
    if language in _MONTH_FIRST_LANGUAGES:
        return month_first
    return day_first if language and _writes_day_first(language) else None


def _names_weekday(text: str, day: date) -> bool:
    """Return whether a text ends with the name of the day of the week of a day, in English: `Tue, `."""
    words = text.replace(",", " ").replace("(", " ").split()
    name = words[-1].strip(".").casefold() if words else ""
    return len(name) >= _SHORTEST_WEEKDAY and _WEEKDAYS[day.weekday()].startswith(name)


def _writes_day_first(language: str) -> bool:
    """Return whether the day is usually first in a language, in its named region or in all of them."""
    primary, *rest = language.split("-")
    region = rest[-1] if rest else ""
    return language != "en" and primary not in _YEAR_FIRST_LANGUAGES and region not in _MIXED_REGIONS


def _add_time(day: date, string: str) -> datetime | None:
    """Return a day with the time in a string; None if the string has no time, or a time without its zone."""
    match = TIME.search(string)
    if match is None:
        return None
    hour, minute, second, fraction, half, sign, zone_hours, zone_minutes, abbreviation = match.groups()
    if sign:
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes or 0)) * (1 if sign == "+" else -1)
    elif abbreviation and abbreviation.lower() in ZONES:
        offset = timedelta(hours=ZONES[abbreviation.lower()])
    else:
        return None
    clock = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    try:
        zone = timezone(offset) if offset else UTC
        return datetime(day.year, day.month, day.day, clock, int(minute or 0), int(second or 0), microsecond, zone)
    except ValueError:
        return None
