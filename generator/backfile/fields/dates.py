"""Dates as found -> dates as known. Owns every reading of a date in the package.

A date is read only when day, month and year all stand in the string. A time is kept only with its zone; without one the
day alone is known. Where a string can be read in two ways, the page's language decides, or the string is not read.
The clock is never asked.

Forms: ISO 8601 (also YYYYMMDD), RFC 5322 and JavaScript's toString, seconds or milliseconds since 1970, numeric dates,
and dates with the month in words; dateparser knows the words.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from backfile.article import When
from backfile.markup.plain_text import Marks, collapse_spaces, folded, strip_controls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST_YEAR, LAST_YEAR = 1600, 2200
"""No periodical is older; what is later is a mistake or another calendar."""

_LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ru", "uk", "bg", "hr", "sl", "ro", "hu", "tr", "el"),
    *("sv", "da", "nb", "fi", "is", "et", "lv", "lt", "ca", "eu", "gl", "ar", "he", "fa", "hi", "bn", "id", "ms", "sw"),
)
"""Languages in which months are looked up when the page's own does not know the word."""

_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7, "cet": 1, "cest": 2, "mez": 1, "mesz": 2}
"""Zone abbreviations with one meaning (RFC 5322 section 4.3, and central Europe's); IST and the like have several."""

_MONTH_FIRST = ("en-US", "en-PH")
_YEAR_FIRST_IN = frozenset("hu ja ko lt mn zh".split())
"""Languages that put the year first: with the year last, nothing says which number is the day."""
_MIXED = frozenset("CA PA PH PR US".split())
"""Regions in which both orders are in use, or differ from one language to another."""

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
_DAY_WORD_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|\u00ba)?[\s-]+(?:de\s|of\s)?{_WORD}\.?,?[\s-]+(?:del?\s)?(\d{{4}})(?!\d)"
)
_WORD_DAY_YEAR = re.compile(rf"{_WORD}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_YEAR_WORD_DAY = re.compile(rf"(?<!\d)(\d{{4}})\.?\s+(?:m\.\s)?{_WORD}\.?\s+(\d{{1,2}})(?!\d)")


def parse_date(found: str, language: str | None = None) -> When | None:
    """Read a date: a datetime when time and zone are given, a plain date when only the day is, None when not even that.

    `language` is the page's, as BCP 47; it settles what 3/4/2020 means and which language a month's name is in.
    """
    string = collapse_spaces(strip_controls(found))[:200]
    if match := _EPOCH.fullmatch(string):
        return _since_1970(int(match[1]), int(match[2] or 0))
    day = _day(string, language)
    if day is None:
        return None
    return _with_time(day, string) or day


def parse_first_date(values: Sequence[str], language: str | None = None) -> When | None:
    """Return the first of `values` that `parse_date` can parse; None when it can parse none."""
    return next((date for value in values if (date := parse_date(value, language))), None)


def _since_1970(seconds: int, milliseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, milliseconds=milliseconds)


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _day(string: str, language: str | None) -> date | None:
    """Find the one day that a string names."""
    if match := _ISO.match(string):
        return _date(match[1], match[2] or match[4], match[3] or match[5])
    if match := _YEAR_FIRST.search(string):
        return _date(match[1], match[2], match[3])
    if match := _YEAR_LAST.search(string):
        return _numeric(match, language)
    string = _TIME.sub(" ", string)
    for pattern, order in ((_DAY_WORD_YEAR, (3, 2, 1)), (_WORD_DAY_YEAR, (3, 1, 2)), (_YEAR_WORD_DAY, (1, 2, 3))):
        for match in pattern.finditer(string):
            year, word, day = (match[group] for group in order)
            if month := _month(word.casefold(), (language or "").split("-")[0]):
                return _date(year, month, day)
    return None


def _numeric(match: re.Match[str], language: str | None) -> date | None:
    """Read 3/4/2020: by what is possible at all, then by custom. With dots the day comes first everywhere."""
    first, separator, second, year = match.groups()
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if separator.startswith(".") or month_first is None or day_first == month_first:
        return day_first
    if day_first is None:
        return month_first
    if language in _MONTH_FIRST:
        return month_first
    return day_first if language and _writes_day_first(language) else None


def _writes_day_first(language: str) -> bool:
    """Say whether the writers of a language put the day before month and year, as far as custom is one."""
    primary, *rest = language.split("-")
    region = rest[-1] if rest else ""
    return language != "en" and primary not in _YEAR_FIRST_IN and region not in _MIXED


def _with_time(day: date, string: str) -> datetime | None:
    """Add the time of day to a day, if the string gives both a time and its zone."""
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


@lru_cache(maxsize=1024)
def _month(word: str, language: str) -> int | None:
    """Give the month that a word names: in the page's language or English, else in any, if all that know it agree."""
    for likely in (language, "en"):
        if month := _month_in(word, likely):
            return month
    readings = {found for other in _LANGUAGES if (found := _month_in(word, other))}
    return readings.pop() if len(readings) == 1 else None


def _month_in(word: str, language: str) -> int | None:
    return _months(language).get(_fold(word))


@cache
def _months(language: str) -> Mapping[str, int]:
    """Give the words for months in a language, full and short, in every case of grammar; none where nobody knows it."""
    # It takes long to import, and most dates are numbers.
    from dateparser.languages.loader import default_loader

    try:
        words = default_loader.get_locale(language).info
    except ValueError:
        return {}
    return {_fold(word): number for number, name in enumerate(_NAMES, 1) for word in words.get(name, ())}


_NAMES = "january february march april may june july august september october november december".split()


def _fold(word: str) -> str:
    """Return a word in the form of the table of months: without case, combining marks and full stops at its end."""
    return folded(word.rstrip("."), marks=Marks.ALL)
