"""Credit lines: lines of a text that are a byline, a date or a list of keywords, and nothing else. Owns recognizing
them; the patterns are in `credit_patterns`. Names and dates are parsed by `fields`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.extract.text.credit_patterns import byline_pattern, date_pattern, keywords_pattern, separator_patterns
from backfile.fields.credit_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_LENGTH = 200
"""Maximum length of a credit line, in characters."""
_MAX_KEYWORD_WORDS = 4


@dataclass(frozen=True, slots=True)
class Credit:
    """The value of one field in a credit line."""

    field: str
    """Name of the field, as in `fields.FIELDS`."""
    values: tuple[str, ...]
    """The strings as written, without the label of a date."""
    certain: bool = True
    """False for a day without label and time, which is the date of publication only beside a byline."""


def parse_credit_line(line: str) -> tuple[Credit, ...]:
    """Return the credits in `line`, whose parts can be separated by bars; empty unless every part is a credit."""
    if len(line) > _MAX_LENGTH:
        return ()
    bar_or_comma, bar = separator_patterns()
    return _parse_parts(bar_or_comma.split(line)) or _parse_parts(bar.split(line))


def _parse_parts(parts: Sequence[str]) -> tuple[Credit, ...]:
    credits_ = tuple(credit for part in parts if (credit := _parse_part(part)))
    if len(credits_) < len(parts):
        return ()
    signed = any(credit.field == "byline" for credit in credits_)
    return tuple(Credit(credit.field, credit.values, credit.certain or signed) for credit in credits_)


def _parse_part(part: str) -> Credit | None:
    if match := keywords_pattern().fullmatch(part):
        keywords = tuple(keyword.strip(" #.") for keyword in re.split(r"[,;]", match["list"]))
        short = all(keyword and len(keyword.split()) <= _MAX_KEYWORD_WORDS for keyword in keywords)
        return Credit("keywords", keywords) if short else None
    if match := date_pattern().fullmatch(part):
        field = "modified" if match["modified"] else "published"
        return Credit(field, (match["when"],), certain=bool(match["published"] or match["modified"] or match["clock"]))
    return Credit("byline", (part,)) if byline_pattern().fullmatch(part) and not _is_phrase(part) else None


def _is_phrase(part: str) -> bool:
    """Return whether `By …`, `Por …` is a phrase with capitals ("By Popular Demand") rather than a byline."""
    parts = part.split()
    folded = map(str.casefold, parts)
    return not set(words("not_byline")).isdisjoint(folded) or not set(words("not_byline_as_written")).isdisjoint(parts)
