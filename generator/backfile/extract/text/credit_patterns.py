"""Regular expressions for days and times anywhere in a line. Owns their form; the words in them are in
`fields/credit_words.toml`. They are compiled at first use. `dateline`, and the search for repeated metadata of a page,
apply them; lines that are nothing but a date are read by `date_lines`.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.fields.credit_words import pattern

_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}(?: ?[ap]\.?m\.?)?|\d{1,2}\s?h\s?(?:\d{2})?"
_ZONE = r"(?: ?(?:Uhr|Z|UTC|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_NUMERIC = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
_EAST_ASIAN = r"\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"


def month() -> str:
    """Return the expression of the name of a month, or its usual abbreviation, for patterns that ignore case."""
    return rf"{pattern('months')}[^\W\d_]{{0,8}}\.?"


def _day_first() -> str:
    article, ordinal, of = pattern("article"), pattern("ordinal"), pattern("of")
    return rf"(?:{article} )?\d{{1,2}}(?:\.|{ordinal})?(?: {of})? {month()}(?:,| {of})? ?\d{{4}}"


def _month_first() -> str:
    return rf"{month()} \d{{1,2}}{pattern('ordinal', 'en')}?,? \d{{4}}"


@cache
def day_pattern() -> re.Pattern[str]:
    """Return the pattern of a day anywhere in a line, without the day of the week."""
    return re.compile(rf"(?<![\w.])(?:{_NUMERIC}|{_EAST_ASIAN}|{_day_first()}|{_month_first()})(?!\d)", re.IGNORECASE)


@cache
def clock_pattern() -> re.Pattern[str]:
    """Return the pattern of a time of day anywhere in a line."""
    return re.compile(rf"(?<![\w.:])T?(?:{_CLOCK}){_ZONE}(?!\w)", re.IGNORECASE)
