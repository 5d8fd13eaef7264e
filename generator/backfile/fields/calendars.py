"""Calendars other than the Gregorian one in which publications print dates. Owns recognizing their years, and the
conversion of their days.

The years of Japanese eras and of the Republic of China are counted from the first year of the era. The Thai solar
calendar differs in the number of the year only. The solar Hijri calendar of Iran has its own months; its leap years
follow a cycle of 33 years, which is right for the years that are accepted.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_BUDDHIST_YEARS = range(2400, 2701)
_YEARS_AHEAD = 543
"""The number of a Thai year minus that of the Gregorian year."""
_SOLAR_HIJRI_YEARS = range(1250, 1500)
_FIRST_OF_1404 = date(2025, 3, 21)
"""The first day of the solar Hijri year 1404."""
_LEAP_IN_CYCLE = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_SHORT_BUDDHIST_YEARS = range(30, 100)
"""Two digits of a Thai year of this century and the one before: 62 for 2562."""
_FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民國": 1912, "民国": 1912}
"""Era of Japan or of the Republic of China -> its first year."""
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
ERA_DAY = re.compile(
    rf"(?:中華|中华)?(?:({'|'.join(_FIRST_YEARS)})\s?(元|\d{{1,3}}|[一二三四五六七八九十]{{1,3}})|([〇零一二三四五六七八九]{{4}}))\s?年"
    rf"\s?({_NUMBER})\s?月\s?({_NUMBER})\s?日"
)
"""A day with the year of an era, or with all numbers in Chinese characters: `令和元年5月1日`, `二〇一九年四月四日`."""
_DIGITS = {character: str(digit) for digit, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_THAI = re.compile("[\u0e00-\u0e7f]")
_PERSIAN_YEAR = re.compile("[\u06f0-\u06f9]{4}")
"""Four of the digits of Persian, which Arabic does not have."""


def is_buddhist(year: int, string: str, language: str | None) -> bool:
    """Return whether a year is one of the Thai calendar: the article or the string with the date is in Thai."""
    is_thai_year = year in _BUDDHIST_YEARS or year in _SHORT_BUDDHIST_YEARS
    return is_thai_year and (_is_in(language, "th") or _THAI.search(string) is not None)


def is_solar_hijri(year: int, string: str, language: str | None) -> bool:
    """Return whether a year is one of the calendar of Iran: the article, or the year in the string, is in Persian."""
    return year in _SOLAR_HIJRI_YEARS and (_is_in(language, "fa") or _PERSIAN_YEAR.search(string) is not None)


def _is_in(language: str | None, primary: str) -> bool:
    """Return whether a language tag has a primary language."""
    return (language or "").split("-")[0] == primary


def gregorian_year(year: int) -> int:
    """Return the Gregorian year of a year of the Thai calendar."""
    return (year + 2500 if year in _SHORT_BUDDHIST_YEARS else year) - _YEARS_AHEAD


def from_era(match: re.Match[str]) -> tuple[int, int, int]:
    """Return the Gregorian year, month and day of a match of `ERA_DAY`; they may be no day of the calendar."""
    era, in_era, written, month, day = match.groups()
    if era is None:
        year = int("".join(_DIGITS[character] for character in written))
    else:
        year = _FIRST_YEARS[era] - 1 + (1 if in_era == "元" else _read_number(in_era))
    return year, _read_number(month), _read_number(day)


def _read_number(text: str) -> int:
    """Return a number below 100 in digits or in Chinese characters: `二十三`; other characters count as nothing."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0"))


def from_solar_hijri(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian date of a day of the calendar of Iran; None if the calendar has no such day."""
    if year not in _SOLAR_HIJRI_YEARS or not 1 <= month <= 12 or not 1 <= day <= _days_in(year, month):
        return None
    years = sum(365 + _is_leap(other) for other in range(min(year, 1404), max(year, 1404)))
    before = sum(_days_in(year, other) for other in range(1, month))
    return _FIRST_OF_1404 + timedelta(days=(years if year > 1404 else -years) + before + day - 1)


def _days_in(year: int, month: int) -> int:
    return 31 if month < 7 else 30 if month < 12 else 29 + _is_leap(year)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_IN_CYCLE
