"""Notes under a heading, without links: `Notes`, `Anmerkungen`, `注`. Owns which of them are added to the selection.

Their heading alone does not say what they are: also a box beside the article may have the heading `Sources`. So they
must be numbered, each by its list or by a mark before its first word, and stand below selected text, in an element with
it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, visible_text
from backfile.extract.page.fill_gaps import MOST_WRAPPERS
from backfile.extract.page.text_blocks import ELSEWHERE, is_concealed
from backfile.extract.text.end_matter import is_end_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings

_MARK = re.compile(r"[\[(（［〔]?(?:\d{1,3}|[*†‡§]{1,3}|[¹²³⁴-⁹]+|[①-⑳])[\])）］〕.．:]*\s*\w|(?:注|註)\s?\d{1,3}")
"""The beginning of a note in a paragraph."""
_LONGEST_HEADING = 40
"""Characters of a heading. Longer lines are not compared with its words, to save time."""
_BREAKS = ("hr", "br")


def add_note_sections(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the numbered notes below a heading that says so, with the heading."""
    for heading in body.iter(*HEADINGS, "p", "dt"):
        is_short = 0 < strings.count_chars(strings.span_of(heading)) <= _LONGEST_HEADING
        text = visible_text(heading) if is_short else ""
        if not text or not is_end_matter(text) or not _is_below_text(heading, strings, selection):
            continue
        notes = list(_find_notes(heading))
        if notes:
            for block in (heading, *notes):
                selection.update(strings.list_useful_numbers(strings.span_of(block)))


def _is_below_text(heading: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> bool:
    """Return whether there is selected text above a heading, in one of the elements directly around it."""
    if any(outer.tag in ELSEWHERE or is_concealed(outer) for outer in heading.iterancestors()):
        return False
    outermost = next(islice(heading.iterancestors(), MOST_WRAPPERS, None), None)
    start = strings.span_of(outermost)[0] if outermost is not None else 0
    return strings.has_selected_text((start, strings.span_of(heading)[0]), selection)


def _find_notes(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the numbered lists and paragraphs directly below a heading."""
    first = heading
    while first.getnext() is None and first.getparent() is not None and first.getparent().tag in ("div", "header"):
        first = first.getparent()
    for block in first.itersiblings():
        if block.tag in _BREAKS or not visible_text(block):
            continue
        is_list = block.tag == "ol" or (block.tag == "div" and len(block) == 1 and block[0].tag == "ol")
        if not is_list and not (block.tag in ("p", "div", "ul") and _is_marked(block)):
            return
        yield block


def _is_marked(block: HtmlElement) -> bool:
    """Return whether a paragraph, or each item of a list, begins with a mark of a note."""
    items = block.findall("li") if block.tag == "ul" else [block]
    return bool(items) and all(_MARK.match(visible_text(item)) for item in items)
