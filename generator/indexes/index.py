"""What an index is, and the Markdown that all kinds of list page share."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.article import Entry
from generator.markdown import escape


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


@dataclass(frozen=True, slots=True)
class Index:
    """One way through the archive: the list pages of one kind, a pure function of the entries."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of its pages."""
    folder: str
    """Where its pages lie, under docs/; empty for docs/ itself."""
    pages: Callable[[Sequence[Entry], str], Iterator[ListPage]]
    """In: all entries, in the order of their paths, and the site's name. Out: the pages, in any order."""


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by day, the newest first; undated ones last; within a day by path."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    return sorted(ordered, key=_day, reverse=True)


def _day(entry: Entry) -> str:
    return entry.published.strftime("%Y-%m-%d").zfill(10) if entry.published else ""


def by_year(entries: Iterable[Entry], page: str) -> str:
    """Give a list of articles under a heading a year. `page` is the path of the page that will hold it."""
    parts: list[str] = []
    for year, group in groupby(newest_first(entries), key=lambda entry: _day(entry)[:4]):
        parts += [f"## {year or 'Undated'}", items(group, page)]
    return "\n\n".join(parts)


def items(entries: Iterable[Entry], page: str) -> str:
    """Give one list item an article: its headline as a link, and on a line of their own its source and day."""
    return "\n".join(f"-   {_item(entry, page)}" for entry in entries)


def _item(entry: Entry, page: str) -> str:
    about = [isolated(entry.source)] if entry.source else []
    about += [_day(entry)] if entry.published else []
    headline = link(entry.headline, entry.path, page)
    return f"{headline}  \n    {' · '.join(about)}" if about else headline


def isolated(text: str) -> str:
    """Escape text; where it holds letters written from right to left, keep it from turning round what follows it."""
    turned = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return f"<bdi>{escape(text)}</bdi>" if turned else escape(text)


def link(text: str, path: str, page: str) -> str:
    """Give a Markdown link from one page to another, both under docs/."""
    return f"[{isolated(text)}]({posixpath.relpath(path, posixpath.dirname(page) or '.')})"
