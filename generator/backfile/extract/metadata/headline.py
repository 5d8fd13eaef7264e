"""The headline among its many spellings. Owns choosing between what structured data, meta elements, heading and title
element call an article, and taking the site's name off; every string that comes out stood on the page.

The right headline is nearly always somewhere on the page, but no single place has it always. So the places vote: the
spelling that most of them give wins, and "Headline | Site" counts as a vote for "Headline".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUOTES = str.maketrans("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", '\'\'\'\'"""""--')
_SUFFIX = re.compile(r"\s*(?:[|\uff5c\u00b7\u2022\u00bb:\uff1a/]|\s[-\u2013\u2014~])\s*\S")
"""What parts a headline from what sites append: a bar or dot, or a dash with a space before it."""


def rank(candidates: Sequence[FieldCandidate], sources: Iterable[str]) -> tuple[FieldCandidate, ...]:
    """Order headline candidates, best first: by votes, then as given. `sources` are names of the publication."""
    bare = [FieldCandidate((_without_source(item.values[0], sources),), item.via) for item in candidates]
    keys = [_key(item.values[0]) for item in bare]
    votes: dict[str, set[str]] = {}
    for item, key in zip(bare, keys, strict=True):
        for other in keys:
            if key == other or _extends(key, other):
                votes.setdefault(other, set()).add(item.via)
    order = sorted(range(len(bare)), key=lambda place: (-len(votes[keys[place]]), place))
    return tuple(bare[place] for place in order)


def same(one: str, other: str) -> bool:
    """Say whether two strings are the same headline but for case, spacing and the shape of quotes and dashes."""
    return _key(one).replace(" ", "") == _key(other).replace(" ", "")


def _key(headline: str) -> str:
    return " ".join(headline.replace("\u00ad", "").translate(_QUOTES).casefold().split())


def _extends(longer: str, shorter: str) -> bool:
    """Say whether `longer` is `shorter` with something appended as sites append their name."""
    return bool(shorter) and longer.startswith(shorter) and _SUFFIX.match(longer, len(shorter)) is not None


def _without_source(headline: str, sources: Iterable[str]) -> str:
    for source in sources:
        name = source.strip()
        if not name or not headline.rstrip().casefold().endswith(name.casefold()):
            continue
        head = headline.rstrip()[: -len(name)].rstrip()
        if len(head) > 1 and head[-1] in "|\uff5c\u00b7\u2022\u00bb-\u2013\u2014~" and head[:-1].strip():
            return head[:-1].rstrip()
    return headline
