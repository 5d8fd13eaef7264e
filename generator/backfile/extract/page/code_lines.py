"""Lines of code. Owns reading the text of a listing as its reader sees it: one line for each element that a page shows
as a line, and no line numbers, buttons or icons. Which elements are listings is left to `code_blocks`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from backfile.extract.dom import visible_text
from backfile.extract.element_names import split_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NUMBER_NAME = re.compile(
    r"(?<![a-z])(?:ln|lnt|lnum|line-?nos?|line-?nums?|line-?numbers?|gutter|blob-nums?|crayon-nums?|select-none"
    r"|unselectable)(?![a-z])"
)
"""Words of classes and ids by which programs that highlight code name the numbers of its lines."""
_LINE_NAME = re.compile(r"(?:^| )(?:(?:code|crayon|token|view|hljs-ln|highlight(?:ed)?|syntax)-)?line(?= |$)")
"""A class that names a line. Other names that end so are those of kinds of code, such as the line of a request."""
_DRAWN_NUMBER_NAME = re.compile(r"(?<![a-z])(?:ln|line)-?num(?:ber)?s?(?![a-z])")
"""Names of elements for a number that a style sheet draws: they are empty."""
_NUMBERS = re.compile(r"\s*(?:\d{1,6}[:.|]?\s+)*\d{1,6}[:.|]?\s*")
_DIGITS = re.compile(r"\d+")
_LONGEST_NUMBERS = 20_000
"""Characters of a column of line numbers."""
_UNSELECTABLE = re.compile(r"user-select:\s*none")
_LINE_STYLE = re.compile(r"display:\s*(?:block|flex|grid|table-row)")
_LINE_TAGS = ("div", "p", "li", "tr")
_CONTROLS = ("button", "clipboard-copy", "svg", "style", "script", "textarea", "template", "select")
_CONTROL_NAME = re.compile(r"(?<![a-z])(?:copy|clipboard|button)(?![a-z])")


def read_numbers(text: str) -> int:
    """Return how many numbers a text has that is nothing but consecutive line numbers; 0 for another text."""
    if len(text) > _LONGEST_NUMBERS or not _NUMBERS.fullmatch(text):
        return 0
    numbers = [int(number) for number in _DIGITS.findall(text)]
    is_counted = all(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) if is_counted else 0


def is_gutter(element: HtmlElement) -> bool:
    """Return whether an element contains line numbers and nothing else, and says so by its name, style or target. The
    numbers may be those that a style sheet draws in an empty element.
    """
    if not (text := visible_text(element)):
        return _DRAWN_NUMBER_NAME.search(split_name(element)) is not None
    is_named = (
        _NUMBER_NAME.search(split_name(element)) is not None
        or _UNSELECTABLE.search(element.get("style") or "") is not None
        or element.get("data-line-number") is not None
        or element.get("aria-hidden") == "true"
        or (element.tag == "a" and (element.get("href") or "").startswith("#"))
    )
    return is_named and read_numbers(text) > 0


def is_line(element: HtmlElement) -> bool:
    """Return whether a page shows an element within a listing as a line of its own."""
    return element.tag in _LINE_TAGS or is_named_line(element)


def is_named_line(element: HtmlElement) -> bool:
    """Return whether the class, an attribute or the style of an element says that it is a line."""
    return element.tag in ("div", "span", "code", "p") and (
        element.get("data-line") is not None
        or _LINE_NAME.search(split_name(element)) is not None
        or _LINE_STYLE.search(element.get("style") or "") is not None
    )


def is_row(holder: HtmlElement) -> bool:
    """Return whether an element contains lines and, except white space and line breaks, nothing else."""
    return not (holder.text or "").strip() and all(
        (is_line(child) or child.tag == "br") and not (child.tail or "").strip() for child in holder
    )


def is_control(element: HtmlElement) -> bool:
    """Return whether an element is a control of a listing, such as a button that copies it."""
    return (
        element.tag in _CONTROLS
        or element.get("role") == "button"
        or (element.tag in ("a", "div", "span") and _CONTROL_NAME.search(split_name(element)) is not None)
    )


def read_code(listing: HtmlElement, *, is_preformatted: bool) -> str:
    """Return the text of a listing.

    In: the listing; whether the white space between its lines counts, as in `pre`.
    """
    is_in_pre = listing.tag == "pre" or next(listing.iterancestors("pre"), None) is not None
    reader = _Reader(is_preformatted, is_in_pre)
    skipped: HtmlElement | None = None
    has_numbers = False
    for event, element in iterwalk(listing, events=("start", "end")):
        if event == "start" and skipped is None:
            if element is not listing and (is_control(element) or is_gutter(element)):
                skipped = element
                has_numbers = has_numbers or not is_control(element)
            else:
                reader.start(element)
        elif event == "end":
            if skipped is None:
                reader.end()
            if element is skipped:
                skipped = None
            if skipped is None and element is not listing:
                reader.write(element.tail or "")
    text = reader.finish()
    # White space between a number and its line is in the text of all lines.
    return dedent(text) if has_numbers else text


class _Reader:
    """The text of a listing as far as it is read."""

    def __init__(self, is_preformatted: bool, is_in_pre: bool) -> None:
        self._is_preformatted = is_preformatted
        self._is_in_pre = is_in_pre
        self._parts: list[str] = []
        self._ends_line = True
        """Whether the text so far is empty or ends with a line end."""
        self._is_due = False
        """Whether a line has ended without a line end after it."""
        self._open: list[int | None] = []
        """For each open element that is a line, how many parts the text had before it."""
        self._depth = 0
        """How many lines are open."""
        self._rows: dict[HtmlElement, bool] = {}
        """Whether the elements that contain lines contain nothing else."""

    def start(self, element: HtmlElement) -> None:
        """Begin an element."""
        holder = element.getparent()
        if element.tag not in _LINE_TAGS and is_line(element) and holder not in self._rows:
            self._rows[holder] = is_row(holder)
        starts_line = is_line(element) and self._rows.get(holder, True)
        self._depth += starts_line
        if element.tag == "br" or (starts_line and (self._is_due or not self._ends_line)):
            self._end_line()
        self._open.append(len(self._parts) if starts_line else None)
        self.write(element.text or "")

    def end(self) -> None:
        """End an element. The end of a line is written only if more text follows, and only once."""
        start = self._open.pop()
        if start is not None:
            self._depth -= 1
            self._is_due = self._is_due or not self._ends_line or start == len(self._parts)

    def write(self, text: str) -> None:
        """Write text. Line ends directly after a line are its end."""
        if not text or (not self._is_preformatted and not self._depth and not text.strip()):
            return
        text = text.replace("\r\n", "\n")
        if not self._is_in_pre:  # signs that keep spaces and line breaks where white space is collapsed
            text = text.replace("\xa0", " ").replace("\u200b", "")
        if self._is_due and not text.startswith("\n"):
            self._end_line()
        if text:
            self._parts.append(text)
            self._is_due, self._ends_line = False, text.endswith("\n")

    def _end_line(self) -> None:
        self._parts.append("\n")
        self._is_due, self._ends_line = False, True

    def finish(self) -> str:
        """Return the text without white space at the ends of its lines, and without empty lines around it."""
        lines = [line.rstrip() for line in "".join(self._parts).split("\n")]
        return "\n".join(lines).strip("\n")
