"""Blocks that are not written as Markdown: those that Markdown cannot express, and those that render too slowly.

Python-Markdown copies a whole stretch of text for every mark in it, and SuperFences copies a whole article for every
block of code. Both take time with the square of the length. Such blocks are recognized by the number of characters or
lines that would be copied, not by the clock, so that a page is the same on every machine. In inert HTML, neither of the
two finds a mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from backfile.markup.escape import acts_in_code

if TYPE_CHECKING:
    from bs4.element import Tag  # Builds of sites import this module, and need no parser of HTML.

MAX_NESTING = 12
"""Lists and quotations that nest deeper are written as inert HTML: the parsers of Markdown are recursive."""

FIGURE, SPANS = "a figure", "a table with spans"
"""Reasons that the page format implies: it has no other form for these blocks. They are not reported."""

_NO_MARKDOWN = {"figure": FIGURE, "dl": "a list of definitions"}
_NESTED_KINDS = {"ul": "a list", "ol": "a list", "blockquote": "a quotation"}
_NESTED = list(_NESTED_KINDS)

_WITHOUT_BLOCKS = frozenset(["p", "h2", "h3", "h4", "h5", "h6", "hr"])

MAX_COPIED = 100_000_000
"""Characters that may be copied for the marks of one block: about 0.1 s, as for 5,000 marks in 20,000 characters."""

MAX_LINES = 10_000_000
"""Lines that may be copied for the fenced code of an article: about 0.1 s, as for 1,000 blocks in 10,000 lines."""

_FENCE = re.compile(r"^[ >.1-]*```", re.MULTILINE)

_MARK = re.compile(r"[\\&<*_`\[{~^]|  \n")
"""The beginning of an escape, of an entity or of inline markup, and a line break."""

_BRACKET = re.compile(r"[\[\]<>]")

_STRETCH_END = re.compile(r"\n(?:[ >]*\n)+|\n(?=[ >]*(?:-   |1\.  ))")
"""What the writer puts between paragraphs and between items of lists. Each of these is rendered separately."""

MAX_SEARCHED = 1_000_000
"""Characters that may be searched for the ends of brackets: about 0.3 s. The writer leaves few brackets, in links. A
text that was written by hand may have many, and without ends.
"""

TOO_MANY_MARKS = "so many marks that rendering would take too long"
TOO_MUCH_CODE = "too much fenced code in one article"


def unsupported_reason(element: Tag) -> str | None:
    """Return what a block contains that Markdown cannot express, one clause; None if Markdown can express it."""
    return _structure_reason(element) or _code_reason(element)


def _structure_reason(element: Tag) -> str | None:
    if element.name in _NO_MARKDOWN:
        return _NO_MARKDOWN[element.name]
    if element.name == "table":
        return _table_reason(element)
    if element.name not in _NESTED:
        return None
    if inner := element.find(["table", *_NO_MARKDOWN]):
        return f"{_NESTED_KINDS[element.name]} with {_NO_MARKDOWN.get(inner.name, 'a table')}"
    too_deep = _depth(element) > MAX_NESTING
    return f"{_NESTED_KINDS[element.name]} nested more than {MAX_NESTING} deep" if too_deep else None


def _table_reason(table: Tag) -> str | None:
    if table.find("caption"):
        return "a table with a caption"
    if table.find(["p", "ul", "ol", "pre", "blockquote", "dl", "figure"]):
        return "a table with paragraphs or other blocks in its cells"
    if table.find(lambda tag: tag.has_attr("colspan") or tag.has_attr("rowspan")):
        return SPANS
    uneven = len({len(row.find_all(["td", "th"])) for row in table.find_all("tr")}) > 1
    return "a table whose rows differ in length" if uneven else None


def _code_reason(element: Tag) -> str | None:
    if element.name in _WITHOUT_BLOCKS:
        return None
    active = acts_in_code(element.get_text()) and (element.name == "pre" or element.find("pre"))
    return "code in which a template plugin or snippets would act" if active else None


def _depth(element: Tag) -> int:
    nested = element.find_all(_NESTED)
    return 1 + max((sum(outer.name in _NESTED for outer in inner.parents) for inner in nested), default=0)


def copies_too_much(markdown: str, name: str) -> bool:
    """Return whether Python-Markdown would copy more than MAX_COPIED characters to render a block.

    In: the Markdown of the block, and the name of its element.
    """
    if name == "pre" or len(markdown) ** 2 <= MAX_COPIED:  # no stretch has more marks than characters
        return False
    stretches = re.split(r"\||\n", markdown) if name == "table" else _STRETCH_END.split(markdown)
    return sum(len(stretch) * len(_MARK.findall(stretch)) for stretch in stretches) > MAX_COPIED


def blocks_with_excess_code(blocks: Sequence[str]) -> set[int]:
    """Return the indexes of the blocks with fenced code, if SuperFences would copy more than MAX_LINES lines for them.

    In: the Markdown of the blocks of an article.
    """
    fences = [len(_FENCE.findall(block)) for block in blocks]
    lines = sum(block.count("\n") + 2 for block in blocks)
    return {index for index, count in enumerate(fences) if count} if sum(fences) // 2 * lines > MAX_LINES else set()


def renders_slowly(markdown: str) -> bool:
    """Return whether Python-Markdown would take too long for a text that the writer did not write.

    It searches for the end of each bracket, character by character, to the end of the stretch if there is none.
    """
    searched = sum(map(_count_searched, re.split(r"\n[ >]*\n", markdown)))
    return searched > MAX_SEARCHED or copies_too_much(markdown, "") or bool(blocks_with_excess_code([markdown]))


def _count_searched(stretch: str) -> int:
    """Return the sum of the distances from square and angle brackets to their ends."""
    searched, square, angle = 0, list[int](), list[int]()
    for match in _BRACKET.finditer(stretch):
        mark, at = match[0], match.start()
        if mark in "[<":
            (square if mark == "[" else angle).append(at)
        elif mark == "]" and square:
            searched += at - square.pop()
        elif mark == ">":
            searched += sum(at - start for start in angle)
            angle.clear()
    return searched + sum(len(stretch) - start for start in square + angle)
