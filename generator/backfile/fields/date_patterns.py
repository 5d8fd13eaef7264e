"""Regular expressions for dates and times inside a string. Owns their form; `dates` interprets what they match.

Words between the parts of a date are in `credit_words.toml`; names of months are any words here, which `months` looks
up.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.fields.credit_words import pattern

ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
ZONES |= {"pst": -8, "pdt": -7, "cet": 1, "cest": 2, "mez": 1, "mesz": 2}
"""Abbreviation of a time zone -> hours from UTC, for those with one meaning (RFC 5322 section 4.3, and central Europe).

Others, such as IST, have several.
"""

EPOCH = re.compile(r"(\d{9,10})(\d{3})?")
"""Seconds and milliseconds since 1970."""
ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d\d)(\d\d))(?:(?:T|\s|$)|(?<=\d{8})(?=\d{4}(?:\d\d)?$))", re.IGNORECASE
)
_CLOCK = r"(\d{1,2})(?:(?:[:h]|(?<=T\d\d))(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?|(?=\s?[ap]\.?m\b))"
_OFFSET = rf"\(?(?:(?:gmt|utc)?\s*([+\u2212-])(\d{{1,2}}):?(\d\d)?|({'|'.join(ZONES)})(?![\w+-]))"
TIME = re.compile(rf"(?<!\d){_CLOCK}\s*([ap]\.?\s?m\b\.?)?(?:\s*{_OFFSET})?", re.IGNORECASE)
"""Groups: hour, minute, second, fraction, half of the day; sign, hours and minutes of the zone, or its abbreviation."""
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*(?:[-/.]|年|년)\s*(\d{1,2})\s*(?:[-/.]|月|월)\s*(\d{1,2})(?!\d)")
YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})(\.\s?|\s?/\s?|-)(\d{1,2})\2(\d{4})(?!\d)")
VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})(?!\d)", re.IGNORECASE)
AGENCY_ID = re.compile(r"(?<!\w)[a-z]{2,5}:(\d\d)(\d\d)(\d\d)-\d+-\d+")
"""The number of an agency's report, which begins with its day: `dpa:240516-99-53606/3`."""

_YEAR_WORD = "(?:gada|жылғы|жылы|оны)"
"""Behind a year that is before the day: in Latvian, Kazakh and Mongolian."""
_LETTERS = r"[^\s\d.,:;/()<>\u060c\u061b|-]"
_MONTH = rf"((?:كانون|تشرين)\s{_LETTERS}+|[\u0e00-\u0e7f]{{1,4}}\.[\u0e00-\u0e7f]{{1,4}}|{_LETTERS}{{2,20}})"


@cache
def word_patterns() -> tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...]:
    """Return patterns of dates with the name of a month, each with its groups of year, month and day."""
    day = rf"(?<!\d)(\d{{1,2}})(?:{pattern('ordinal')}|\.)?"
    of, of_year, english = pattern("of"), pattern("of_year"), pattern("ordinal", "en")
    year = rf"(?:{pattern('era')}\s?)?(\d{{4}})(?!\d)"
    before_month = rf"(?:{of}\s|d['’])?"
    second_name = rf"(?:\s?/\s?{_LETTERS}{{2,20}})?"
    return tuple(
        (re.compile(form, re.IGNORECASE), groups)
        for form, groups in (
            (
                rf"{day}[\s./-]+{before_month}{_MONTH}{second_name}\.?[,\u060c]?[\s./-]+(?:{of_year}\s)?{year}",
                (3, 2, 1),
            ),
            (rf"{_MONTH}\.?\s+(\d{{1,2}}){english}?,?\s+{year}", (3, 1, 2)),
            (rf"(?<!\d)(\d{{4}})(?:\.?,?|(?:e?ko))\s+(?:m\.\s)?{_MONTH}\.?\s+(\d{{1,2}})(?!\d)", (1, 2, 3)),
            (rf"(?<!\d)(\d{{4}})\.?\s+{_YEAR_WORD}\s+(\d{{1,2}})\.?\s+{_MONTH}", (1, 3, 2)),
            (rf"{day}\s+([\u0e00-\u0e7f.]{{3,14}})\s+(\d{{2}})(?![\d:.]|\s*น\.)", (3, 2, 1)),
        )
    )
