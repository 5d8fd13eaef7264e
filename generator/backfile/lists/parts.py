"""Owns the order of articles in a list, and the parts into which long lists are split.

A list is split by year, the newest first. A year with many articles is split by month; articles without a date are
split by the initials of their headlines. Each year is split independently and parts have no running numbers, so that
one new article changes one or two pages of each list that contains it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from backfile.article import PageSummary
from backfile.lists.letters import Letters, file_name, letters_of
from backfile.lists.letters import heading as heading_of
from backfile.lists.list_kind import Phrases

MOST = 50
"""A year or a month with more articles than this has a page of its own; other pages show their number."""
MOST_IN_ALL, FEW = 200, 10
"""In a list with more articles than the first, every year but the newest with more than the second has a page, too."""

UNDATED = "undated"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: a year, a month, the articles without a date, an initial."""

    name: str
    """Name of its own page, if it gets one: `2020`, `03`, `undated`, `a`."""
    heading: str
    """Its heading on the page it is a part of: `March`."""
    title: str
    """Title of its own page, if it gets one: `March 2020`."""
    summaries: Sequence[PageSummary]

    @property
    def is_long(self) -> bool:
        """Return whether its articles are listed only on a page of its own."""
        return len(self.summaries) > MOST


def newest_first(summaries: Iterable[PageSummary]) -> list[PageSummary]:
    """Return summaries by day, the newest first, within a day by path; then those without a date, by headline."""
    dated: list[PageSummary] = []
    undated: list[PageSummary] = []
    for summary in summaries:
        (dated if summary.published else undated).append(summary)
    dated.sort(key=attrgetter("path"))
    dated.sort(key=day, reverse=True)
    undated.sort(key=lambda summary: (summary.headline.casefold(), summary.path))
    return dated + undated


def day(summary: PageSummary) -> str:
    """Return the day of an article in the time zone of its date, as `2020-03-22`; empty without a date."""
    return summary.published.isoformat()[:10] if summary.published else ""


def years(summaries: Iterable[PageSummary], phrases: Phrases) -> list[Part]:
    """Split a list by year, the articles without a date last. In: summaries ordered by `newest_first`."""
    parts = []
    for number, group in groupby(summaries, key=_year):
        year = "" if number is None else f"{number:04}"
        heading = year or phrases("undated")
        parts.append(Part(year or UNDATED, heading, heading, list(group)))
    return parts


def months(year: Part, phrases: Phrases) -> list[Part]:
    """Split a year by month; articles without a date by initial, with `other` for those that are not letters."""
    parts = []
    if year.name == UNDATED:
        by_initial = defaultdict[Letters, list[PageSummary]](list)
        for summary in year.summaries:
            by_initial[letters_of(summary.headline)[:1]].append(summary)
        for initial, summaries in sorted(by_initial.items(), key=lambda item: (not item[0], item[0])):
            name, heading = (file_name(initial), heading_of(initial)) if initial else (OTHER, phrases("rest"))
            parts.append(Part(name, heading, phrases("titled", title=year.title, part=heading), summaries))
    else:
        for month, group in groupby(year.summaries, key=_month):
            name = f"{month:02}"
            parts.append(Part(name, phrases.month(month), phrases.month_of(int(year.name), month), list(group)))
    return parts


def _year(summary: PageSummary) -> int | None:
    return summary.published.year if summary.published else None


def _month(summary: PageSummary) -> int:
    return summary.published.month if summary.published else 0
