"""Owns the Markdown of list pages: links, list items, headings of parts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from backfile.article import PageSummary
from backfile.lists.list_kind import ListContext, ListPage
from backfile.lists.parts import Part, day


@dataclass(frozen=True, slots=True)
class ListWriter:
    """Writes the Markdown of one list page."""

    page: str
    """The page's path under docs/."""
    context: ListContext

    def part(self, part: Part, path: str | None, *, is_listed: bool) -> str:
        """Return the heading of a part and its articles, or only their number. `path` is its own page."""
        heading = self.link(part.heading, path) if path else part.heading
        if is_listed:
            return f"## {heading}\n\n{self.items(part.summaries)}"
        return f"## {heading}\n\n{self.context.phrases('articles', count=len(part.summaries))}"

    def items(self, summaries: Iterable[PageSummary]) -> str:
        """Return one list item for each article: its headline as a link, its source and day on a second line."""
        own = self.page.rpartition("/")[0]
        known = self.context.items
        lines: list[str] = []
        for summary in summaries:
            _, text, rest = known.get(id(summary)) or self._add_item(summary)
            folder, _, name = summary.path.rpartition("/")
            lines.append(f"-   [{text}]({_way(folder, own)}{name}){rest}")
        return "\n".join(lines)

    def _add_item(self, summary: PageSummary) -> tuple[PageSummary, str, str]:
        """Return what the context has of the item of a summary from now on."""
        details = [self.text(summary.source)] if summary.source else []
        details += [day(summary)] if summary.published else []
        item = summary, self.text(summary.headline), f"  \n    {' · '.join(details)}" if details else ""
        self.context.items[id(summary)] = item
        return item

    def link(self, text: str, path: str) -> str:
        """Return a Markdown link to another page under docs/."""
        return f"[{self.text(text)}]({_relative(path, self.page)})"

    def numbered(self, text: str, path: str, number: int) -> str:
        """Return a list item: a link to a page, and a number of articles."""
        return f"-   {self.link(text, path)} ({self.context.phrases.number(number)})"

    def up(self, page: ListPage) -> str:
        """Return the link from a part of a list to `page`, the page of the whole list."""
        return self.context.phrases("all_of", list=self.link(page.title, page.path))

    def text(self, text: str) -> str:
        """Escape text; put text with letters of a right-to-left script in `<bdi>`, which isolates its direction."""
        right_to_left = not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
        escaped = self.context.escape_label(text)
        return f"<bdi>{escaped}</bdi>" if right_to_left else escaped


def _relative(path: str, page: str) -> str:
    """Return the relative URL of a path for a page. In: both under docs/, normalized."""
    folder, _, name = path.rpartition("/")
    return f"{_way(folder, page.rpartition('/')[0])}{name}"


@lru_cache(maxsize=10_000)
def _way(folder: str, own: str) -> str:
    """Return the relative URL of a folder for the pages in another one: empty for the same one, else with `/`."""
    parts, others = ([*filter(None, each.split("/"))] for each in (folder, own))
    same = 0
    for part, other in zip(parts, others, strict=False):
        if part != other:
            break
        same += 1
    return "".join(f"{part}/" for part in (*[".."] * (len(others) - same), *parts[same:]))
