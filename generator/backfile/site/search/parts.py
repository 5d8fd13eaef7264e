"""The parts of a large index: which article is in which, as a function of all articles alone.

The parts are the leaves of a binary tree over the days: its root has all articles with a date, and whatever has too
much is divided by the next bit of the day (year, month, day), in the end by those of the digest of the URL. So one more
article changes the part that it is in, or divides it, and no other. Articles without a date have a tree of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from backfile.site.search.entries import Listed

_YEAR, _MONTH, _DAY, _DIGEST = 14, 4, 5, 16
"""Bits of a key, in their order."""
_DATE = _YEAR + _MONTH + _DAY
_ALL = _DATE + _DIGEST


@dataclass(frozen=True, slots=True)
class Limit:
    """How much can be in one index."""

    articles: int
    letters: int
    """Of what is searched."""

    def permits(self, articles: Sequence[Listed]) -> bool:
        """Return whether articles can be in one index."""
        return len(articles) <= self.articles and sum(article.letters for article in articles) <= self.letters


WHOLE = Limit(2_000, 16_000_000)
"""Of an index that is not divided: making it anew takes little time."""
PART = Limit(600, 2_400_000)
"""Of a part: Pagefind needs at most 400 MB and about 2 seconds for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an index; all of it has an empty name."""

    name: str
    """Of its folder: the days of which its articles are, such as `2016_2019` or `2021-03`; or `undated`."""
    articles: tuple[Listed, ...]


def divide(articles: Sequence[Listed]) -> list[Part]:
    """Return the parts, the newest days first, those without a date last. Articles of a part stay in their order."""
    if WHOLE.permits(articles):
        return [Part("", tuple(articles))]
    dated = [
        (_day_bits(article.row.day) << _DIGEST | _url_bits(article), article) for article in articles if article.row.day
    ]
    undated = [(_url_bits(article), article) for article in articles if not article.row.day]
    return [*_leaves(dated, _ALL, 0, _name_of_days), *_leaves(undated, _DIGEST, 0, _name_of_undated)]


_Keyed = list[tuple[int, Listed]]


def _leaves(keyed: _Keyed, width: int, depth: int, name: Callable[[int, int], str]) -> Iterator[Part]:
    """Yield the parts of articles with keys of `width` bits, of which the first `depth` are the same."""
    if not keyed:
        return
    articles = tuple(article for _, article in keyed)
    if depth == width or PART.permits(articles):
        yield Part(name(keyed[0][0] >> (width - depth), depth), articles)
        return
    bit = 1 << (width - depth - 1)
    for wanted in (bit, 0):
        yield from _leaves([item for item in keyed if item[0] & bit == wanted], width, depth + 1, name)


def _day_bits(day: str) -> int:
    found = date.fromisoformat(day)
    return (found.year << _MONTH | found.month - 1) << _DAY | found.day - 1


def _url_bits(article: Listed) -> int:
    return int.from_bytes(hashlib.sha256(article.row.url.encode()).digest()[:2], "big")


def _name_of_days(prefix: int, depth: int) -> str:
    """Return the first and the last year, month or day of a part, whose key begins with these bits."""
    if depth == 0:
        return "dated"
    days = max(0, _DATE - depth)
    date_prefix = prefix >> max(0, depth - _DATE)
    first, last = date_prefix << days, (date_prefix + 1 << days) - 1
    names = dict.fromkeys(_name_of_day(bits, depth) for bits in (first, last))
    digest = f"_{prefix & (1 << depth - _DATE) - 1:0{depth - _DATE}b}" if depth > _DATE else ""
    return "_".join(names) + digest


def _name_of_day(bits: int, depth: int) -> str:
    year, month, day = bits >> _MONTH + _DAY, (bits >> _DAY & (1 << _MONTH) - 1) + 1, (bits & (1 << _DAY) - 1) + 1
    names = [f"{year:04}", f"{min(month, 12):02}", f"{min(day, 31):02}"]
    return "-".join(names[: 1 + (depth > _YEAR) + (depth > _YEAR + _MONTH)])


def _name_of_undated(prefix: int, depth: int) -> str:
    return f"undated_{prefix:0{depth}b}" if depth else "undated"
