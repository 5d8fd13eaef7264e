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

FIGURE, SPANS = "a figure", "a table with spans"
"""Why such blocks are inert: the page format has no other way for them."""

_NO_FORM = {"figure": FIGURE, "dl": "a list of definitions"}
_HELD = {"ul": "a list", "ol": "a list", "blockquote": "a quotation"}
_NESTING = list(_HELD)

MAX_COPIED = 100_000_000
"""Characters that may be copied for one block's marks: some 0.1 s, what 5,000 marks in 20,000 characters take."""

MAX_LINES = 10_000_000
"""Lines that may be copied for an article's fenced code: some 0.1 s, what 1,000 blocks among 10,000 lines take."""

_FENCE = re.compile(r"^[ >.1-]*```", re.MULTILINE)

_MARK = re.compile(r"[\\&<*_`\[{~^]|  \n")
"""What begins an escape, an entity or inline markup, or is a line break."""

_STRETCH = re.compile(r"\n(?:[ >]*\n)+|\n(?=[ >]*(?:-   |1\.  ))")
"""Between paragraphs and between items of lists, as the writer parts them: each is rendered by itself."""


COPIED, FENCED = "so many marks that rendering would take too long", "too much fenced code in one article"
"""Why such blocks are inert."""


def beyond_markdown(element: Tag) -> str | None:
    """Say what a block has that Markdown has no form for, if anything: spans, blocks in cells, great depth."""
    if element.name in _NO_FORM:
        return _NO_FORM[element.name]
    if element.name == "table":
        return _beyond_table(element)
    if element.name not in _NESTING:
        return None
    if held := element.find(["table", *_NO_FORM]):
        return f"{_HELD[element.name]} with {_NO_FORM.get(held.name, 'a table')}"
    return f"{_HELD[element.name]} nested more than {MAX_NESTING} deep" if _nesting(element) > MAX_NESTING else None


def _beyond_table(table: Tag) -> str | None:
    if table.find("caption"):
        return "a table with a caption"
    if table.find(["p", "ul", "ol", "pre", "blockquote", "dl", "figure"]):
        return "a table with paragraphs or other blocks in its cells"
    if table.find(lambda tag: tag.has_attr("colspan") or tag.has_attr("rowspan")):
        return SPANS
    uneven = len({len(row.find_all(["td", "th"])) for row in table.find_all("tr")}) > 1
    return "a table whose rows differ in length" if uneven else None


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
