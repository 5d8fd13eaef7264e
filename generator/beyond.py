"""Which blocks Markdown has no form for, and which have one that would take too long to render.

Python-Markdown copies a whole stretch of text for every mark in it, which takes time with the square of its length.
Such blocks are told by their length and marks, not by the clock, so that a page is the same on every machine; it does
not look into their inert form.
"""

from __future__ import annotations

import re

from bs4.element import Tag

MAX_NESTING = 12
"""Lists and quotations nested deeper than this are written as inert HTML: the parsers of Markdown recurse."""

_NESTING = ["ul", "ol", "blockquote"]

MAX_COPIED = 100_000_000
"""Characters that may be copied for one block's marks: some 0.1 s, what 5,000 marks in 20,000 characters take."""

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
