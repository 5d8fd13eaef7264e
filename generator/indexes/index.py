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

from generator.article import MONTHS, Entry
from generator.page import slug

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


Label = Callable[[str], str]
"""Plain text on one line -> Markdown that shows just that: `markdown.escape`, or `markdown.Writer.label`."""


@dataclass(frozen=True, slots=True)
class Around:
    """What lists need to know besides the entries."""

    site_name: str
    label: Label
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tag -> the tags above it, as the vocabulary has them."""
    known: frozenset[str] = frozenset()
    """The tags of the vocabulary."""
    called: Callable[[Entry], Entry] = lambda entry: entry
    """Entry -> the same with the names that its owner has for authors and publications."""


@dataclass(frozen=True, slots=True)
class Index:
    """One way through the archive: the list pages of one kind, a pure function of the entries."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of its pages."""
    folder: str
    """Where its pages lie, under docs/; empty for docs/ itself."""
    pages: Callable[[Sequence[Entry], Around], Iterator[ListPage]]
    """In: all entries, as `newest_first` has them, and what is around them. Out: the pages."""


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by day, the newest first, within a day by path; then the undated ones, by headline."""
    ordered = sorted(entries, key=lambda entry: ("" if entry.published else entry.headline.casefold(), entry.path))
    return sorted(ordered, key=_day, reverse=True)


def _day(entry: Entry) -> str:
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
    entries: Sequence[Entry]


def years(entries: Iterable[Entry]) -> list[Part]:
    """Part a list by years, the undated last. In: entries as `newest_first` has them."""
    parts = ((year, list(group)) for year, group in groupby(entries, key=lambda entry: _day(entry)[:4]))
    return [Part(year or UNDATED, year or "Undated", year or "Undated", group) for year, group in parts]


def months(part: Part) -> list[Part]:
    """Part a year by months; the undated by the initials of their headlines, `other` where that is no letter."""
    if part.name == UNDATED:
        ordered = sorted(part.entries, key=lambda entry: (_initial(entry) == OTHER, _initial(entry)))
        initials = groupby(ordered, key=_initial)
        return [Part(name, name.upper(), f"Undated, {name.upper()}", list(group)) for name, group in initials]
    named = ((month, list(group)) for month, group in groupby(part.entries, key=lambda entry: _day(entry)[5:7]))
    return [Part(month, (name := MONTHS[int(month) - 1]), f"{name} {part.title}", group) for month, group in named]


def _initial(entry: Entry) -> str:
    initial = slug(entry.headline)[:1]
    return initial if initial.isalpha() else OTHER


def counted(number: int) -> str:
    """Say how many articles."""
    return f"{number:,} article{'s' * (number != 1)}"


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes the Markdown of one list page."""

    page: str
    """The page's path under docs/."""
    label: Label

    def part(self, part: Part, below: str | None) -> str:
        """Give a heading and the articles of a part; where they are many, how many. `below` is the part's own page."""
        heading = self.link(part.heading, below) if below else part.heading
        return f"## {heading}\n\n{counted(len(part.entries)) if is_long(part) else self.items(part.entries)}"

    def items(self, entries: Iterable[Entry]) -> str:
        """Give one list item an article: its headline as a link, and on a line of their own its source and day."""
        return "\n".join(f"-   {self._item(entry)}" for entry in entries)

    def _item(self, entry: Entry) -> str:
        about = [self._isolated(entry.source)] if entry.source else []
        about += [_day(entry)] if entry.published else []
        headline = self.link(entry.headline, entry.path)
        return f"{headline}  \n    {' · '.join(about)}" if about else headline

    def link(self, text: str, path: str) -> str:
        """Give a Markdown link to another page under docs/."""
        return f"[{self._isolated(text)}]({posixpath.relpath(path, posixpath.dirname(self.page) or '.')})"

    def _isolated(self, text: str) -> str:
        """Write text; where it holds letters written from right to left, keep it from turning round what follows."""
        turned = not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
        return f"<bdi>{self.label(text)}</bdi>" if turned else self.label(text)


def is_long(part: Part) -> bool:
    """Whether a part's articles stand on a page of its own only."""
    return len(part.entries) > MOST


def by_year(page: ListPage, entries: Iterable[Entry], label: Label) -> Iterator[ListPage]:
    """Give `page` with these articles by year after what its body says, and the pages of long years and months."""
    hand = Hand(page.path, label)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []
    for year in years(entries):
        path = f"{stem}/{year.name}.md" if is_long(year) else None
        body.append(hand.part(year, path))
        if path:
            up = f"All of {Hand(path, label).link(page.title, page.path)}"
            yield from by_month(ListPage(path, f"{page.title}, {year.title}", page.kind, up), year, label)
    yield ListPage(page.path, page.title, page.kind, "\n\n".join(body))


def by_month(page: ListPage, year: Part, label: Label, *, of_its_own: bool = False) -> Iterator[ListPage]:
    """Give `page` with a year's articles by month after what its body says, and the pages of long months.

    With `of_its_own` every month has its page.
    """
    hand = Hand(page.path, label)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []
    for month in months(year):
        path = f"{stem}/{month.name}.md" if of_its_own or is_long(month) else None
        body.append(hand.part(month, path))
        if path:
            below = Hand(path, label)
            listed = f"All of {below.link(page.title, page.path)}\n\n{below.items(month.entries)}"
            title = page.title.removesuffix(year.title) + month.title
            yield ListPage(path, title, page.kind, listed)
    yield ListPage(page.path, page.title, page.kind, "\n\n".join(body))
