"""The files of `On this day`: articles by month and day, from which the reader's browser takes those of its day.

One file for each month of a year, so that a reader loads one of twelve, and a new article changes one. Owns which
articles of a day are named, and the form of the files, which `theme/assets/javascripts/today.js` reads.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from mkdocs.utils import get_relative_url

from backfile.article import PageSummary
from backfile.site.list_pages.labels import UrlOf

DAYS_FOLDER = "dates/on-this-day/"
"""From the site's root."""
MOST = 6
"""How many articles of a day are named: one of each year, the newest years first."""


def today_files(summaries: Iterable[PageSummary], url_of: UrlOf) -> Iterator[tuple[str, str]]:
    """Yield path, from the site's root, and JSON of each month's file.

    Day of the month -> rows of year, headline, relative URL, publication and language. In: summaries in the order of
    lists; the URL of the page at a path, from the site's root.
    """
    days: defaultdict[tuple[int, int], list[PageSummary]] = defaultdict(list)
    for summary in summaries:
        if summary.published:
            days[summary.published.month, summary.published.day].append(summary)
    for month in range(1, 13) if days else ():
        path = f"{DAYS_FOLDER}{month:02}.json"
        of_month = sorted(day for day in days if day[0] == month)
        rows = {str(key[1]): [_row(each, path, url_of) for each in _chosen(days[key])] for key in of_month}
        yield path, json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _chosen(summaries: list[PageSummary]) -> list[PageSummary]:
    """Return the articles of a day that are named. In: the newest first."""
    return [next(group) for _, group in groupby(summaries, key=_year)][:MOST]


def _year(summary: PageSummary) -> int:
    return summary.published.year if summary.published else 0


def _row(summary: PageSummary, own_path: str, url_of: UrlOf) -> list[str | int]:
    url = get_relative_url(url_of(summary.path) or "", own_path)
    return [_year(summary), summary.headline, url, summary.source or "", summary.language or ""]
