"""What is printed beside the Markdown of list pages: charts, calendars, and other labels of the same articles.

Computed at every build from the articles' metadata and not stored in docs/, so that one more article changes few files
in git. Owns which page shows what; `year_views` builds charts and calendars. Strings in the results are escaped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape
from itertools import pairwise

from mkdocs.utils import get_relative_url

from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.lists import all_lists
from backfile.lists.update import group_by_labels
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages.records import ListPageView, Row
from backfile.site.list_pages.year_views import year_calendar, year_chart

RELATED_LABELS_MAX = 8
"""How many labels of a kind are named beside another."""

_DATE_PAGE = re.compile(r"\d{4}(?:/\d\d)?")


class ListPageViews:
    """The list pages of one build."""

    def __init__(self, summaries: Sequence[PageSummary], url_of: Callable[[str], str | None], t: Catalog) -> None:
        """Count the articles.

        In: summaries with the names that list pages have; the URL of the page at a path, from the site's root; the
        words of the site's language.
        """
        self._url_of, self._t = url_of, t
        self._count = len(summaries)
        self._labels = group_by_labels(summaries, t)
        self._labels_of: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for folder, groups in self._labels.items():
            for name, (_, group) in groups.items():
                for summary in group:
                    self._labels_of[summary.path].append((folder, name))
        self._days = _by_day(summaries)
        self._years = _by_year(self._days)
        self._months = Counter[str]()
        for day, count in self._days.items():
            self._months[f"{day.year:04}/{day.month:02}"] += count
        years = [f"dates/{year:04}.md" for year in sorted(self._years)]
        months = [f"dates/{month}.md" for month in sorted(self._months)]
        self._earlier = {later: earlier for pages in (years, months) for earlier, later in pairwise(pages)}
        self._later = {earlier: later for later, earlier in self._earlier.items()}

    def view(self, path: str, url: str, kind: str = "") -> ListPageView:
        """Return the view of the page at `path` under docs/, whose URL is `url`, from the site's root.

        `kind` is the value of `kind` in its front matter.
        """
        return replace(self._view(path, url), index=_index(kind))

    def _view(self, path: str, url: str) -> ListPageView:
        folder, _, name = path.removesuffix(".md").partition("/")
        relative_url = _RelativeUrls(self._url_of, url)
        if path in ("index.md", "dates/index.md"):
            chart = year_chart(self._years, lambda year: relative_url(f"dates/{year:04}.md"), self._t)
            return ListPageView(chart=chart)
        if folder == "dates" and _DATE_PAGE.fullmatch(name):
            return ListPageView(
                calendar=year_calendar(int(name), self._days, relative_url, self._t) if len(name) == 4 else None,
                earlier=self._date_link(self._earlier.get(path), relative_url),
                later=self._date_link(self._later.get(path), relative_url),
            )
        if name in self._labels.get(folder, ()):
            return self._label_view(folder, name, relative_url)
        return ListPageView()

    def description(self, path: str) -> str:
        """Return how many articles the list at `path` has, and of which years; an empty string for unknown pages.

        Plain text.
        """
        folder, _, name = path.removesuffix(".md").partition("/")
        years: Mapping[int, int] = {}
        if path == "index.md" or name == "index":
            count, years = self._count, self._years
        elif folder == "dates" and _DATE_PAGE.fullmatch(name):
            count = self._months[name] if "/" in name else self._years.get(int(name), 0)
        elif name in self._labels.get(folder, ()):
            _, group = self._labels[folder][name]
            count, years = len(group), _by_year(_by_day(group))
        else:
            return ""
        span = self._t("span", first=f"{min(years):04}", last=f"{max(years):04}") if len(years) > 1 else ""
        return ", ".join(filter(None, (self._t("articles", count=count), span)))

    def _label_view(self, folder: str, name: str, relative_url: _RelativeUrls) -> ListPageView:
        """Return the view of a label's page: a chart, and the labels of the same articles."""
        _, group = self._labels[folder][name]
        chart = year_chart(
            _by_year(_by_day(group)),
            lambda year: relative_url(f"{folder}/{name}/{year:04}.md") or f"#{year:04}",
            self._t,
        )
        counts = Counter(label for summary in group for label in self._labels_of[summary.path])
        del counts[folder, name]
        rows_of = partial(self._related_rows, counts=counts, relative_url=relative_url)
        related = ((self._t(kind), rows) for kind in self._labels if (rows := rows_of(kind)))
        return ListPageView(chart=chart, related_labels=tuple(related))

    def _related_rows(
        self, kind: str, counts: Mapping[tuple[str, str], int], relative_url: _RelativeUrls
    ) -> tuple[Row, ...]:
        """Return the most frequent labels of `kind` that have a page. In: number of articles by folder and name."""
        groups = self._labels[kind]
        labels = [(groups[name][0], name, count) for (folder, name), count in counts.items() if folder == kind]
        labels.sort(key=lambda label: (-label[2], label[0].casefold(), label[1]))
        links = ((LabelLink(escape(text), relative_url(f"{kind}/{name}.md")), count) for text, name, count in labels)
        rows = [Row(link, self._t.number(count)) for link, count in links if link.url]
        return tuple(rows[:RELATED_LABELS_MAX])

    def _date_link(self, path: str | None, relative_url: _RelativeUrls) -> LabelLink | None:
        """Return the link to the page of a year or month."""
        if path is None:
            return None
        year, _, month = path.removeprefix("dates/").removesuffix(".md").partition("/")
        return LabelLink(self._t.month_of(int(year), int(month)) if month else year, relative_url(path))


@dataclass(frozen=True, slots=True)
class _RelativeUrls:
    """The URLs of other pages, relative to one page."""

    url_of: Callable[[str], str | None]
    own_url: str

    def __call__(self, path: str) -> str | None:
        """Return the relative URL of the page at `path`; None if there is no such page."""
        url = self.url_of(path)
        return None if url is None else get_relative_url(url, self.own_url)


def _index(kind: str) -> str:
    """Return what pages of a kind list, if not articles."""
    found = next((each for each in all_lists() if each.index_kind and each.index_kind == kind), None)
    return "" if found is None else "labels" if found.group else "lists"


def _by_day(summaries: Iterable[PageSummary]) -> Counter[date]:
    """Return the number of articles by day of publication, in the time zone of each article."""
    published = (summary.published for summary in summaries if summary.published)
    return Counter(date(when.year, when.month, when.day) for when in published)


def _by_year(days: Mapping[date, int]) -> Counter[int]:
    years = Counter[int]()
    for day, count in days.items():
        years[day.year] += count
    return years
