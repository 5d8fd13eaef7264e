"""What an index is, and the Markdown that all kinds of list page share."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.article import Entry


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
class Index:
    """One way through the archive: the list pages of one kind, a pure function of the entries."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of its pages."""
    folder: str
    """Where its pages lie, under docs/; empty for docs/ itself."""
    pages: Callable[[Sequence[Entry], str, Label], Iterator[ListPage]]
    """In: all entries, in the order of their paths; the site's name; how text is written. Out: the pages."""


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by day, the newest first; undated ones last; within a day by path."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    return sorted(ordered, key=_day, reverse=True)


def _day(entry: Entry) -> str:
    return entry.published.strftime("%Y-%m-%d").zfill(10) if entry.published else ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes the Markdown of one list page."""

    page: str
    """The page's path under docs/."""
    label: Label

    def by_year(self, entries: Iterable[Entry]) -> str:
        """Give a list of articles under a heading a year."""
        parts: list[str] = []
        for year, group in groupby(newest_first(entries), key=lambda entry: _day(entry)[:4]):
            parts += [f"## {year or 'Undated'}", self.items(group)]
        return "\n\n".join(parts)

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
        turned = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
        return f"<bdi>{self.label(text)}</bdi>" if turned else self.label(text)
