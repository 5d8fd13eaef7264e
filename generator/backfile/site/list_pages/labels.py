"""The labels of one build: which articles have them, and where they lead.

Owns the rule for links to labels: a label of one article leads to nothing on the page of this article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.lists import all_lists
from backfile.lists.update import group_by_labels

UrlOf = Callable[[str], str | None]
"""From a path under docs/ to the URL of the page, from the site's root; None if there is no such page."""


class LabelKey(NamedTuple):
    """What identifies a label: its page is `folder/name.md`."""

    folder: str
    name: str


class Labels:
    """The labels of one build."""

    def __init__(self, summaries: Sequence[PageSummary], url_of: UrlOf, t: Catalog) -> None:
        """Group articles by label.

        In: summaries in the order of lists, with the names that list pages have; the URL of the page at a path; the
        words of the site's language.
        """
        self.url_of = url_of
        self._groups = group_by_labels(summaries, t)
        self._pages_of_one = {kind.folder for kind in all_lists() if kind.pages_of_one}
        self._of_path: defaultdict[str, list[LabelKey]] = defaultdict(list)
        for folder, groups in self._groups.items():
            for name, (_, group) in groups.items():
                key = LabelKey(folder, name)
                for summary in group:
                    self._of_path[summary.path].append(key)
        self.years = cache(self._years)
        self.contents = cache(self._contents)

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the folders of the lists by label, in the order of the navigation."""
        return tuple(self._groups)

    def find(self, path: str) -> LabelKey | None:
        """Return the label whose page is at `path`."""
        folder, _, name = path.removesuffix(".md").partition("/")
        return LabelKey(folder, name) if name in self._groups.get(folder, ()) else None

    def of_kind(self, folder: str) -> Iterator[LabelKey]:
        """Yield the labels of a kind."""
        return (LabelKey(folder, name) for name in self._groups.get(folder, ()))

    def count(self, folder: str) -> int:
        """Return the number of labels of a kind."""
        return len(self._groups.get(folder, ()))

    def text(self, key: LabelKey) -> str:
        """Return a label. Plain text."""
        return self._groups[key.folder][key.name][0]

    def articles(self, key: LabelKey) -> list[PageSummary]:
        """Return the articles of a label, in the order of lists."""
        return self._groups[key.folder][key.name][1]

    def of_article(self, path: str) -> list[LabelKey]:
        """Return the labels of the article at `path`."""
        return self._of_path[path]

    def page_url(self, key: LabelKey) -> str | None:
        """Return the URL of a label's page, from the site's root; None if it has none."""
        return self.url_of(f"{key.folder}/{key.name}.md")

    def url(self, key: LabelKey) -> str | None:
        """Return the URL to which a label leads: its page, or its only article."""
        return self.page_url(key) or (self.url_of(group[0].path) if len(group := self.articles(key)) == 1 else None)

    def url_on_article(self, path: str) -> str | None:
        """Return the URL of the page at `path`, for the page of an article that has this label.

        None if there is no such page, or if it would list this article only.
        """
        key = self.find(path)
        if key and key.folder in self._pages_of_one and len(self.articles(key)) == 1:
            return None
        return self.url_of(path)

    def _contents(self, key: LabelKey) -> str:
        """Return what pages show of a label beside their own articles. Others have another text."""
        return repr((key, self.text(key), self.page_url(key), self.url(key)))

    def _years(self, key: LabelKey) -> Counter[int]:
        return by_year(by_day(self.articles(key)))


def by_day(summaries: Iterable[PageSummary]) -> Counter[date]:
    """Return the number of articles by day of publication, in the time zone of each article."""
    published = (summary.published for summary in summaries if summary.published)
    return Counter(date(when.year, when.month, when.day) for when in published)


def by_year(days: Counter[date]) -> Counter[int]:
    """Return the number of articles by year. In: by day."""
    years = Counter[int]()
    for day, count in days.items():
        years[day.year] += count
    return years
