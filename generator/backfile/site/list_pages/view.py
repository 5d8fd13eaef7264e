"""What is printed beside the Markdown of list pages: charts, calendars, timelines, articles with pictures.

Computed at every build from the articles' metadata and not stored in docs/, so that one more article changes few files
in git. Owns which page shows what; `year_views` builds charts and calendars, `label_view` the page of a label,
`label_rows` the rows of a list of labels. Strings in the results are escaped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.lists import all_lists, newest_first
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages.article_rows import ArticleRows
from backfile.site.list_pages.cards import Cards
from backfile.site.list_pages.front_page import FrontPageViews
from backfile.site.list_pages.label_rows import FILTER_FILE, MIN_FILTERED, LabelRows
from backfile.site.list_pages.label_view import LabelViews, numbers
from backfile.site.list_pages.labels import Labels, by_day, by_year
from backfile.site.list_pages.records import FrontPage, ListPageView
from backfile.site.list_pages.sparklines import axis
from backfile.site.list_pages.today import today_files
from backfile.site.list_pages.year_views import month_table, year_calendar, year_chart

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

LABELS = "labels"
"""What a page lists whose rows are labels."""

_DATE_PAGE = re.compile(r"\d{4}(?:/\d\d)?")


class ListPageViews:
    """The list pages of one build."""

    def __init__(
        self,
        summaries: Sequence[PageSummary],
        url_of: Callable[[str], str | None],
        t: Catalog,
        cards: Cards | None = None,
        path_of: Callable[[str], str | None] = lambda _: None,
        parents: Sequence[str] = (),
    ) -> None:
        """Count the articles.

        In: summaries with the names that list pages have; the URL of the page at a path, from the site's root; the
        words of the site's language; the articles with their pictures, without which no page shows any; the path of
        the page at a URL; tags that are parents of others.
        """
        self._url_of, self._t = url_of, t
        self._count = len(summaries)
        ordered = newest_first(summaries)
        self.labels = Labels(ordered, url_of, t)
        self._days = by_day(summaries)
        self._years = by_year(self._days)
        self._days_of_year = defaultdict[int, list[tuple[date, int]]](list)
        for day, count in self._days.items():
            self._days_of_year[day.year].append((day, count))
        self._label_views = LabelViews(self.labels, t, cards)
        self._rows = LabelRows(self.labels, axis(self._years) if self._years else None, t, parents)
        self._front = FrontPageViews(ordered, self.labels, self._rows, cards, t) if cards and ordered else None
        self._article_rows = ArticleRows(cards, path_of, t) if cards else None
        self._ordered = ordered
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
        index = _index(kind)
        view = replace(self._view(path, url), index=index)
        folder = path.partition("/")[0]
        if index != LABELS or folder not in self._filter_urls:
            return view
        count = self._t.number(self.labels.count(folder))
        return replace(view, filter_file=get_relative_url(self._filter_urls[folder], url), filter_count=count)

    def contents(self, path: str, kind: str) -> object:
        """Return what the variables of the page at `path` are made of, beside its own text and URL and the words of the
        site. Equal values have the same `repr`. None if that is not known: then they must be computed.

        In: also the value of `kind` in its front matter.
        """
        folder, _, name = path.removesuffix(".md").partition("/")
        if _index(kind) or name in ("", "index"):
            return None
        if folder == "dates" and _DATE_PAGE.fullmatch(name):
            return self._contents_of_dates(path, name)
        if key := self.labels.find(path):
            return self._label_views.contents(key)
        return () if folder in self.labels.folders else None

    def _contents_of_dates(self, path: str, name: str) -> object:
        """Return `contents` of the page of a year or month. In: also its name, such as `2020` or `2020/03`."""
        year, _, month = name.partition("/")
        of_year = self._days_of_year.get(int(year), ())
        days = sorted((day, count) for day, count in of_year if month in ("", f"{day.month:02}"))
        months = [f"dates/{name}/{number:02}.md" for number in range(1, 13)]
        linked = (self._earlier.get(path), self._later.get(path), *months)
        return days, [(other, other and self._url_of(other)) for other in linked]

    def noted(self, urls: list[str]) -> ListPageViews:
        """Return the same views, which add to `urls` the URLs of the articles of which `cards` are."""
        views = copy(self)
        views._article_rows = self._article_rows and self._article_rows.noted(urls)
        return views

    def shown(self, urls: Sequence[str]) -> bytes:
        """Return the digests of what `cards` shows of the articles at these URLs."""
        return self._article_rows.shown(urls) if self._article_rows else b""

    def rows(self, html: str, path: str, url: str, kind: str) -> str:
        """Return the HTML of the page at `path`, with what the build adds to a list of labels. In: as for `view`."""
        return self._rows.html(html, path, url) if _index(kind) == LABELS else html

    def cards(self, page: Page) -> str:
        """Return the HTML of a list page; if it lists articles, with their cards."""
        html = page.content or ""
        if self._article_rows is None or _index(page.meta.get("kind", "")):
            return html
        return self._article_rows.html(html, page.file.src_uri, page.url)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield name and text of each file that scripts load: the labels of a long list, the articles of a day."""
        for folder, url in self._filter_urls.items():
            yield url, self._rows.file(folder, url)
        yield from today_files(self._ordered, self._url_of)

    def front_page(self, url: str, featured: Sequence[str]) -> FrontPage | None:
        """Return the front page at `url`; None for an archive without articles. In: the articles that lead."""
        return self._front.view(url, featured, numbers(self._ordered, self._years, self._t)) if self._front else None

    @cached_property
    def _filter_urls(self) -> dict[str, str]:
        """Folder of a list that has a filter -> URL of its file."""
        long = (folder for folder in self.labels.folders if self.labels.count(folder) >= MIN_FILTERED)
        return {folder: f"{folder}/{FILTER_FILE}" for folder in long}

    def _view(self, path: str, url: str) -> ListPageView:
        folder, _, name = path.removesuffix(".md").partition("/")
        relative_url = _RelativeUrls(self._url_of, url)
        if path in ("index.md", "dates/index.md"):
            chart = year_chart(self._years, lambda year: relative_url(f"dates/{year:04}.md"), self._t)
            return ListPageView(chart=chart)
        if folder == "dates" and _DATE_PAGE.fullmatch(name):
            return ListPageView(
                calendar=year_calendar(int(name), self._days, relative_url, self._t) if len(name) == 4 else None,
                month=month_table(int(name[:4]), int(name[5:]), self._days, self._t) if len(name) > 4 else "",
                earlier=self._date_link(self._earlier.get(path), relative_url),
                later=self._date_link(self._later.get(path), relative_url),
            )
        key = self.labels.find(path)
        return self._label_views.view(key, url) if key else ListPageView()

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
        elif key := self.labels.find(path):
            count, years = len(self.labels.articles(key)), self.labels.years(key)
        else:
            return ""
        span = self._t("span", first=f"{min(years):04}", last=f"{max(years):04}") if len(years) > 1 else ""
        return ", ".join(filter(None, (self._t("articles", count=count), span)))

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
    return "" if found is None else LABELS if found.group else "lists"
