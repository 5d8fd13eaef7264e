"""What an index is, and what all of them share: how an article stands in a list, and how a long list is parted.

List pages have one shape: articles under a heading a year, the newest first. A year with many articles gets a page of
its own, parted by months, and a month with many one again; what is undated is parted by initials. Each year is judged
by itself, and nothing is numbered through, so that one new article changes a page or two of each list it belongs to.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from backfile.article import PageSummary
from backfile.slugs import slug

MOST = 50
"""A year or a month with more articles than this is a page of its own; other pages say how many it holds."""

UNDATED = "undated"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page that lists articles or other lists."""

    path: str
    """Under docs/, with `/`."""
    title: str
    """Plain text."""
    kind: str
    """What the page is: goes into its front matter, by which the program knows its own list pages."""
    body: str
    """Markdown."""


EscapeLabel = Callable[[str], str]
"""Plain text on one line -> Markdown that shows just that: `markdown.escape`, or `markdown.Writer.label`."""


class Phrases(Protocol):
    """The archive's language: its words, which mean nothing in Markdown, its numbers and its months."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the text of a key, with values put in as they are."""

    def number(self, number: int) -> str:
        """Write a number."""

    def month(self, number: int) -> str:
        """Name a month."""

    def month_of(self, year: int, number: int) -> str:
        """Name a month of a year."""


@dataclass(frozen=True, slots=True)
class ListContext:
    """What lists need to know besides the entries."""

    site_name: str
    label: EscapeLabel
    words: Phrases
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tag -> the tags above it, as the vocabulary has them."""
    known: frozenset[str] = frozenset()
    """The tags of the vocabulary."""
    called: Callable[[PageSummary], PageSummary] = lambda entry: entry
    """Entry -> the same with the names that its owner has for authors and publications."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """One way through the archive: the list pages of one kind, a pure function of the entries."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of its pages."""
    folder: str
    """Where its pages lie, under docs/; empty for docs/ itself."""
    pages: Callable[[Sequence[PageSummary], ListContext], Iterator[ListPage]]
    """In: all entries, as `newest_first` has them, and what is around them. Out: the pages."""
    grouped: Callable[[Iterable[PageSummary]], dict[str, tuple[str, list[PageSummary]]]] | None = None
    """Where articles are listed by labels. In: entries. Out: name of the label's page -> the label, its entries."""


def newest_first(entries: Iterable[PageSummary]) -> list[PageSummary]:
    """Sort by day, the newest first, within a day by path; then the undated ones, by headline."""
    ordered = sorted(entries, key=lambda entry: ("" if entry.published else entry.headline.casefold(), entry.path))
    return sorted(ordered, key=_day, reverse=True)


def _day(entry: PageSummary) -> str:
    return entry.published.strftime("%Y-%m-%d").zfill(10) if entry.published else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: a year, a month, the undated, an initial."""

    name: str
    """Of the page it may get: `2020`, `03`, `undated`, `a`."""
    heading: str
    """On the page it is a part of: `March`."""
    title: str
    """Of the page it may get: `March 2020`."""
    entries: Sequence[PageSummary]


def years(entries: Iterable[PageSummary], words: Phrases) -> list[Part]:
    """Part a list by years, the undated last. In: entries as `newest_first` has them."""
    found = []
    for year, group in groupby(entries, key=lambda entry: _day(entry)[:4]):
        heading = year or words("undated")
        found.append(Part(year or UNDATED, heading, heading, list(group)))
    return found


def months(part: Part, words: Phrases) -> list[Part]:
    """Part a year by months; the undated by the initials of their headlines, `other` where that is no letter."""
    found = []
    if part.name == UNDATED:
        ordered = sorted(part.entries, key=lambda entry: (_initial(entry) == OTHER, _initial(entry)))
        for name, group in groupby(ordered, key=_initial):
            heading = words("rest") if name == OTHER else name.upper()
            found.append(Part(name, heading, words("titled", title=part.title, part=heading), list(group)))
    else:
        for name, group in groupby(part.entries, key=lambda entry: _day(entry)[5:7]):
            month = int(name)
            found.append(Part(name, words.month(month), words.month_of(int(part.name), month), list(group)))
    return found


def _initial(entry: PageSummary) -> str:
    initial = slug(entry.headline)[:1]
    return initial if initial.isalpha() else OTHER


@dataclass(frozen=True, slots=True)
class ListWriter:
    """Writes the Markdown of one list page."""

    page: str
    """The page's path under docs/."""
    around: ListContext

    def part(self, part: Part, below: str | None) -> str:
        """Give a heading and the articles of a part; where they are many, how many. `below` is the part's own page."""
        heading = self.link(part.heading, below) if below else part.heading
        many = self.around.words("articles", count=len(part.entries))
        return f"## {heading}\n\n{many if is_long(part) else self.items(part.entries)}"

    def items(self, entries: Iterable[PageSummary]) -> str:
        """Give one list item an article: its headline as a link, and on a line of their own its source and day."""
        return "\n".join(f"-   {self._item(entry)}" for entry in entries)

    def _item(self, entry: PageSummary) -> str:
        about = [self._isolated(entry.source)] if entry.source else []
        about += [_day(entry)] if entry.published else []
        headline = self.link(entry.headline, entry.path)
        return f"{headline}  \n    {' · '.join(about)}" if about else headline

    def link(self, text: str, path: str) -> str:
        """Give a Markdown link to another page under docs/."""
        return f"[{self._isolated(text)}]({posixpath.relpath(path, posixpath.dirname(self.page) or '.')})"

    def numbered(self, text: str, path: str, number: int) -> str:
        """Give a list item: a link to a page, and how many articles there are."""
        return f"-   {self.link(text, path)} ({self.around.words.number(number)})"

    def up(self, page: ListPage) -> str:
        """Give the way from a part of a list to the page of the whole."""
        return self.around.words("all_of", list=self.link(page.title, page.path))

    def _isolated(self, text: str) -> str:
        """Write text; where it holds letters written from right to left, keep it from turning round what follows."""
        turned = not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
        written = self.around.label(text)
        return f"<bdi>{written}</bdi>" if turned else written


def is_long(part: Part) -> bool:
    """Whether a part's articles stand on a page of its own only."""
    return len(part.entries) > MOST


def by_year(page: ListPage, entries: Iterable[PageSummary], around: ListContext) -> Iterator[ListPage]:
    """Give `page` with these articles by year after what its body says, and the pages of long years and months."""
    hand = ListWriter(page.path, around)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []

    def titled(part: Part) -> str:
        return around.words("titled", title=page.title, part=part.title)

    for year in years(entries, around.words):
        path = f"{stem}/{year.name}.md" if is_long(year) else None
        body.append(hand.part(year, path))
        if path:
            below = ListPage(path, titled(year), page.kind, ListWriter(path, around).up(page))
            yield from by_month(below, year, around, titled)
    yield ListPage(page.path, page.title, page.kind, "\n\n".join(body))


def by_month(
    page: ListPage, year: Part, around: ListContext, titled: Callable[[Part], str] | None
) -> Iterator[ListPage]:
    """Give `page` with a year's articles by month after what its body says, and the pages of long months.

    `titled` gives the title of a month's page; without it every month has its page, named as it is.
    """
    hand = ListWriter(page.path, around)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []
    for month in months(year, around.words):
        path = f"{stem}/{month.name}.md" if titled is None or is_long(month) else None
        body.append(hand.part(month, path))
        if path:
            below = ListWriter(path, around)
            listed = f"{below.up(page)}\n\n{below.items(month.entries)}"
            yield ListPage(path, titled(month) if titled else month.title, page.kind, listed)
    yield ListPage(page.path, page.title, page.kind, "\n\n".join(body))
