"""Lines of text in a tree. Owns the lines above an article: what one line is, whether it is a heading or a paragraph,
and removing it. Which lines are removed is left to `repeated_metadata`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.extract.dom import BLOCKS, HEADINGS, SENTENCE_ENDS, iter_strings, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SHORTEST_PARAGRAPH = 80
"""Characters of a paragraph, without URLs in it. A shorter line is a paragraph only if it ends a sentence."""
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class TextLine:
    """Text without the edge of a block in it."""

    text: str
    strings: tuple[tuple[HtmlElement, bool], ...]
    """Each string as its element, and whether it is the tail of the element."""

    @property
    def holders(self) -> Iterator[HtmlElement]:
        """Yield the element in which the line begins, then its ancestors that contain nothing else."""
        element, is_tail = next(
            (each, tail) for each, tail in self.strings if ((each.tail if tail else each.text) or "").strip()
        )
        holder = element.getparent() if is_tail else element
        while holder is not None and (holder.tag not in BLOCKS or visible_text(holder) == self.text):
            yield holder
            holder = holder.getparent()

    @property
    def ancestor_tags(self) -> Iterator[str]:
        """Yield the tags of all elements around the line, the innermost first."""
        element, is_tail = self.strings[0]
        if not is_tail:
            yield element.tag
        yield from (ancestor.tag for ancestor in element.iterancestors())

    @property
    def is_heading(self) -> bool:
        """Return whether the line is a whole heading."""
        return any(holder.tag in HEADINGS for holder in self.holders)

    @property
    def is_paragraph(self) -> bool:
        """Return whether the line is a paragraph of an article, by its length and its end."""
        text = _URL.sub("", self.text)
        return not self.is_heading and (len(text) >= _SHORTEST_PARAGRAPH or text.endswith(SENTENCE_ENDS))

    def remove(self) -> None:
        """Remove the strings of the line from their elements. The sanitizer drops elements without content."""
        for element, is_tail in self.strings:
            if is_tail:
                element.tail = None
            else:
                element.text = None


def iter_lines(article: HtmlElement, *, breaks: bool = False) -> Iterator[TextLine]:
    """Yield the lines of an article, in document order. A heading is one line, whatever is in it.

    `breaks` is whether a br element ends a line, too: on pages without paragraph elements, br elements separate all.
    """
    words: list[str] = []
    strings: list[tuple[HtmlElement, bool]] = []
    heading: HtmlElement | None = None
    for element, is_tail, string in iter_strings(article):
        if string is not None:
            words.append(string)
            strings += [(element, is_tail)] if string else []
            continue
        words.append(" ")
        if (element.tag == "br" and not breaks) or (heading is not None and element is not heading):
            continue
        if line := " ".join("".join(words).split()):
            yield TextLine(line, tuple(strings))
        words, strings = [], []
        heading = element if element.tag in HEADINGS and not is_tail else None
