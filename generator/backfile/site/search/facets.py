"""The table of facets for the filters of the search: subjects, tags, authors, source and day of each article.

It is one JSON file, loaded when a reader opens the filters, sorts by date, or searches without words. Pagefind has
filters of its own; a decision in the handbook explains why they are not used. Rows are in the order of list pages, the
newest first, so that a day is a small number: how many days it is before that of the previous row.
`theme/assets/javascripts/search/facets.js` reads the table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
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


def table(rows: Iterable[FacetRow], owned: Collection[str] = ()) -> str:
    """Return the table as JSON.

    `articles`: the keys, in one string; `days`: the first row's day as the number of days since 1970, and for each
    further row with a date how many days earlier it is; `sources`, `authors`, `tags` and `subjects`: `names`, and in
    `of` for each row the indexes of its names. Tags are spelled as in lists; in: also the labels of tags.yml, which are
    tags of their own.
    """
    ordered = sorted(rows, key=lambda row: row.url)
    ordered.sort(key=lambda row: row.day, reverse=True)
    days = [date.fromisoformat(row.day).toordinal() - _EPOCH for row in ordered if row.day]
    spellings = tag_spellings(ordered, owned)
    columns = {
        "articles": " ".join(row.key for row in ordered),
        "days": [*days[:1], *(later - earlier for later, earlier in pairwise(days))],
        "sources": _label_column([[row.source] if row.source else [] for row in ordered]),
        "authors": _label_column([row.authors for row in ordered]),
        "tags": _label_column([[spellings.get(tag, tag) for tag in row.tags] for row in ordered]),
        "subjects": _label_column([row.subjects for row in ordered]),
    }
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def _label_column(rows: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return `names`, the most frequent first, and `of`.

    Labels that share a list page are one label, in the most frequent spelling.
    """
    spellings: dict[str, Counter[str]] = {}
    slugs = {label: label_slug(label) for labels in rows for label in labels}
    slugs_of_rows = [list(dict.fromkeys(slugs[label] for label in labels)) for labels in rows]
    for labels in rows:
        for label in labels:
            spellings.setdefault(slugs[label], Counter())[label] += 1
    ranked = sorted(spellings.items(), key=lambda item: (-item[1].total(), item[0]))
    index = {slug: position for position, (slug, _) in enumerate(ranked)}
    names = [min(counter, key=lambda label: (-counter[label], label)) for _, counter in ranked]
    return {"names": names, "of": [sorted(index[slug] for slug in row) for row in slugs_of_rows]}
