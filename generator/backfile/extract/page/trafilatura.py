"""trafilatura's selection of the article. Owns the calls of trafilatura, and the conversion of its output to the
numbers of `string_numbers`. What is done with the selection is left to `main_content` and `restore_markup`.

trafilatura returns its own HTML, which loses markup: lists lose their numbers, and code within a sentence is moved.
Therefore each string of the page gets a number before trafilatura reads it: one character from a private-use plane of
Unicode, before the first word. Only the numbers in the output are used; the markup is taken from the page.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.external import try_justext
from trafilatura.settings import MANUALLY_CLEANED, Document, Extractor

from backfile.extract.page.image_urls import find_image_url
from backfile.extract.page.string_numbers import MOST_ELEMENTS, number_elements
from backfile.extract.page.trafilatura_rules import faster_rules
from backfile.extract.page.trafilatura_scope import find_scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_FIRST = 0x100000
_LAST = _FIRST + 2 * MOST_ELEMENTS + 1
_REPLACEMENTS: Mapping[int, str | None] = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)),
    **dict.fromkeys(range(_FIRST, _LAST + 1), "\ufffd"),
}
"""Characters that lxml does not accept, and characters of the page that would be read as numbers."""
_REMOVED_FIRST = tuple(
    tag
    for tag in ("head", "nav", "aside", "footer", "menu", "dialog", "button", "select", "noscript", "label")
    if tag in MANUALLY_CLEANED
)
"""Elements that trafilatura removes with all that is in them before its fast selection."""
_READ_FIRST = ("h1", "table")
"""Elements that it searches for before it removes these."""
_STAND_IN = "image.png"
"""The URL of each image: trafilatura takes only URLs with the ending of an image file for images."""
_HAS_REPLACED = re.compile(r"[^\t\n\r -~\xa0-\ufdcf\ufdf0-\ufffd\U00010000-\U000fffff]")
"""Searched first: translating is slow, and hardly any string needs it."""


class Mode(Enum):
    """Options of trafilatura's selection, in the order to try: the first is the fastest, and nearly always right."""

    PRECISE_FAST = "trafilatura's own rules, with favor_precision"
    PRECISE = "the same, compared with readability and justext where the result looks poor"
    BALANCED = "the same comparison, without favor_precision"


def load_tables() -> None:
    """Load the words by which justext tells text in any language, as it does at first use."""
    try_justext(lxml_html.fragment_fromstring("<p>Bells</p>"), None, None)


def select_strings(page: HtmlElement, strings: NumberedStrings, mode: Mode) -> frozenset[int]:
    """Return the numbers of the strings and images that trafilatura selects; `page` is not changed."""
    if mode is Mode.PRECISE_FAST and (scope := find_scope(page, strings)) is not None:
        selected = _select(*scope.copy(), mode)
        if scope.is_covered_by(selected):
            return selected
    numbered = deepcopy(page)
    return _select(numbered, list(number_elements(numbered)), mode)


def _select(numbered: HtmlElement, numbers: Collection[tuple[HtmlElement, int]], mode: Mode) -> frozenset[int]:
    """Return the numbers of the strings and images that trafilatura selects from a copy of a page. In: also the number
    of each of its elements.
    """
    unused = _find_unused(numbered) if mode is Mode.PRECISE_FAST else []
    _write_numbers(numbers, {inner for element in unused for inner in element.iterdescendants()})
    for element in unused:
        element.drop_tree()
    for time in numbered.iter("time"):  # trafilatura drops time elements, also within a sentence
        if next(time.iterancestors("p"), None) is not None:
            time.tag = "span"
    with faster_rules():
        document = bare_extraction(numbered, options=_make_options(mode))
    if not isinstance(document, Document) or document.body is None:
        return frozenset()
    strings = [*document.body.itertext(), *(image.get("title") or "" for image in document.body.iter("graphic"))]
    return frozenset(ord(char) - _FIRST for char in set("".join(strings)) if _FIRST <= ord(char) <= _LAST)


@cache
def _make_options(mode: Mode) -> Extractor:
    """Return the options of trafilatura for a mode. It reads its settings for them, which takes time."""
    return Extractor(
        output_format="xml",  # other formats also write the text, which takes time
        fast=mode is Mode.PRECISE_FAST,
        precision=mode is not Mode.BALANCED,
        comments=False,
        formatting=True,
        images=True,
        links=True,
        tables=True,
        dedup=False,
    )


def _find_unused(page: HtmlElement) -> list[HtmlElement]:
    """Return the outermost elements that trafilatura removes before it selects, unless it reads what is in them.

    To remove them first changes nothing but the time: half of the elements of a page are in them.
    """
    used = {around for element in page.iter(*_READ_FIRST) for around in element.iterancestors()}
    unused: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for element in page.iter(*_REMOVED_FIRST):
        if element not in inside and element not in used:
            unused.append(element)
            inside.update(element.iterdescendants())
    return unused


def _write_numbers(numbers: Iterable[tuple[HtmlElement, int]], unused: Set[HtmlElement]) -> None:
    """Write the numbers into the strings and images of elements, in place. In: the elements that need none."""
    for element, number in numbers:
        if element in unused:
            continue
        if text := element.text:
            element.text = _prepend_number(text, number)
        if tail := element.tail:
            element.tail = _prepend_number(tail, number + 1)
        if element.tag == "img":
            element.set("title", chr(_FIRST + number))
            if find_image_url(element):
                element.set("src", _STAND_IN)


def _prepend_number(string: str, number: int) -> str:
    """Insert a number before the first word of a string, if it has one."""
    if not (words := string.lstrip()):
        return string
    return (
        string[: len(string) - len(words)]
        + chr(_FIRST + number)
        + (words.translate(_REPLACEMENTS) if _HAS_REPLACED.search(words) else words)
    )
