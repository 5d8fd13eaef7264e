"""Numbers of the strings of a page. Owns the numbering, and the positions of paragraphs and blocks among the strings.

`trafilatura` returns the strings of the article as numbers, and `restore_markup` completes this selection, so that
neither has to search for a string by its words. A *selection* is a set of numbers; a *span* is a range of positions
among the visible strings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, compress, count, islice, takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import iter_strings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Set

    from lxml.html import HtmlElement

MOST_ELEMENTS = 15_000
"""The largest number of elements for which the strings of a page are numbered."""
_PAGE_CONTROLS = frozenset(["nav", "menu", "dialog"])
"""Elements whose text is of no use outside the page."""
_SHORTEST_RUNNING_TEXT = 80
"""Characters of a paragraph. A shorter one may be a label, a headline or a caption."""
_LINKS = ("a", "button", "label")
_NO_TEXT = -1
"""The number of an image or of white space where only text counts. It is in no selection."""


def number_elements(page: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield each element with its number: that of its text, or of the element itself if it is an image.

    The tail of the element has the next number. A copy of a page has the same numbers as the page.
    """
    return zip(page.iter(), count(0, 2))


Span = tuple[int, int]
"""Start and end of a paragraph or block: positions among the visible strings of the page, the end exclusive."""


class NumberedStrings:
    """The visible strings and images of a page, in document order."""

    def __init__(self, page: HtmlElement) -> None:
        self.number = dict(number_elements(page))
        self.paragraphs: list[Span] = []
        """Runs of text without the edge of a block in them; line breaks do not end a paragraph."""
        self.holders: list[HtmlElement] = []
        """For each paragraph, the element that contains it."""
        self._blocks: dict[HtmlElement, Span] = {}
        self._images: dict[HtmlElement, Span] = {}
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._is_useful: list[bool] = []
        """For each string, whether it is of use outside the page."""
        self._is_linked: list[bool] = []
        self._read(page.find("body"))
        self._lengths = [len(text.strip()) for text in self._texts]
        self._text_numbers = [n if length else _NO_TEXT for n, length in zip(self._numbers, self._lengths, strict=True)]
        self._ends = [0, *accumulate(self._lengths)]
        useful = [length * is_useful for length, is_useful in zip(self._lengths, self._is_useful, strict=True)]
        self._useful_ends = [0, *accumulate(useful)]
        linked = (length * is_linked for length, is_linked in zip(useful, self._is_linked, strict=True))
        self._linked_ends = [0, *accumulate(linked)]

    def _read(self, body: HtmlElement) -> None:
        """Read the visible strings and images, the blocks and the paragraphs."""
        linked = _find_linked(body)
        number, texts, numbers = self.number, self._texts, self._numbers
        are_useful, are_linked, blocks = self._is_useful, self._is_linked, self._blocks
        start, open_controls = 0, 0
        for element, is_tail, string in iter_strings(body):
            position = len(texts)
            if string is not None:
                numbers.append(number[element] + is_tail)
                texts.append(string)
                are_useful.append(not open_controls)
                are_linked.append((element.getparent() if is_tail else element) in linked)
                if not is_tail and element.tag == "img":
                    self._images[element] = (position, position + 1)
                continue
            if texts:
                texts[-1] += " "
            tag = element.tag
            if tag == "br":
                continue
            if tag in _PAGE_CONTROLS:
                open_controls += -1 if is_tail else 1
            blocks[element] = (blocks[element][0] if is_tail else position, position)
            if start < position:
                self.paragraphs.append((start, position))
                self.holders.append(element if is_tail else element.getparent())
                start = position
        self.paragraphs.append((start, len(texts)))
        self.holders.append(body)
        self._blocks[body] = (0, len(texts))

    def intersect_visible(self, numbers: Set[int]) -> set[int]:
        """Return those of the numbers that belong to a visible string or image."""
        return set(numbers).intersection(self._numbers)

    def span_of(self, block: HtmlElement) -> Span:
        """Return the span of a block or an image; an empty span for an element that is not visible, or another one."""
        return self._blocks.get(block) or self._images.get(block, (0, 0))

    def read_text(self, span: Span) -> str:
        """Return the text of a span: white space collapsed, blocks separated by a space."""
        return " ".join("".join(self._texts[slice(*span)]).split())

    def count_chars(self, span: Span) -> int:
        """Count the characters of the strings in a span, without the white space around each string."""
        return self._ends[span[1]] - self._ends[span[0]]

    def count_selected_chars(self, selection: Set[int]) -> int:
        """Count the characters of the selected strings of the page."""
        strings = zip(self._numbers, self._lengths, strict=True)
        return sum(length for number, length in strings if number in selection)

    def find_running_text(self, span: Span) -> list[Span]:
        """Return the paragraphs in a span that are running text: long, and less than half of it links."""
        long = (each for each in self.list_paragraphs(span) if self.count_chars(each) >= _SHORTEST_RUNNING_TEXT)
        return [each for each in long if 2 * self.measure_link_density(each) < 1]

    def list_paragraphs(self, span: Span) -> list[Span]:
        """Return the paragraphs in a span."""
        first = bisect_left(self.paragraphs, (span[0], span[0]))
        return list(takewhile(lambda each: each[1] <= span[1], islice(self.paragraphs, first, None)))

    def is_below_link(self, span: Span) -> bool:
        """Return whether the last text before a span is in a link."""
        before, _ = self.find_neighbors(span)
        return before is not None and self._is_linked[before]

    def list_numbers(self, span: Span) -> list[int]:
        """Return the numbers of all strings and images in a span."""
        return self._numbers[slice(*span)]

    def list_useful_numbers(self, span: Span) -> list[int]:
        """Return the numbers of the strings and images in a span that are of use outside the page."""
        return list(compress(self._numbers[slice(*span)], self._is_useful[slice(*span)]))

    def measure_link_density(self, span: Span) -> float:
        """Return the share of a span's text that is in links or controls; 1 if there is no text."""
        length = self._useful_ends[span[1]] - self._useful_ends[span[0]]
        return (self._linked_ends[span[1]] - self._linked_ends[span[0]]) / length if length else 1.0

    def has_selected_text(self, span: Span, selection: Set[int]) -> bool:
        """Return whether any text of a span is selected."""
        return not selection.isdisjoint(self._text_numbers[slice(*span)])

    def find_extent(self, selection: Set[int]) -> Span:
        """Return the span from the first selected text to the last."""
        positions = [at for at, number in enumerate(self._text_numbers) if number in selection]
        return (positions[0], positions[-1] + 1) if positions else (0, 0)

    def is_selected(self, span: Span, selection: Set[int]) -> bool:
        """Return whether all useful text of a span is selected."""
        useful = compress(self._text_numbers[slice(*span)], self._is_useful[slice(*span)])
        return all(number in selection or number == _NO_TEXT for number in useful)

    def complete_if_half_selected(self, span: Span, selection: set[int]) -> bool:
        """Select all useful strings of a span if at least half of their text is selected; return whether it is."""
        if not self.has_selected_text(span, selection):
            return False
        numbers, lengths, are_useful = (each[slice(*span)] for each in (self._numbers, self._lengths, self._is_useful))
        useful = [each for each in zip(numbers, lengths, are_useful, strict=True) if each[2]]
        selected = sum(length for number, length, _ in useful if number in selection)
        if not selected or 2 * selected < sum(length for _, length, _ in useful):
            return False
        selection.update(number for number, _, _ in useful)
        return True

    def complete_or_deselect(self, paragraph: Span, selection: set[int]) -> None:
        """Select all of a paragraph or none of it.

        All of it is selected if half of its text is, or any text that is not in a link.
        """
        if selection.isdisjoint(self._numbers[slice(*paragraph)]):
            return
        texts = compress(self._text_numbers[slice(*paragraph)], self._is_useful[slice(*paragraph)])
        linked = compress(self._is_linked[slice(*paragraph)], self._is_useful[slice(*paragraph)])
        if any(number in selection and not is_linked for number, is_linked in zip(texts, linked, strict=True)):
            selection.update(self.list_useful_numbers(paragraph))
        elif not self.complete_if_half_selected(paragraph, selection):
            useful = compress(self._text_numbers[slice(*paragraph)], self._is_useful[slice(*paragraph)])
            selection.difference_update(useful)

    def are_neighbors_selected(self, span: Span, selection: Set[int]) -> tuple[bool, bool]:
        """Return whether the last text before a span and the first text after it are selected."""
        before, after = (
            position is not None and self._numbers[position] in selection for position in self.find_neighbors(span)
        )
        return before, after

    def find_neighbors(self, span: Span) -> tuple[int | None, int | None]:
        """Return the positions of the last text before a span and of the first text after it."""
        before = bisect_left(self._ends, self._ends[span[0]]) - 1
        after = bisect_right(self._ends, self._ends[span[1]]) - 1
        return before if before >= 0 else None, after if after < len(self._lengths) else None

    def has_image(self, span: Span) -> bool:
        """Return whether there is an image in a span."""
        index = bisect_left(self._image_positions, span[0])
        return index < len(self._image_positions) and self._image_positions[index] < span[1]

    def begins_at_image(self, span: Span) -> bool:
        """Return whether there is an image in a span or, without text between, directly before it."""
        before, _ = self.find_neighbors(span)
        return self.has_image((0 if before is None else before + 1, span[1]))

    @cached_property
    def _image_positions(self) -> list[int]:
        """Return the positions of the images, in their order."""
        return [start for start, _ in self._images.values()]


def _find_linked(body: HtmlElement) -> Collection[HtmlElement]:
    """Return the elements of a body that are links or controls, or within one."""
    linked: set[HtmlElement] = set()
    for link in body.iter(*_LINKS):
        if link not in linked:
            linked.update(link.iter())
    return linked
