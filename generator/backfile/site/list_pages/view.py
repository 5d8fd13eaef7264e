"""What list pages show beside their Markdown: charts, calendars, and which other labels the same articles have.

Made at every build from the articles' metadata, and not in git: one more article changes few files there. Owns what is
counted and where it leads; `charts` draws. Strings leave this module escaped.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from mkdocs.utils import get_relative_url

from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.lists.update import labelled
from backfile.site.article.view import LabelLink
from backfile.site.list_pages import charts

LONGEST_GAP = 200
"""Years on end that a chart shows with the empty ones between; of a longer span, only those that have articles."""
BESIDE = 8
"""Labels of a kind that are named beside another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of a chart's numbers."""

    label: LabelLink
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles by year."""

    title: str
    svg: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar."""

    name: str
    told: str
    """`March 2009: 12 articles`."""
    number: str
    url: str | None
    """Of its page; absent where it has no articles."""
    svg: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Articles by day."""

    title: str
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    """Days that have articles."""


@dataclass(frozen=True, slots=True)
class ListPageView:
    """What one list page shows. Addresses are relative to it."""

    chart: Chart | None = None
    calendar: Calendar | None = None
    beside: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    """Kind of label and labels of the same articles, the most frequent first."""
    earlier: LabelLink | None = None
    later: LabelLink | None = None


class ListPageViews:
    """The list pages of one build."""

    def __init__(self, entries: Sequence[PageSummary], url_of: Callable[[str], str | None], say: Catalog) -> None:
        """Take the entries as lists have them, what gives the address of a page from the site's root, and the words."""
        self._url_of, self._say = url_of, say
        self._count = len(entries)
        self._labels = labelled(entries)
        self._of: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for folder, groups in self._labels.items():
            for name, (_, group) in groups.items():
                for entry in group:
                    self._of[entry.path].append((folder, name))
        self._days = Counter(_day(entry.published) for entry in entries if entry.published)
        self._years = _by_year(self._days)
        self._months = Counter[str]()
        for day, count in self._days.items():
            self._months[f"{day.year:04}/{day.month:02}"] += count
        order = [f"dates/{year:04}.md" for year in sorted(self._years)], [f"dates/{m}.md" for m in sorted(self._months)]
        self._earlier = {later: earlier for run in order for earlier, later in pairwise(run)}
        self._later = {earlier: later for later, earlier in self._earlier.items()}

    def face(self, path: str, url: str) -> ListPageView:
        """Give what the page at `path` under docs/ shows; `url` is its own, from the site's root."""
        folder, _, name = path.removesuffix(".md").partition("/")
        to = _Way(self._url_of, url)
        if path in ("index.md", "dates/index.md"):
            return ListPageView(chart=self._chart(self._years, lambda year: to(f"dates/{year:04}.md")))
        if folder == "dates" and re.fullmatch(r"\d{4}(?:/\d\d)?", name):
            near = (self._when(self._earlier.get(path), to), self._when(self._later.get(path), to))
            return ListPageView(None, self._calendar(int(name), to) if len(name) == 4 else None, (), *near)
        if name in self._labels.get(folder, ()):
            return self._label(folder, name, to)
        return ListPageView()

    def about(self, path: str) -> str:
        """Tell how many articles the list at `path` has, and of which years; empty where that is not known. Plain."""
        folder, _, name = path.removesuffix(".md").partition("/")
        years: Mapping[int, int] = {}
        if path == "index.md" or name == "index":
            count, years = self._count, self._years
        elif folder == "dates" and re.fullmatch(r"\d{4}(?:/\d\d)?", name):
            count = self._months[name] if "/" in name else self._years.get(int(name), 0)
        elif name in self._labels.get(folder, ()):
            _, group = self._labels[folder][name]
            count, years = len(group), _by_year(Counter(_day(entry.published) for entry in group if entry.published))
        else:
            return ""
        span = self._say("span", first=f"{min(years):04}", last=f"{max(years):04}") if len(years) > 1 else ""
        return ", ".join(filter(None, (self._say("articles", count=count), span)))

    def _label(self, folder: str, name: str, to: _Way) -> ListPageView:
        _, group = self._labels[folder][name]
        years = _by_year(Counter(_day(entry.published) for entry in group if entry.published))
        chart = self._chart(years, lambda year: to(f"{folder}/{name}/{year:04}.md") or f"#{year:04}")
        counts = Counter(label for entry in group for label in self._of[entry.path] if label != (folder, name))
        beside = []
        for kind, groups in self._labels.items():
            found = [(groups[other][0], other, count) for (of, other), count in counts.items() if of == kind]
            found.sort(key=lambda label: (-label[2], label[0].casefold(), label[1]))
            linked = ((LabelLink(escape(text), to(f"{kind}/{other}.md")), count) for text, other, count in found)
            rows = [Row(label, self._say.number(count)) for label, count in linked if label.url]
            if rows:
                beside.append((self._say(kind), tuple(rows[:BESIDE])))
        return ListPageView(chart=chart, beside=tuple(beside))

    def _chart(self, years: Mapping[int, int], url: Callable[[int], str | None]) -> Chart | None:
        """Chart articles by year; where there are two years at least."""
        if len(years) < 2:
            return None
        say = self._say
        first, last = min(years), max(years)
        shown: Iterable[int] = range(first, last + 1) if last - first < LONGEST_GAP else sorted(years)
        found = [self._bar(year, years.get(year, 0), url(year) if year in years else None) for year in shown]
        most = max(found, key=lambda bar: bar.count)
        title = say("per_year")
        span = say("span", first=str(first), last=str(last))
        description = f"{span}. {say('most', most=say.number(most.count), when=str(most.year))}."
        drawn = charts.bars(found, title, description, say.number(most.count), mirrored=say.mirrored)
        rows = (
            Row(LabelLink(f"{bar.year:04}", bar.url and escape(bar.url)), say.number(bar.count))
            for bar in found
            if bar.count
        )
        return Chart(escape(title), drawn, tuple(rows))

    def _bar(self, year: int, count: int, url: str | None) -> charts.Bar:
        return charts.Bar(year, self._told(str(year), count), count, url)

    def _told(self, what: str, count: int) -> str:
        return self._say("at", what=what, articles=self._say("articles", count=count))

    def _calendar(self, year: int, to: _Way) -> Calendar:
        most = max(count for day, count in self._days.items() if day.year == year)
        months = tuple(self._month(year, month, most, to) for month in range(1, 13))
        rows = tuple(
            Row(LabelLink(self._say.day(day), to(f"dates/{year:04}/{day:%m}.md")), self._say.number(count))
            for day, count in sorted(self._days.items())
            if day.year == year
        )
        return Calendar(self._say("per_day"), months, rows)

    def _month(self, year: int, month: int, most: int, to: _Way) -> Month:
        weekday, length = monthrange(year, month)
        counts = [self._days[date(year, month, day)] for day in range(1, length + 1)]
        number = sum(counts)
        return Month(
            name=self._say.month(month),
            told=self._told(self._say.month_of(year, month), number),
            number=self._say.number(number) if number else "",
            url=to(f"dates/{year:04}/{month:02}.md") if number else None,
            svg=charts.days(counts, (weekday - self._say.week_start) % 7, most, mirrored=self._say.mirrored),
        )

    def _when(self, path: str | None, to: _Way) -> LabelLink | None:
        """Name the year or month of a page of dates."""
        if path is None:
            return None
        year, _, month = path.removeprefix("dates/").removesuffix(".md").partition("/")
        return LabelLink(self._say.month_of(int(year), int(month)) if month else year, to(path))


@dataclass(frozen=True, slots=True)
class _Way:
    """The ways from one page to others."""

    url_of: Callable[[str], str | None]
    here: str

    def __call__(self, path: str) -> str | None:
        """Give the relative address of the page at `path`; None where there is none."""
        url = self.url_of(path)
        return None if url is None else get_relative_url(url, self.here)


def _day(when: date) -> date:
    """Give the day of an article, in the time zone that it has itself."""
    return date(when.year, when.month, when.day)


def _by_year(days: Mapping[date, int]) -> Counter[int]:
    years = Counter[int]()
    for day, count in days.items():
        years[day.year] += count
    return years
