"""The table of the search's facets: which tags, authors and source each article has, and of which day it is.

One JSON file, loaded when somebody opens the filters, sorts by date or looks without words. Pagefind has filters of its
own; the handbook's design page says why they are not used. Rows are in the order of list pages, the newest first, so
that a day is a small number: how many days before that of the row above.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from backfile.slugs import label_slug

_FIRST = date(1970, 1, 1).toordinal()


class Row(NamedTuple):
    """What the table needs of one article."""

    key: str
    """Pagefind's name for it."""
    url: str
    day: str
    """`2020-03-22`; empty when it is unknown."""
    source: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]


def table(rows: Iterable[Row]) -> str:
    """Give the table as JSON.

    `articles`: the keys, one string; `days`: the first row's day as the number of days since 1970, and for each row
    below how many days earlier it is, as far as rows are dated; `sources`, `authors` and `tags`: `names`, and for each
    row in `of` the numbers of its own.
    """
    ordered = sorted(rows, key=lambda row: row.url)
    ordered.sort(key=lambda row: row.day, reverse=True)
    days = [date.fromisoformat(row.day).toordinal() - _FIRST for row in ordered if row.day]
    found = {
        "articles": " ".join(row.key for row in ordered),
        "days": [*days[:1], *(later - earlier for later, earlier in pairwise(days))],
        "sources": _labels([[row.source] if row.source else [] for row in ordered]),
        "authors": _labels([row.authors for row in ordered]),
        "tags": _labels([row.tags for row in ordered]),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _labels(rows: Sequence[Sequence[str]]) -> dict[str, object]:
    """Give the labels, the most frequent first; those that share a list page are one, in the spelling most used."""
    spellings: dict[str, Counter[str]] = {}
    slugs = {label: label_slug(label) for labels in rows for label in labels}
    named = [list(dict.fromkeys(slugs[label] for label in labels)) for labels in rows]
    for labels in rows:
        for label in labels:
            spellings.setdefault(slugs[label], Counter())[label] += 1
    ranked = sorted(spellings.items(), key=lambda item: (-item[1].total(), item[0]))
    number = {slug: position for position, (slug, _) in enumerate(ranked)}
    names = [min(counter, key=lambda label: (-counter[label], label)) for _, counter in ranked]
    return {"names": names, "of": [sorted(number[slug] for slug in slugs) for slugs in named]}
