"""Bylines in Korean. Owns what is before their names, and several names with one title (`김철수·이영희 기자`). What
other bylines can have, too, is left to `bylines`.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.fields.credit_words import alternatives, words

_HANGUL = r"[\uac00-\ud7af]"
NAME = rf"(?<!{_HANGUL}){_HANGUL}{{2,4}}"
SEPARATOR = r"\s?[\u00b7\u318d\u30fb\uff65\u2027\u2219\u22c5\u2022\u119e,/\u3001]\s?"
"""The dots that keyboards and fonts have for the same sign, a comma, or a slash."""
_PUBLICATIONS = "일보|신문|뉴스|방송|통신|경제|타임스|저널|데일리|투데이|닷컴"
_DEPARTMENT_ENDINGS = "부팀국실단"
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추"
)
"""The commonest surnames of Korea (census of 2015, Statistics Korea): those of 98% of its people."""
_WHOLE_NAME = rf"(?<!{_HANGUL})[{_SURNAMES}]{_HANGUL}(?![{_DEPARTMENT_ENDINGS}]){_HANGUL}(?!{_HANGUL})"
"""A surname and a given name of two syllables, and no department such as `정치부`."""

_BETWEEN = re.compile(rf"{SEPARATOR}|\s")


@cache
def _title() -> str:
    return rf"\s?{alternatives(words('name_title', 'ko'))}"


@cache
def _before_names() -> re.Pattern[str]:
    """Return the pattern of what is before names with a title: a label, a place, a publication or a department, as
    `글=`, `[서울=한곶뉴스]`, `곶일보`, `정치부`.
    """
    work = alternatives({*words("text", "ko"), *words("by", "ko"), *words("photo", "ko")})
    before = "|".join(
        (
            r"[\[(][^=\])]{1,20}=[^\])]{1,20}[\])]",
            r"[^=]{1,20}=",
            rf"{_HANGUL}{{1,5}}[{_DEPARTMENT_ENDINGS}]\s",
            rf"(?:{_HANGUL}|[A-Za-z])*(?:{_PUBLICATIONS})\s",
            rf"{work}(?:{SEPARATOR}{work})*[\s=]",
        )
    )
    return re.compile(rf"(?:{before})\s*(?={NAME}(?:(?:{SEPARATOR}|\s){NAME})*{_title()})")


@cache
def _names() -> re.Pattern[str]:
    """Return the pattern of several names with one title."""
    return re.compile(rf"(?:{NAME}(?:{SEPARATOR}{NAME})+|{_WHOLE_NAME}(?:\s{_WHOLE_NAME})+)(?={_title()})")


def part_names(byline: str) -> str:
    """Return a byline without what is before Korean names with a title, and with commas of East Asia between several
    names that share a title.
    """
    if match := _before_names().match(byline):
        byline = byline[match.end() :]
    return _names().sub(lambda names: _BETWEEN.sub("\u3001", names[0]), byline)
