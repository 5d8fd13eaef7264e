"""Forms of text that are not in the markup: headings that are so by their role, and line breaks that are so by style.
Owns writing both as the elements that later steps search for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from backfile.extract.dom import INVISIBLE, has_no_inner_block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADING_ROLE, PRESERVING_STYLE = "heading", "white-space"
"""Strings in the source of each page that has such forms."""
_PRESERVED = re.compile(r"white-space:(?:pre|pre-wrap|pre-line|break-spaces)(?:;|!|$)", re.IGNORECASE)
"""Values of `white-space` that keep line breaks (CSS Text 3, section 3)."""
_LITERAL = INVISIBLE | {"pre", "code", "textarea"}
_TOP_LEVEL, _LOWEST_LEVEL = 2, 6
"""Levels of headings by role. Level 1 is the headline's."""


def write_heading_roles(page: HtmlElement) -> None:
    """Replace elements with the role of a heading by headings, in place (WAI-ARIA 1.2, heading)."""
    for element in list(page.body.iter("div", "p", "span")):
        if (element.get("role") or "").lower() == "heading" and has_no_inner_block(element):
            level = element.get("aria-level") or ""
            number = int(level) if level.isdecimal() and len(level) == 1 else _TOP_LEVEL
            element.tag = f"h{min(max(number, _TOP_LEVEL), _LOWEST_LEVEL)}"


def write_line_breaks(page: HtmlElement) -> None:
    """Insert line breaks where the style of an element keeps those of its text, in place."""
    inside: set[HtmlElement | None] = set()
    for element in list(page.body.iter()):
        is_inside = element.getparent() in inside
        if element.tag not in _LITERAL and (is_inside or _PRESERVED.search(_read_style(element))):
            inside.add(element)
            element.text = _break(element, element.text, 0)
        if is_inside:
            parent = element.getparent()
            element.tail = _break(parent, element.tail, parent.index(element) + 1)


def _read_style(element: HtmlElement) -> str:
    return re.sub(r"\s", "", element.get("style") or "")


def _break(parent: HtmlElement, string: str | None, index: int) -> str | None:
    """Insert a break for each newline within a string; return the first line. In: the place of the first break."""
    if not string or not string.strip() or "\n" not in string:
        return string
    first, *lines = string.strip("\n").split("\n")
    for line in reversed(lines):
        line_break = lxml_html.Element("br")
        line_break.tail = line
        parent.insert(index, line_break)
    return first
