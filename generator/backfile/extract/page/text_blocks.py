"""Blocks of a page: the parts of which its text is a sequence. Owns finding them and their places. Paragraphs,
headings, lists and quotations are blocks, and so is text that is in none of them: in a `div` or `span`, or directly
beside paragraphs. Which blocks belong to the article is left to `fill_gaps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings, Span

ELSEWHERE = ("a", "aside", "nav", "footer", "li")
"""Elements whose text and figures lead to other pages."""
_FLOW = ("p", *HEADINGS, "ul", "ol", "dl", "blockquote")
"""The blocks of which an article is a sequence."""
_APART = ("figure", "figcaption", "caption", "table", "pre", "address", "button", "label", "select", "textarea")
"""Elements whose text is a caption, data, code or a control. It is no loose text."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of text."""

    element: HtmlElement
    """The element of the block, or the element that contains loose text directly beside other blocks."""
    span: Span
    text: str
    is_loose: bool = False
    """Whether it is in no paragraph, heading, list or quotation."""
    is_bare: bool = False
    """Whether it is loose and its element contains other blocks too."""

    @property
    def is_heading(self) -> bool:
        """Return whether the block is a heading."""
        return not self.is_loose and self.element.tag in HEADINGS

    def list_holders(self, count: int) -> list[HtmlElement]:
        """Return the elements around the block, at most `count`, the innermost first."""
        around = self.element.iterancestors()
        return list(islice(chain([self.element], around) if self.is_bare else around, count))


def find_blocks(body: HtmlElement, strings: NumberedStrings) -> list[TextBlock]:
    """Return the blocks of a page that contain text, in document order, without those in another block, in an aside or
    in a link.
    """
    closed: set[HtmlElement | None] = set()
    apart: set[HtmlElement | None] = set()
    blocks: list[TextBlock] = []
    for element in body.iter():
        parent = element.getparent()
        if parent in closed or element.tag in ELSEWHERE or is_concealed(element):
            closed.add(element)
        elif element.tag in _FLOW:
            closed.add(element)
            span = strings.span_of(element)
            blocks.append(TextBlock(element, span, strings.read_text(span)))
        elif parent in apart or element.tag in _APART:
            apart.add(element)
    blocks += (block for block in _iter_loose(strings) if block.element not in closed and block.element not in apart)
    return sorted((block for block in blocks if block.text), key=lambda block: block.span)


def _iter_loose(strings: NumberedStrings) -> Iterator[TextBlock]:
    """Yield each run of text between the edges of blocks as a block."""
    for span, holder in zip(strings.paragraphs, strings.holders, strict=True):
        if span[0] < span[1] and (text := strings.read_text(span)):
            yield TextBlock(holder, span, text, is_loose=True, is_bare=strings.span_of(holder) != span)


def is_concealed(element: HtmlElement) -> bool:
    """Return whether an element is hidden, on the screen or from screen readers."""
    return element.get("aria-hidden") == "true" or is_hidden(element)
