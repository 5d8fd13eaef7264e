"""Related articles: the neighbours in the same publication, articles with the same tags, articles that link to it.

A pure function of the metadata of all articles. Nothing is weighted over the whole archive, so a new article changes
the pages of its neighbours, of articles that share a rare tag with it, and of articles that it links to, and no other
page. Links are found in `internal_links`; how related articles are printed is defined in `related_view`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from backfile.article import Article

RARE_TAG_MAX = 50
"""The most articles that a tag can have to relate them; more frequent tags relate none."""
RELATED_MAX = 5
REFERRING_MAX = 20
"""How many articles that link to one are named, the newest; the others are only counted."""


@dataclass(frozen=True, slots=True)
class RelatedArticles:
    """The articles that are related to one. Articles are given by the paths of their pages under docs/."""

    older: str | None = None
    """The one before it in its publication: by day, and within a day in the order of list pages. None if undated."""
    newer: str | None = None
    related: tuple[str, ...] = ()
    """Of the other articles, those that share most rare tags with it; among equals, the nearest in time."""
    referring: tuple[str, ...] = ()
    """Articles that link to it, the newest first."""
    more: int = 0
    """How many more articles link to it."""


def related_articles(
    articles: Mapping[str, Article],
    source_of: Callable[[str], str | None],
    referring: Mapping[str, Collection[str]],
) -> dict[str, RelatedArticles]:
    """Return the related articles of each article.

    In: articles by path; the name that list pages have for a publication; the paths that link to a path.
    """
    days = {path: _day_number(article) for path, article in articles.items()}
    ordered = sorted(sorted(articles), key=days.__getitem__, reverse=True)
    older, newer = _neighbours(ordered, articles, source_of)
    paths_of_tag: dict[str, list[str]] = {}
    for path in ordered:
        for tag in _tags(articles[path]):
            paths_of_tag.setdefault(tag, []).append(path)
    rare = {tag for tag, paths in paths_of_tag.items() if len(paths) <= RARE_TAG_MAX}
    result = {}
    for path in ordered:
        neighbours = (older.get(path), newer.get(path))
        all_referring = sorted(referring.get(path, ()), key=lambda other: (-days[other], other))
        named = all_referring[:REFERRING_MAX]
        rare_tags = rare.intersection(_tags(articles[path]))
        shared_tags = Counter(other for tag in rare_tags for other in paths_of_tag[tag]) if rare_tags else None
        related = _nearest(shared_tags, path, (path, *neighbours, *named), days) if shared_tags else ()
        result[path] = RelatedArticles(*neighbours, related, tuple(named), len(all_referring) - len(named))
    return result


def _neighbours(
    ordered: Sequence[str], articles: Mapping[str, Article], source_of: Callable[[str], str | None]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return two maps from a path: to the older and to the newer article of its publication."""
    names: dict[str, str | None] = {}
    paths_of_source: dict[str, list[str]] = {}
    for path in ordered:
        source = articles[path].source
        if source and articles[path].published:
            if source not in names:
                names[source] = source_of(source)
            if name := names[source]:
                paths_of_source.setdefault(name.casefold(), []).append(path)
    pairs = [pair for paths in paths_of_source.values() for pair in pairwise(paths)]
    return dict(pairs), {old: new for new, old in pairs}


def _nearest(
    shared_tags: Mapping[str, int], path: str, excluded: Collection[str | None], days: Mapping[str, float]
) -> tuple[str, ...]:
    """Return the paths that share most tags with `path`; among equals, the nearest in time."""

    def rank(other: str) -> tuple[int, float, str]:
        distance = abs(days[path] - days[other])
        return -shared_tags[other], math.inf if math.isnan(distance) else distance, other

    return tuple(nsmallest(RELATED_MAX, (other for other in shared_tags if other not in excluded), key=rank))


def _tags(article: Article) -> set[str]:
    """Return the tags, folded as on list pages: labels that differ only in case are one."""
    return {tag.casefold() for tag in article.tags}


def _day_number(article: Article) -> float:
    """Return the day of publication as a number; undated articles come before all others."""
    return article.published.toordinal() if article.published else -math.inf
