"""Which text of a page is its article. Owns asking trafilatura, and knowing its answer again in the page.

Extractors answer in HTML of their own, poorer than the page's: lists lose their numbers, code its place in a sentence.
So each string of the page gets a number before trafilatura reads it, one character out of a private plane of Unicode
set before its first word. The numbers that come back are the answer; what the article looks like the page itself knows.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from enum import Enum
from typing import TYPE_CHECKING

from trafilatura import bare_extraction
from trafilatura.settings import Document

from backfile.extract.page.string_numbers import MOST_ELEMENTS, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_FIRST = 0x100000
_LAST = _FIRST + 2 * MOST_ELEMENTS + 1
_UNFIT: Mapping[int, str | None] = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)),
    **dict.fromkeys(range(_FIRST, _LAST + 1), "\ufffd"),
}
"""What lxml would not take back, and what could be taken for a number."""
_HAS_UNFIT = re.compile(r"[^\t\n\r -~\xa0-\ufdcf\ufdf0-\ufffd\U00010000-\U000fffff]")
"""Asked first: translating takes long, and hardly a string needs it."""


class Opinion(Enum):
    """How trafilatura chooses. In the order in which to ask: the first is the cheapest, and nearly always right."""

    FIRST = "by its own rules, the strict ones"
    COMPARED = "likewise, and readability's or justext's answer where its own looks poor"
    LENIENT = "likewise, by the usual rules"


def choose(page: HtmlElement, opinion: Opinion) -> frozenset[int]:
    """Give the numbers of the strings and images that trafilatura takes for the article; `page` is not changed."""
    copy = deepcopy(page)
    for item, number in numbers(copy):
        item.text = _numbered(item.text, number)
        item.tail = _numbered(item.tail, number + 1)
        if item.tag == "img":
            item.set("title", chr(_FIRST + number))
    for moment in copy.iter("time"):  # trafilatura drops times, also those within a sentence
        if next(moment.iterancestors("p"), None) is not None:
            moment.tag = "span"
    document = bare_extraction(
        copy,
        output_format="xml",  # else it would write the text, too
        fast=opinion is Opinion.FIRST,
        favor_precision=opinion is not Opinion.LENIENT,
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        include_tables=True,
        deduplicate=False,
    )
    if not isinstance(document, Document) or document.body is None:
        return frozenset()
    written = [*document.body.itertext(), *(item.get("title") or "" for item in document.body.iter("graphic"))]
    return frozenset(ord(char) - _FIRST for string in written for char in string if _FIRST <= ord(char) <= _LAST)


def _numbered(string: str | None, number: int) -> str | None:
    """Put a number before the first word of a string, if there is one."""
    if not string or not (words := string.lstrip()):
        return string
    return (
        string[: len(string) - len(words)]
        + chr(_FIRST + number)
        + (words.translate(_UNFIT) if _HAS_UNFIT.search(words) else words)
    )
