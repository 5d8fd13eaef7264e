"""Listings of code: their lines in one `pre` element each. Owns finding the forms in which programs that highlight code
write it: as a table with a column of line numbers, as a list or a row of elements with a line each, and beside a column
of numbers. How a line is read is left to `code_lines`.

The line numbers are no part of the code: a reader who copies it does not want them, and Markdown has none.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import is_only_content, visible_text
from backfile.extract.element_names import split_name
from backfile.extract.page.code_lines import (
    is_control,
    is_gutter,
    is_line,
    is_named_line,
    is_row,
    read_code,
    read_numbers,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CLASSES, _IDS = (etree.XPath(f"descendant::*/@{name}", smart_strings=False) for name in ("class", "id"))
_PARTS_OF_NAMES = ("-code", "dp-")
"""A page without code elements and without such a name has no listing."""
_CODE_NAME = re.compile(
    r"(?<![a-z])(?:code|source-?code|highlight|highlighter|highlighttable|syntaxhighlighter|hljs|rouge|prettyprint|blob"
    r"|crayon|linenums|codemirror|dp-[a-z]+|shiki|prism)(?![a-z])"
)
"""Words of classes and ids by which programs that highlight code name a listing."""
_NO_CODE = ("ol", "ul", "table", "img", "h2", "h3", "h4", "blockquote")
"""Elements that no line of code contains."""
_FIND_PRE = etree.XPath("boolean(.//pre)")
_FIND_CODE = etree.XPath("boolean(.//pre or .//code)")
_MOST_AROUND = 3
_LEAST_NUMBERS = 2
"""Line numbers beside a listing whose element has no name."""
_MOST_NUMBERS = 5_000
_LONGEST_BAR = 60
"""Characters of a bar above a listing, with its language and a button."""
_SCRIPT = "syntaxhighlighter"
"""The type of script elements with a listing (SyntaxHighlighter 3, "script method"), as Confluence writes them."""
_MOST_PARTS = 30
"""Elements in such a bar."""


def normalize_code(page: HtmlElement, source: str) -> None:
    """Write each listing of a page as one `pre` element with its lines, in place. In: also the HTML."""
    body = page.find("body")
    for script in list(body.iter("script")):
        _show_script(script)
    has_code = next(body.iter("pre", "code"), None) is not None
    if not has_code and not (any(part in source for part in _PARTS_OF_NAMES) and _has_names(body)):
        return
    for table in list(body.iter("table")):
        _write_table(table)
    for code in list(body.iter("code", "ol", "div")):
        if _is_loose_listing(code):
            for line_break in code.iter("br"):  # white space after it does not count outside of `pre`
                line_break.tail = (line_break.tail or "").removeprefix("\n")
            _write_listing(code, read_code(code, is_preformatted=code.tag == "code"))
    for listing in list(body.iter("pre")):
        if next(listing.iterancestors("pre"), None) is None:
            _remove_numbers_beside(listing)
            _remove_controls_beside(listing)
            if len(listing) and listing.getparent() is not None and next(listing.iter("img"), None) is None:
                _write_listing(listing, read_code(_find_code(listing), is_preformatted=True))


def _show_script(script: HtmlElement) -> None:
    """Make a listing of a script element that SyntaxHighlighter replaces by its code, with lines of a `pre` element."""
    if (script.get("type") or "").strip().lower() == _SCRIPT:
        code = (script.text or "").strip()
        script.attrib.clear()
        _write_listing(script, code.removeprefix("<![CDATA[").removesuffix("]]>"))


def _has_names(body: HtmlElement) -> bool:
    """Return whether a page has a name by which a listing could be told."""
    names = "\n".join([*_CLASSES(body), *_IDS(body)])
    return any(part in names for part in _PARTS_OF_NAMES)


def _write_listing(listing: HtmlElement, text: str) -> None:
    """Make an element a `pre` element with a text, if there is any."""
    if text.strip():
        listing[:] = []
        listing.tag, listing.text = "pre", text


def _is_in_code(element: HtmlElement) -> bool:
    """Return whether an element or one directly around it has the name of a listing, or is one."""
    around = [element, *islice(element.iterancestors(), _MOST_AROUND)]
    return any(each.tag in ("pre", "code") or (each.tag != "body" and _has_code_name(each)) for each in around)


def _has_code_name(element: HtmlElement) -> bool:
    return _CODE_NAME.search(split_name(element)) is not None


def _find_code(listing: HtmlElement) -> HtmlElement:
    """Return the only code element in a listing with buttons, above which is a bar; else the listing."""
    codes = list(islice(listing.iter("code"), 2))
    return codes[0] if len(codes) == 1 and any(map(is_control, listing.iter())) else listing


def _write_table(table: HtmlElement) -> None:
    """Replace a table by its code, if its rows are a column of line numbers and a column of code."""
    if next(table.iterdescendants("table"), None) is not None:
        return
    rows = list(table.iter("tr"))
    codes: list[HtmlElement] = []
    numbers: list[int] = []
    for row in rows:
        cells = list(row.iterchildren("td", "th"))
        counts = [_count_numbers(cell) for cell in cells[:-1]]
        if len(cells) < 2 or None in counts:
            return
        codes.append(cells[-1])
        numbers += [count for count in counts if count]
    if not numbers and not any(cell.get("data-line-number") for cell in table.iter("td", "div")):
        return
    is_named = any(map(_has_code_name, [table, *codes])) or any(map(is_gutter, table.iter("td")))
    is_inside = any(each.tag in ("pre", "code") for each in islice(table.iterancestors(), _MOST_AROUND))
    is_listing = is_named or is_inside or (len(codes) == 1 and _FIND_PRE(codes[0]))
    if not is_listing or not _are_consecutive(rows):
        return
    text = "\n".join(read_code(code, is_preformatted=_keeps_space(code)) for code in codes)
    outer = next((each for each in islice(table.iterancestors(), _MOST_AROUND) if each.tag == "pre"), table)
    _write_listing(outer, text)


def _count_numbers(cell: HtmlElement) -> int | None:
    """Return how many line numbers a cell contains; None if it contains other text."""
    text = " ".join(cell.itertext())
    if not text.strip():
        return 0
    return read_numbers(text) or None


def _are_consecutive(rows: list[HtmlElement]) -> bool:
    """Return whether the numbers in the first cells of several rows are those of consecutive lines."""
    texts = (visible_text(row[0]) for row in rows)
    numbers = [int(text) for text in texts if text.isdecimal()]
    return len(rows) == 1 or all(after > before for before, after in pairwise(numbers))


def _keeps_space(cell: HtmlElement) -> bool:
    """Return whether the white space directly in a cell counts: it has no elements of a line each."""
    return not any(is_line(inner) for inner in cell.iterdescendants() if inner.tag != "pre")


def _is_loose_listing(element: HtmlElement) -> bool:
    """Return whether an element outside of `pre` is a listing: code of several lines that is alone in its block, or
    a list or row of lines with the name of a listing.
    """
    if element.getparent() is None:
        return False
    if element.tag == "code":
        has_lines = any(inner.tag in ("br", "div", "p") for inner in element) or "\n" in (element.text or "").strip()
        is_listing = has_lines and is_only_content(element, element.getparent()) and element.getparent().tag != "body"
    elif element.tag == "ol":
        is_listing = _has_code_name(element) and next(element.iterdescendants("p"), None) is None
    else:
        has_lines = next(iter(element), None) is not None and is_named_line(element[0]) and is_row(element)
        is_listing = has_lines and element[0].getnext() is not None and (_is_in_code(element) or _FIND_CODE(element))
    return (
        is_listing
        and next(element.iterancestors("pre"), None) is None
        and next(element.iterdescendants(*_NO_CODE), None) is None
    )


def _remove_numbers_beside(listing: HtmlElement) -> None:
    """Remove a column of line numbers directly before or after a listing, or beside the element around it alone."""
    inner = listing
    for _ in range(_MOST_AROUND):
        beside = [each for each in (inner.getprevious(), inner.getnext()) if each is not None]
        for column in beside:
            count = read_numbers(" ".join(islice(column.itertext(), _MOST_NUMBERS)))
            is_before = column is inner.getprevious()
            if count and (is_gutter(column) or (count >= _LEAST_NUMBERS and (is_before or column.tag == "ul"))):
                column.drop_tree()
        outer = inner.getparent()
        if beside or outer is None or not is_only_content(inner, outer):
            return
        inner = outer


def _remove_controls_beside(listing: HtmlElement) -> None:
    """Remove buttons in the element around a listing, and the bar in which they are with the name of a language."""
    for outer in islice(listing.iterancestors("div", "figure", "clipboard-copy"), 2):
        others = [child for child in islice(outer, _MOST_PARTS) if child is not listing]
        for child in others:
            if child.tag == "pre" or next(child.iter("pre"), None) is not None:
                continue
            parts = list(islice(child.iter(), _MOST_PARTS))
            controls = [each for each in parts if is_control(each)]
            if not controls or len(visible_text(child)) > _LONGEST_BAR:
                continue
            text = visible_text(child)
            for control in controls:
                text = text.replace(visible_text(control), "", 1)
            if len(text.split()) <= 1 and "." not in text:
                child.drop_tree()
