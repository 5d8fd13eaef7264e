"""The company of an article: what came before and after it in the same publication, what is related to it, what refers
to it.

A pure function of all articles' metadata. Nothing is weighed over the whole archive, so that a new article changes the
pages of its neighbours, of those that share a rare tag with it, and of those that it refers to, and no others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from backfile.article import Article

RARE = 50
"""A tag that more articles have relates none of them."""
RELATED = 5
REFERRING = 20
"""How many articles are named that refer to one, the newest; of the others only the number is told."""


@dataclass(frozen=True, slots=True)
class Company:
    """Articles by the paths of their pages under docs/."""

    older: str | None = None
    """The one before it in the same publication: by day, and within a day as lists have them. None for the undated."""
    newer: str | None = None
    related: tuple[str, ...] = ()
    """Of the others those that share most rare tags with it; among equals the nearest in time."""
    referring: tuple[str, ...] = ()
    """Those that link to it, the newest first."""
    more: int = 0
    """How many more do."""


def companies(
    articles: Mapping[str, Article],
    source_of: Callable[[str], str | None],
    referring: Mapping[str, Collection[str]],
) -> dict[str, Company]:
    """Give each article's company. In: articles by path; what lists call a publication; who refers to a path."""
    days = {path: _day(article) for path, article in articles.items()}
    ordered = sorted(sorted(articles), key=days.__getitem__, reverse=True)
    older, newer = _neighbours(ordered, articles, source_of)
    of_tag: dict[str, list[str]] = {}
    for path in ordered:
        for tag in _tags(articles[path]):
            of_tag.setdefault(tag, []).append(path)
    found = {}
    for path in ordered:
        near = (older.get(path), newer.get(path))
        sharing = Counter(other for tag in _tags(articles[path]) if len(of_tag[tag]) <= RARE for other in of_tag[tag])
        others = sorted(referring.get(path, ()), key=lambda other: (-days[other], other))
        named = others[:REFERRING]
        related = _nearest(sharing, path, (path, *near, *named), days)
        found[path] = Company(*near, related, tuple(named), len(others) - len(named))
    return found


def _neighbours(
    ordered: Sequence[str], articles: Mapping[str, Article], source_of: Callable[[str], str | None]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give for each path the older and the newer one of its publication."""
    names: dict[str, str | None] = {}
    runs: dict[str, list[str]] = {}
    for path in ordered:
        source = articles[path].source
        if source and articles[path].published:
            if source not in names:
                names[source] = source_of(source)
            if name := names[source]:
                runs.setdefault(name.casefold(), []).append(path)
    pairs = [pair for run in runs.values() for pair in pairwise(run)]
    return dict(pairs), {old: new for new, old in pairs}


def _nearest(
    sharing: Mapping[str, int], path: str, named: Collection[str | None], days: Mapping[str, float]
) -> tuple[str, ...]:
    def rank(other: str) -> tuple[int, float, str]:
        apart = abs(days[path] - days[other])
        return -sharing[other], math.inf if math.isnan(apart) else apart, other

    return tuple(nsmallest(RELATED, (other for other in sharing if other not in named), key=rank))


def _tags(article: Article) -> set[str]:
    """Give the tags by which lists know them: labels that differ in nothing but case are one."""
    return {tag.casefold() for tag in article.tags}


def _day(article: Article) -> float:
    """Give a day as a number; the undated are before all."""
    return article.published.toordinal() if article.published else -math.inf
