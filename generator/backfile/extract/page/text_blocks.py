"""Blocks of a page: the parts of which its text is a sequence. Owns finding them and their places. Paragraphs,
headings, lists and quotations are blocks, and so is text that is in none of them: in a `div` or `span`, or directly
beside paragraphs. Which blocks belong to the article is left to `fill_gaps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, is_hidden, is_only_content

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings, Span

ELSEWHERE = ("a", "aside", "nav", "footer", "li")
"""Elements whose text and figures lead to other pages."""
_FLOW = ("p", *HEADINGS, "ul", "ol", "dl", "blockquote")
"""The blocks of which an article is a sequence."""
_LISTS = ("ul", "ol", "dl", "menu")
_APART = ("figure", "figcaption", "caption", "table", "pre", "address", "button", "label", "select", "textarea")
"""Elements whose text is a caption, data, code or a control. It is no loose text."""
_WRAPPERS = ("div", "section", "header", "hgroup")
_MOST_WRAPPERS = 3
"""Elements around a heading that contain nothing else."""
_MOST_AROUND = 6
"""Elements around a block that are examined."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of text."""

    element: HtmlElement
    """The element of the block, or the element that contains loose text directly beside other blocks."""
    span: Span
    text: str
    around: tuple[HtmlElement, ...]
    """The elements around the block, at most `_MOST_AROUND`, the innermost first."""
    is_loose: bool = False
    """Whether it is in no paragraph, heading, list or quotation."""

    @property
    def is_heading(self) -> bool:
        """Return whether the block is a heading."""
        return not self.is_loose and self.element.tag in HEADINGS

    @property
    def is_bare(self) -> bool:
        """Return whether the block is loose and its element contains other blocks too."""
        return self.around[:1] == (self.element,)

    def list_holders(self, count: int) -> Sequence[HtmlElement]:
        """Return the elements around the block, at most `count`, the innermost first."""
        return self.around[:count]


def find_blocks(body: HtmlElement, strings: NumberedStrings) -> list[TextBlock]:
    """Return the blocks of a page that contain text, in document order, without those in another block, in an aside or
    in a link.
    """
    closed: set[HtmlElement | None] = set()
    apart: set[HtmlElement | None] = set()
    blocks: list[TextBlock] = []
    for element in body.iter():
        parent = element.getparent()
        if parent in closed:
            closed.add(element)
            continue
        tag = element.tag
        if (tag in ELSEWHERE and _is_elsewhere(tag, parent)) or is_concealed(element):
            closed.add(element)
        elif tag in _FLOW:
            closed.add(element)
            span = strings.span_of(element)
            if text := strings.read_text(span):
                outer = _find_wrapper(element) if tag in HEADINGS else element
                blocks.append(TextBlock(element, span, text, _list_around(outer)))
        elif parent in apart or tag in _APART:
            apart.add(element)
    blocks += _iter_loose(strings, closed | apart)
    return sorted(blocks, key=lambda block: block.span)


def _is_elsewhere(tag: str, parent: HtmlElement | None) -> bool:
    """Return whether an element that leads to other pages is apart from the text: an item without a list is a line."""
    return tag != "li" or parent is None or parent.tag in _LISTS


def _iter_loose(strings: NumberedStrings, others: Collection[HtmlElement | None]) -> Iterator[TextBlock]:
    """Yield each run of text between the edges of blocks as a block, without those in the `others`."""
    for span, holder in zip(strings.paragraphs, strings.holders, strict=True):
        if strings.count_chars(span) and holder not in others and (text := strings.read_text(span)):
            around = _list_around(holder)
            if strings.span_of(holder) != span:
                around = (holder, *around)[:_MOST_AROUND]
            yield TextBlock(holder, span, text, around, is_loose=True)


def _find_wrapper(heading: HtmlElement) -> HtmlElement:
    """Return the outermost element around a heading that contains only the heading: it stands among the blocks."""
    for outer in islice(heading.iterancestors(*_WRAPPERS), _MOST_WRAPPERS):
        if not is_only_content(heading, outer):
            break
        heading = outer
    return heading


def _list_around(element: HtmlElement) -> tuple[HtmlElement, ...]:
    return tuple(islice(element.iterancestors(), _MOST_AROUND))


def is_concealed(element: HtmlElement) -> bool:
    """Return whether an element is hidden, on the screen or from screen readers."""
    return element.get("aria-hidden") == "true" or is_hidden(element)
