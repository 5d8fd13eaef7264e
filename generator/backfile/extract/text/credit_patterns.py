"""Regular expressions for days, times, bylines and labels in lines of text. Owns their form; the words in them are in
`fields/credit_words.toml`. They are compiled at first use. `credit_lines` and `dateline` apply them.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.fields.credit_words import pattern

_NAME = r"[^\W\d_a-zà-öø-ÿ][^\W\d_'’]*(?:['’-][^\W\d_]+)*\.?"
_PARTICLE = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ben|zu|ter|te) |[dDlLO]['’]|al-)"
_PERSON = rf"(?:{_PARTICLE}*{_NAME})(?: {_PARTICLE}*{_NAME}){{1,4}}"

_WEEKDAY = r"(?:[^\W\d_]{2,11}\.?,? )?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}(?: ?[ap]\.?m\.?)?|\d{1,2}\s?h\s?(?:\d{2})?"
_ZONE = r"(?: ?(?:Uhr|Z|UTC|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_NUMERIC = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
_EAST_ASIAN = r"\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
_BAR = r"\s+[|·•]\s+"


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


@cache
def byline_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that is a byline: its opening, the names, and a role behind them."""
    opening = rf"(?:{pattern('line_by')}\s|{pattern('line_label')}\s?:\s)"
    conjunction = rf"(?:, | {pattern('line_and')} | & )"
    return re.compile(rf"{opening}\s*{_PERSON}(?:{conjunction}{_PERSON})*(?:, [^\W\d_][\w .&-]{{1,40}})?")


@cache
def date_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that is a date. Groups: `when`, `clock` and the label, `published` or `modified`."""
    label = rf"(?:(?P<published>{pattern('published')})|(?P<modified>{pattern('modified')}))(?: {pattern('on')})?"
    day = rf"{_NUMERIC}|{_WEEKDAY}{_day_first()}|{_WEEKDAY}{_month_first()}"
    clock = rf"(?:,|T| -| –| \||)? ?(?:{pattern('at')} )?(?:{_CLOCK}){_ZONE}"
    return re.compile(rf"(?:{label}\s?:?\s+)?(?P<when>(?:{day})(?P<clock>{clock})?)", re.IGNORECASE)


@cache
def keywords_pattern() -> re.Pattern[str]:
    """Return the pattern of a line of keywords. Group: `list`."""
    return re.compile(rf"{pattern('keywords')}\s?:\s+(?P<list>\S.*)", re.IGNORECASE)


@cache
def separator_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of separators in a line: bars and commas before the label of a date; bars only."""
    label = rf"(?:{pattern('published')}|{pattern('modified')})(?: {pattern('on')})?\s?:?\s+\S"
    return re.compile(rf"{_BAR}|,\s+(?={label})", re.IGNORECASE), re.compile(_BAR)
