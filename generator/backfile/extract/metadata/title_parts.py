"""Parts of titles. Owns the forms in which two strings are compared as headlines, and the marks that sites set between
a headline and what they add to it: their name, a section, an author, a kicker.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\uff5c\u3163\u2502\u00a6"), "|"),
    **dict.fromkeys(map(ord, "\u2022\u2219\u22c5"), "\u00b7"),
    **dict.fromkeys(map(ord, "\u22c6\u2605"), "*"),
    0xFF1A: ":",
    0xFE55: ":",
    0xFF0F: "/",
    0xFF3F: "_",
    0xA0: " ",
}
"""Forms of one mark -> the mark that stands for all; the length of a string does not change."""
_SHORTENED_FORMS: dict[int, str | None] = _FORMS | dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f"))
"""The same, and nothing for invisible characters."""
_SEPARATOR = re.compile(
    r"\s+(?:-{1,3}|//|[*~/@>+\u00b7\u2039\u203a\u2190\u2192]|::?|\"|<)\s+"  # marks of words, between spaces
    r"|\s*(?:\||::|\u00b7(?=\s)|(?<=\s)\u00b7|_|-{2,3})\s*"  # marks that words do not contain
    r"|\s*:\s+|\s*[|:_]\s*(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    r"|,\s+|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af)])\s*-\s*"
    r"|\s*-\s*(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
)
"""A mark between parts, in normal form: `X | Site`, `X - Site`, `Site: X`, `X * Site`, `X-section|Site`."""
_NOT_OF_WORD = re.compile(
    r"[\x00-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u2190-\u27bf\u3000-\u3004\u3008-\u3020"
    r"\u30fb\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
"""Spaces, punctuation and symbols; combining marks, which belong to letters, are not among them."""
_BRACKETED = re.compile(r"(?s)(.*\S)\s*[(\[\uff08\u3010]([^()\[\]]*)[)\]\uff09\u3011]$")
_BRACKETED_FIRST = re.compile(r"(?s)[(\[\uff08\u3010]([^()\[\]]*)[)\]\uff09\u3011]\s*(\S.*)")
_LONGEST = 500
_MOST_PARTS = 12
_MOST_SECTION_WORDS = 3
OUTLET_END = re.compile(
    "(?:\u7f51|\u7db2|\u65b0\u95fb|\u65b0\u805e|\u65e5\u62a5|\u65e5\u5831|\u65f6\u62a5|\u6642\u5831|\u665a\u62a5|\u65e9\u62a5"
    "|\u65e5\u5831|\u30cb\u30e5\u30fc\u30b9|\uc2e0\ubb38|\uc77c\ubcf4|\ub274\uc2a4)$"
)
"""Ends of names of East Asian publications: net, newspaper, daily, times, news."""
_OF_SITE_ONLY = re.compile(r"\s\u00ab\s(?=[^\u00bb]*$)|\s*[_\uff3f]\s*(?=[^_\uff3f]*$)")
"""Marks before the site's name that no headline has: `«` that does not open a quotation, as old WordPress sets it; `_`
as Chinese sites do.
"""
SITE_BEFORE = '"'
"""The normal form of the mark `»`, before which titles have the name of the site."""
_OF_PATH = frozenset((SITE_BEFORE, ">", "\u203a"))
_WEAK = frozenset((":", ","))
"""Marks that also belong to headlines: without further evidence nothing is removed at them."""


class Rest(NamedTuple):
    """A text beside a headline, in a longer string."""

    text: str
    mark: str
    """The mark between both, without spaces; empty for brackets."""
    is_before: bool = False

    @property
    def is_weak(self) -> bool:
        """Return whether the mark alone does not show that the text is no part of the headline."""
        return self.mark in _WEAK

    @property
    def is_kicker(self) -> bool:
        """Return whether it has the form of a kicker before the headline: `Harbour: Pier mended`."""
        return self.mark == ":" and self.is_before


@lru_cache(maxsize=1_024)
def normal_form(text: str) -> str:
    """Return a string on one line in small letters, without differences of quotes, dashes, bars and dots."""
    text = text[:_LONGEST]
    if not text.isascii():
        text = text.translate(_SHORTENED_FORMS).casefold()
    return " ".join(text.lower().split())


@lru_cache(maxsize=1_024)
def headline_key(text: str) -> str:
    """Return the letters and digits of a string: equal for two spellings of a headline. Any string has a key."""
    form = normal_form(text)
    return _NOT_OF_WORD.sub("", form) or form


def find_rests(longer: str, headline: str) -> tuple[Rest, ...] | None:
    """Return the texts before and after a headline in a longer string, without empty ones; None if it is not a part.

    In: both in normal form. The headline is a part if marks or the ends of the string are on both sides.
    """
    at = longer.find(headline) if headline and longer != headline else -1
    if at < 0:
        return None
    end = at + len(headline)
    before = next((mark for mark in _SEPARATOR.finditer(longer, 0, at + 1) if mark.end() == at), None)
    after = _SEPARATOR.match(longer, end)
    rests = []
    if at and before is None:
        return None
    if before is not None:
        rests.append(Rest(longer[: before.start()], before[0].strip(), is_before=True))
    if after is not None:
        rests.append(Rest(longer[after.end() :], after[0].strip()))
    elif end < len(longer):
        bracket = _BRACKETED.fullmatch(longer)
        if bracket is None or bracket.end(1) != end:
            return None
        rests.append(Rest(bracket[2], ""))
    return tuple(rest for rest in rests if rest.text)


def remove_names(
    title: str, is_name: Callable[[str], bool], *, only_last: bool = False, keeps_first: bool = False
) -> str:
    """Return a title without the names at its ends, each with the mark beside it; never an empty string.

    In: a title; a function that returns whether a text is such a name. Everything after a name in the middle goes, too.
    With `only_last`, only names at the end are removed, and no name after a colon; at the beginning those before marks
    of a path (`Harbour > Pier mended`). With `keeps_first`, none at the beginning is.
    """
    text = title
    if len(text) > _LONGEST:
        return text
    while True:
        shorter = _remove_one(text, is_name, only_last=only_last, keeps_first=keeps_first)
        if shorter == text or not headline_key(shorter):
            return text
        text = shorter


def remove_section(title: str) -> str:
    """Return a title without the last part, if it is short and its mark is not one of sentences: `X | City News`.

    In: a title from which the name of the site was removed. Sites put a section between both.
    """
    marks = [mark for mark in _SEPARATOR.finditer(title.translate(_FORMS)) if mark.start()]
    if not marks or len(title[marks[-1].end() :].split()) > _MOST_SECTION_WORDS:
        return title
    is_bar = marks[-1][0].strip() in ("|", "_") or marks[-1][0] == "-"
    return title[: marks[-1].start()].rstrip() if is_bar else title


def remove_outlet(title: str) -> str:
    """Return a title of the head without a last part that its mark, or its last word, shows to be the site's.

    In: a title in which no name of the site was found. Example: `X « Tide Post`, `X｜港の新聞`.
    """
    marks = [mark for mark in _SEPARATOR.finditer(title.translate(_FORMS)) if mark.start()]
    if not marks or len(title) > _LONGEST:
        return title
    if OUTLET_END.search(title) and marks[-1][0].strip() in ("|", "_", "-"):
        return title[: marks[-1].start()].rstrip()
    mark = _OF_SITE_ONLY.search(title)
    is_east_asian = mark is not None and (mark[0].strip() == "\u00ab" or not title.isascii())
    return title[: mark.start()].rstrip() if mark is not None and mark.start() and is_east_asian else title


def _remove_one(text: str, is_name: Callable[[str], bool], *, only_last: bool, keeps_first: bool) -> str:
    """Return a title without the first name that is found: at its end, at its beginning, in the middle, in brackets."""
    marks = list(_SEPARATOR.finditer(text.translate(_FORMS)))[-_MOST_PARTS:]
    strong = [mark for mark in marks if mark[0].strip() not in _WEAK]
    last = strong if only_last else [mark for mark in marks if mark[0].strip() != "," or " " in text[mark.end() :]]
    for mark in reversed(last):
        if mark.start() and is_name(text[mark.end() :]):
            return text[: mark.start()].rstrip()
    first = [mark for mark in strong if mark[0].strip() in _OF_PATH] if only_last else marks
    for mark in [] if keeps_first else first:
        if mark.start() and mark.end() < len(text) and mark[0].strip() != "," and is_name(text[: mark.start()]):
            return text[mark.end() :].lstrip()
    return text if only_last else _remove_inner(text, strong, is_name)


def _remove_inner(text: str, marks: list[re.Match[str]], is_name: Callable[[str], bool]) -> str:
    """Return a title without a name between two marks and all after it, or without a name in brackets."""
    for mark, next_mark in pairwise(marks):
        if is_name(text[mark.end() : next_mark.start()]):
            return text[: mark.start()].rstrip()
    for pattern, name, rest in ((_BRACKETED, 2, 1), (_BRACKETED_FIRST, 1, 2)):
        if (match := pattern.fullmatch(text)) and is_name(match[name]):
            return match[rest]
    return text
