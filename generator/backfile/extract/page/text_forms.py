"""Forms of text that are not in the markup: headings and windows that are so by their role, line breaks that are so by
style, quotations in asides, and paragraphs of plain text. Owns writing them as the elements that later steps search
for.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import INVISIBLE, has_no_inner_block, list_attributes, visible_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PRESERVING_STYLE = "white-space"
_PRESERVED = re.compile(r"white-space:(?:pre|pre-wrap|pre-line|break-spaces)(?:;|!|$)", re.IGNORECASE)
"""Values of `white-space` that keep line breaks (CSS Text 3, section 3)."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WITH_ROLE = ("div", "p", "span")
_WINDOWS, _WINDOW_ROLES = ("div", "section"), ("dialog", "alertdialog")
_OF_ARTICLE = ("h1", "article", "main")
_LITERAL = INVISIBLE | {"pre", "code", "textarea"}
_MOST_LINES = 2_000
"""Lines of a string. A longer one is data."""
_MOST_QUOTATIONS = 500
"""Asides that are examined: each that is unwrapped takes time for all elements beside it."""
_LONGEST_TITLE = 150
"""Characters of the title of a quotation: who is quoted, and where."""
_TOP_LEVEL, _LOWEST_LEVEL = 2, 6
"""Levels of headings by role. Level 1 is the headline's."""


def write_heading_roles(page: HtmlElement) -> None:
    """Replace elements with the role of a heading by headings, in place (WAI-ARIA 1.2, heading)."""
    for element in list(page.find("body").iter(*_WITH_ROLE)):
        if (element.get("role") or "").lower() == "heading" and has_no_inner_block(element):
            level = element.get("aria-level") or ""
            number = int(level) if level.isdecimal() and len(level) == 1 else _TOP_LEVEL
            element.tag = f"h{min(max(number, _TOP_LEVEL), _LOWEST_LEVEL)}"


def write_dialogs(page: HtmlElement) -> None:
    """Write windows over a page as `dialog` elements, in place (WAI-ARIA 1.2, dialog, alertdialog), so that all steps
    tell them by that. One with a headline, or with half of the text of the page, may be how the page shows its article.
    """
    body = page.find("body")
    windows = [each for each in body.iter(*_WINDOWS) if (each.get("role") or "").lower() in _WINDOW_ROLES]
    length = len(visible_text(body)) if windows else 0
    for window in windows:
        if next(window.iter(*_OF_ARTICLE), None) is None and 2 * len(visible_text(window)) < length:
            window.tag = "dialog"


def write_line_breaks(page: HtmlElement) -> None:
    """Insert line breaks where the style of an element keeps those of its text, in place."""
    preserving = {element for element, style in list_attributes(page.find("body"), "style") if _preserves_breaks(style)}
    inside: set[HtmlElement | None] = set()
    for element in list(page.find("body").iter()) if preserving else ():
        is_inside = element.getparent() in inside
        if is_inside and (lines := _split_lines(element.tail)):
            element.tail = lines[0]
            _insert_lines(element, lines[1:])
        if element.tag not in _LITERAL and (is_inside or element in preserving):
            inside.add(element)
            if lines := _split_lines(element.text):
                element.text = lines[0]
                element.insert(0, _make_line(lines[1]))
                _insert_lines(element[0], lines[2:])


def write_quotations(page: HtmlElement) -> None:
    """Unwrap asides that consist of a short title and a quotation, in place: posts of forums quote each other so."""
    for aside in list(islice(page.find("body").iter("aside"), _MOST_QUOTATIONS)):
        children = list(islice(aside, 3))
        if [child.tag for child in children] in (["div", "blockquote"], ["p", "blockquote"], ["header", "blockquote"]):
            title = visible_text(children[0])
            is_within_text = next(aside.iterancestors("aside", "nav", "footer"), None) is None
            if is_within_text and 0 < len(title) <= _LONGEST_TITLE and not (aside.text or "").strip():
                children[0].tag = "p"
                aside.drop_tag()


def write_plain_paragraphs(page: HtmlElement) -> None:
    """Write paragraphs where a page is plain text without an element, in place: a blank line separates them."""
    body = page.find("body")
    if len(body) > 1 or (len(body) == 1 and (body[0].tag != "p" or len(body[0]))):
        return
    parts = [part.strip() for part in _BLANK_LINE.split("".join(body.itertext())) if part.strip()]
    if 1 < len(parts) <= _MOST_LINES:
        body.text, body[:] = None, []
        for part in parts:
            etree.SubElement(body, "p").text = part


def _preserves_breaks(style: str) -> bool:
    return _PRESERVING_STYLE in style.lower() and _PRESERVED.search("".join(style.split())) is not None


def _split_lines(string: str | None) -> list[str]:
    """Return the lines of a string of several; none of one line, of white space, or of more lines than are broken."""
    lines = (string or "").strip("\n").split("\n")
    return lines if 1 < len(lines) <= _MOST_LINES and any(map(str.strip, lines)) else []


def _make_line(line: str) -> HtmlElement:
    """Return a line break with a line after it."""
    line_break = lxml_html.Element("br")
    line_break.tail = line
    return line_break


def _insert_lines(element: HtmlElement, lines: list[str]) -> None:
    """Insert line breaks, each with a line after it, behind an element and the text after it."""
    tail, last = element.tail, element
    element.tail = None
    for line in lines:
        line_break = _make_line("")
        last.addnext(line_break)
        last, line_break.tail = line_break, line
    element.tail = tail
