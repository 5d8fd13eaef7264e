"""Which blocks Markdown has no form for, and which have one that would take too long to render.

Python-Markdown copies a whole stretch of text for every mark in it, and SuperFences a whole article for every block of
code, which takes time with the square of their length. Such blocks are told by what would be copied, not by the clock,
so that a page is the same on every machine. Into their inert form neither looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import Tag

MAX_NESTING = 12
"""Lists and quotations nested deeper than this are written as inert HTML: the parsers of Markdown recurse."""

_NESTING = ["ul", "ol", "blockquote"]

MAX_COPIED = 100_000_000
"""Characters that may be copied for one block's marks: some 0.1 s, what 5,000 marks in 20,000 characters take."""

MAX_LINES = 10_000_000
"""Lines that may be copied for an article's fenced code: some 0.1 s, what 1,000 blocks among 10,000 lines take."""

_FENCE = re.compile(r"^[ >.1-]*```", re.MULTILINE)

_MARK = re.compile(r"[\\&<*_`\[{~^]|  \n")
"""What begins an escape, an entity or inline markup, or is a line break."""

_STRETCH = re.compile(r"\n(?:[ >]*\n)+|\n(?=[ >]*(?:-   |1\.  ))")
"""Between paragraphs and between items of lists, as the writer parts them: each is rendered by itself."""


def beyond_markdown(element: Tag) -> bool:
    """Whether a block has something that Markdown has no form for: spans, blocks in cells, great depth."""
    if element.name in ("figure", "dl"):
        return True
    if element.name == "table":
        return bool(
            element.find(["caption", "p", "ul", "ol", "pre", "blockquote", "dl", "figure"])
            or element.find(lambda tag: tag.has_attr("colspan") or tag.has_attr("rowspan"))
            or len({len(row.find_all(["td", "th"])) for row in element.find_all("tr")}) > 1
        )
    if element.name in _NESTING:
        return bool(element.find(["table", "figure", "dl"])) or _nesting(element) > MAX_NESTING
    return False


def _nesting(element: Tag) -> int:
    nested = element.find_all(_NESTING)
    return 1 + max((sum(outer.name in _NESTING for outer in inner.parents) for inner in nested), default=0)


def copied(markdown: str, name: str) -> int:
    """Estimate how many characters Python-Markdown copies to render a block, from its Markdown and its element."""
    if name == "pre":
        return 0
    stretches = re.split(r"\||\n", markdown) if name == "table" else _STRETCH.split(markdown)
    return sum(len(stretch) * len(_MARK.findall(stretch)) for stretch in stretches)


def fenced(blocks: Sequence[str]) -> set[int]:
    """Name the blocks with fenced code where an article has too much of it: SuperFences copies all lines for each.

    In: the Markdown of an article's blocks.
    """
    edges = [len(_FENCE.findall(block)) for block in blocks]
    lines = sum(block.count("\n") + 2 for block in blocks)
    return {index for index, count in enumerate(edges) if count} if sum(edges) // 2 * lines > MAX_LINES else set()
