"""Headline of a page. Owns choosing among the strings that structured data, meta elements, heading and title element
have for the headline, and removing the site's name from them. Every string that it returns is a part of the page.

The right headline is nearly always on the page, but no single place always has it. Therefore each place counts as a
vote: the spelling with most votes is used, and "Headline | Site" counts as a vote for "Headline".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUOTES = str.maketrans("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", '\'\'\'\'"""""--')
_SUFFIX = re.compile(r"\s*(?:[|\uff5c\u00b7\u2022\u00bb:\uff1a/]|\s[-\u2013\u2014~])\s*\S")
"""Separator between a headline and what sites append: a bar or dot, or a dash with a space before it."""


def rank_headlines(candidates: Sequence[FieldCandidate], sources: Iterable[str]) -> tuple[FieldCandidate, ...]:
    """Return the headline candidates without the site's name, sorted by votes, then in their order.

    In: candidates with one string each; the names of the publication.
    """
    bare = [FieldCandidate((_remove_source(item.values[0], sources),), item.via) for item in candidates]
    keys = [_normalize(item.values[0]) for item in bare]
    votes: dict[str, set[str]] = {}
    for item, key in zip(bare, keys, strict=True):
        for other in keys:
            if key == other or _is_extended(key, other):
                votes.setdefault(other, set()).add(item.via)
    order = sorted(range(len(bare)), key=lambda index: (-len(votes[keys[index]]), index))
    return tuple(bare[index] for index in order)


def is_same_headline(one: str, other: str) -> bool:
    """Return whether two strings are equal except for case, spacing and the forms of quotes and dashes."""
    return _normalize(one).replace(" ", "") == _normalize(other).replace(" ", "")


def _normalize(headline: str) -> str:
    return " ".join(headline.replace("\u00ad", "").translate(_QUOTES).casefold().split())


def _is_extended(longer: str, shorter: str) -> bool:
    """Return whether `longer` is `shorter` with a suffix of the kind that sites append."""
    return bool(shorter) and longer.startswith(shorter) and _SUFFIX.match(longer, len(shorter)) is not None


def _remove_source(headline: str, sources: Iterable[str]) -> str:
    """Return a headline without the first of the `sources` that is at its end, after a separator."""
    for source in sources:
        name = source.strip()
        if not name or not headline.rstrip().casefold().endswith(name.casefold()):
            continue
        head = headline.rstrip()[: -len(name)].rstrip()
        if len(head) > 1 and head[-1] in "|\uff5c\u00b7\u2022\u00bb-\u2013\u2014~" and head[:-1].strip():
            return head[:-1].rstrip()
    return headline
