"""Lines that name the owner of the rights: `© 2026 The Canadian Press`. Owns recognizing them, and the number of an
agency's report in such a line.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.extract.text.signatures import is_agency_name
from backfile.fields.credit_words import alternatives, words

_MAX_LENGTH = 160
_MOST_WORDS = 12
_MAX_OWNER = 60
"""Length of the beginning of a line, in characters, in which the year beside a mark of copyright is looked for."""
_LAST_YEAR = re.compile(r"(?<!\w)©\s?(?:19|20)\d\d\.?$")
"""The mark and the year behind the owner, or behind "all rights reserved"."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REPORT = re.compile(
    r"(?:(?P<rights>©\s?[\w.-]{2,40}(?: [\w.-]{1,20}){0,3}),?\s+)?"
    r"(?P<id>[a-z]{2,5}:\d{6}-\d+-\d+(?:/\d+)?)(?:\s*\(\w{2,10}\))?"
)


def parse_report_id(line: str) -> tuple[str, str] | None:
    """Return the rights and the number in a line that is the number of an agency's report; the rights can be empty."""
    if len(line) > _MAX_LENGTH or ":" not in line or "-" not in line:
        return None
    match = _REPORT.fullmatch(line.strip(" ().")) or _REPORT.fullmatch(line.strip())
    return (match["rights"] or "", match["id"]) if match else None


def is_rights_line(line: str) -> bool:
    """Return whether a line names the owner of the rights, behind a mark or word of copyright.

    Beside it, a year, a word of the name of a company, or an agency is needed.
    """
    if len(line) > _MAX_LENGTH:
        return False
    match = _opening().match(line)
    if match is None:
        return _LAST_YEAR.search(line) is not None and re.split(r"\W", line, maxsplit=1)[0].casefold() not in words(
            "photo"
        )
    owner = line[match.end() :].strip(" .|-–,")
    if _has_mark(match[0]) and _YEAR.search(line[:_MAX_OWNER]):
        return True
    if "/" in owner or len(owner.split()) > _MOST_WORDS or not re.search(r"[^\W\d_]", owner) or "?" in owner:
        return False
    if _YEAR.search(line) or _company().search(owner) or is_agency_name(owner):
        return not re.search(r"\w{3}\. |[:;] ", owner) and (
            _has_mark(match[0]) or owner[0].isupper() or owner[0].isdigit()
        )
    has_word = any(word in match[0].casefold() for word in words("rights"))
    return has_word and _has_mark(match[0]) and owner[0].upper() == owner[0]


def _has_mark(opening: str) -> bool:
    return "©" in opening or "(c)" in opening.casefold() or "℗" in opening


@cache
def _company() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(words('company'))}(?!\w)")


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of the marks and words before an owner."""
    mark, word = r"(?:©|\(c\)|℗)", alternatives(words("rights"))
    return re.compile(rf"(?:{mark}\s?(?:{word}\s)?|{word}\s?{mark}\s?|{word}\s(?:by\s)?)", re.IGNORECASE)
