"""The table of facets for the filters of the search: subjects, tags, authors, source and day of each article.

It is a JSON file for each part of the index, loaded when a reader opens the filters, sorts by date, or searches without
words. Pagefind has filters of its own; a decision in the handbook explains why they are not used. Rows are in the order
of list pages, the newest first, so that a day is a small number: how many days it is before that of the previous row.
`theme/assets/javascripts/search/facets.js` reads the table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from backfile.lists.tag_spellings import tag_spellings
from backfile.slugs import label_slug

_EPOCH = date(1970, 1, 1).toordinal()


class FacetRow(NamedTuple):
    """What the table needs of one article."""

    key: str
    """Pagefind's name of the entry."""
    url: str
    day: str
    """Such as `2020-03-22`; empty if unknown."""
    source: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    subjects: tuple[str, ...] = ()


_KINDS = ("sources", "authors", "tags", "subjects")
_Names = Mapping[str, str]
"""Slug of a label -> the spelling that is shown."""


def tables(parts: Iterable[Iterable[FacetRow]], owned: Collection[str] = ()) -> Iterator[str]:
    """Yield the table of each part of the index as JSON. Labels are spelled as in all parts together.

    `articles`: the keys, in one string; `days`: the first row's day as the number of days since 1970, and for each
    further row with a date how many days earlier it is; `sources`, `authors`, `tags` and `subjects`: `names`, and in
    `of` for each row the indexes of its names. Tags are spelled as in lists; in: also the labels of tags.yml, which are
    tags of their own.
    """
    ordered = [_newest_first(part) for part in parts]
    every = _newest_first(row for rows in ordered for row in rows)
    spellings = tag_spellings(every, owned)
    names = {kind: _names(_labels(every, kind, spellings)) for kind in _KINDS}
    for rows in ordered:
        days = [date.fromisoformat(row.day).toordinal() - _EPOCH for row in rows if row.day]
        columns = {
            "articles": " ".join(row.key for row in rows),
            "days": [*days[:1], *(later - earlier for later, earlier in pairwise(days))],
            **{kind: _label_column([*_labels(rows, kind, spellings)], names[kind]) for kind in _KINDS},
        }
        yield json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def _newest_first(rows: Iterable[FacetRow]) -> list[FacetRow]:
    ordered = sorted(rows, key=lambda row: row.url)
    ordered.sort(key=lambda row: row.day, reverse=True)
    return ordered


def _labels(rows: Iterable[FacetRow], kind: str, spellings: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the labels of a kind of each row."""
    if kind == "sources":
        yield from ([row.source] if row.source else [] for row in rows)
    elif kind == "tags":
        yield from ([spellings.get(tag, tag) for tag in row.tags] for row in rows)
    else:
        yield from (getattr(row, kind) for row in rows)


def _names(rows: Iterable[Sequence[str]]) -> _Names:
    """Return the most frequent spelling of each label: labels that share a list page are one."""
    counts = Counter(label for labels in rows for label in labels)
    names: dict[str, str] = {}
    for label in sorted(counts, key=lambda label: (-counts[label], label)):
        names.setdefault(label_slug(label), label)
    return names


def _label_column(rows: Sequence[Sequence[str]], names: _Names) -> dict[str, object]:
    """Return `names`, the most frequent first, and `of`."""
    slugs = {label: label_slug(label) for labels in rows for label in labels}
    counts = Counter(slugs[label] for labels in rows for label in labels)
    ranked = sorted(counts, key=lambda slug: (-counts[slug], slug))
    index = {slug: position for position, slug in enumerate(ranked)}
    of = [sorted({index[slugs[label]] for label in labels}) for labels in rows]
    return {"names": [names[slug] for slug in ranked], "of": of}
