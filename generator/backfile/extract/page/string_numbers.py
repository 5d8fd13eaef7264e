"""The strings of a page, by number. Owns numbering them and knowing where paragraphs and structures begin and end among
them; whoever chooses among strings and whoever keeps them speak of the same ones by these numbers.
"""

from __future__ import annotations

from itertools import accumulate, count
from typing import TYPE_CHECKING, NamedTuple

from backfile.extract.dom import pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.html import HtmlElement

MOST_ELEMENTS = 15_000
"""How many elements a page may have for its strings to be told apart."""
_USEFUL_THERE_ALONE = frozenset(["nav", "menu", "dialog"])
_SHORTEST_PROSE = 80
"""Characters from which a paragraph is no label, headline or caption."""
_LINKS = ("a", "button")


def numbers(page: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Give the number of each element: that of the text it begins with, or of itself if it is an image. The text after
    it has the next one. A copy of a page has the numbers of the page.
    """
    return zip(page.iter(), count(0, 2))


class _Visible(NamedTuple):
    """A visible string or image."""

    number: int
    length: int
    useful: bool
    """Whether it is of use outside its page."""
    linked: bool


Span = tuple[int, int]
"""Where a paragraph or block begins and ends among the strings of its page."""


class Strings:
    """The visible strings and images of a page in their order."""

    def __init__(self, page: HtmlElement) -> None:
        self.number = dict(numbers(page))
        self.paragraphs: list[Span] = []
        """All text that no edge of a block interrupts; line breaks do not."""
        self._blocks: dict[HtmlElement, Span] = {}
        self._all: list[_Visible] = []
        linked: set[HtmlElement | None] = set()
        level: dict[HtmlElement | None, int] = {}
        for item in self.number:
            parent = item.getparent()
            level[item] = level.get(parent, 0) + 1
            if item.tag in _LINKS or parent in linked:
                linked.add(item)
        self.depth = max(level.values())
        """How many levels of elements the page has."""
        opened, useless = 0, 0
        body = page.body
        for item, after, string in pieces(body):
            here = len(self._all)
            if string is not None:
                holder = item.getparent() if after else item
                number = self.number[item] + after
                self._all.append(_Visible(number, len(string.strip()), not useless, holder in linked))
            elif item.tag != "br":
                useless += (item.tag in _USEFUL_THERE_ALONE) * (-1 if after else 1)
                self._blocks[item] = (self.span(item)[0] if after else here, here)
                self.paragraphs.append((opened, here))
                opened = here
        self.paragraphs.append((opened, len(self._all)))
        self._blocks[body] = (0, len(self._all))
        self._ends = [0, *accumulate(part.length for part in self._all)]

    def among(self, chosen: Collection[int]) -> set[int]:
        """Give those of the numbers that belong to a visible string or image."""
        return {part.number for part in self._all if part.number in chosen}

    def span(self, block: HtmlElement) -> Span:
        """Give where a block stands; an empty span for one that is not seen."""
        return self._blocks.get(block, (0, 0))

    def length(self, span: Span) -> int:
        """Give how many characters the visible strings of a span have, without the space around each."""
        return self._ends[span[1]] - self._ends[span[0]]

    def amount(self, kept: Collection[int]) -> int:
        """Give how many characters the visible strings with these numbers have."""
        return sum(part.length for part in self._all if part.number in kept)

    def prose(self, span: Span) -> list[Span]:
        """Give the paragraphs of a span that are running text: long, and not for the most part links."""
        inside = (part for part in self.paragraphs if span[0] <= part[0] and part[1] <= span[1])
        return [part for part in inside if self.length(part) >= _SHORTEST_PROSE and 2 * self.linked(part) < 1]

    def within(self, span: Span) -> list[int]:
        """Give all numbers of a span."""
        return [part.number for part in self._all[slice(*span)]]

    def useful(self, span: Span) -> list[int]:
        """Give the numbers of a span that are of use outside their page."""
        return [part.number for part in self._all[slice(*span)] if part.useful]

    def linked(self, span: Span) -> float:
        """Give the share of a span's text that leads elsewhere; 1 where there is no text."""
        parts = [part for part in self._all[slice(*span)] if part.useful]
        length = sum(part.length for part in parts)
        return sum(part.length for part in parts if part.linked) / length if length else 1.0

    def holds(self, span: Span, kept: Collection[int]) -> bool:
        """Say whether any text of a span is kept."""
        return any(part.length and part.number in kept for part in self._all[slice(*span)])

    def complete(self, span: Span, kept: set[int]) -> bool:
        """Add all that is of use in a span to `kept`, if at least half of that text is kept; say whether it is."""
        useful = [part for part in self._all[slice(*span)] if part.useful]
        held = sum(part.length for part in useful if part.number in kept)
        if not held or 2 * held < sum(part.length for part in useful):
            return False
        kept.update(part.number for part in useful)
        return True

    def settle(self, paragraph: Span, kept: set[int]) -> None:
        """Keep a paragraph whole or not at all: whole if half of its text is kept or any that is not merely a link."""
        if not any(part.number in kept for part in self._all[slice(*paragraph)]):
            return
        parts = [part for part in self._all[slice(*paragraph)] if part.useful and part.length]
        if any(part.number in kept and not part.linked for part in parts):
            kept.update(self.useful(paragraph))
        elif not self.complete(paragraph, kept):
            kept.difference_update(part.number for part in parts)

    def beside(self, span: Span, kept: Collection[int]) -> tuple[bool, bool]:
        """Say whether the strings directly before and after a span are kept."""
        sides = range(span[0] - 1, -1, -1), range(span[1], len(self._all))
        nearest = (next((self._all[place].number for place in side if self._all[place].length), None) for side in sides)
        before, after = (number in kept for number in nearest)
        return before, after
