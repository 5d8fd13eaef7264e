"""The frame of the article: the element of a page that contains it. Owns finding the frame, and telling that a
selection is of another article: what stands around the headline is the article, however much longer the other is.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, visible_text
from backfile.extract.metadata.headline import is_same_headline

if TYPE_CHECKING:
    from collections.abc import Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings

_FRAME_SHARE = 0.3
"""Share of the page's text. An article or main element with less is a teaser, unless it contains the headline."""
_MOST_CELLS = 500
_SHORTEST_SENTENCE = 40
"""Characters. Shorter ones are labels, and lines such as "All rights reserved."."""
_OF_LAYOUT = ("width", "height", "align", "valign", "bgcolor", "border", "cellpadding", "cellspacing")
"""Attributes by which a table is set, before style sheets."""
_LEAST_PARAGRAPHS = 2
"""Paragraphs of running text around the headline that are an article. A single one can be the dek."""
_LEAST_CELL = 200
"""Characters of a text in a cell without attributes of layout."""
_MOST_HOLDERS = 20
"""How many elements around the headline are examined."""


def find_frame(body: HtmlElement, strings: NumberedStrings, headed: HtmlElement | None) -> HtmlElement:
    """Return the element that the page marks as its article: the article or main element with the headline and running
    text, or else the longest article element, or else the longest main element, unless it has only a small part of the
    page's text; else the body.

    In: the element around the headline that `find_headed` returns.
    """

    def count_chars(element: HtmlElement) -> int:
        return strings.count_chars(strings.span_of(element))

    marked = (
        None if headed is None else next((each for each in _around(headed) if each.tag in ("article", "main")), None)
    )
    if marked is not None and marked.tag == "article":
        return marked
    for tag in ("article", "main"):
        longest = max(body.iter(tag), key=count_chars, default=None)
        if longest is not None and count_chars(longest) >= count_chars(body) * _FRAME_SHARE:
            return longest
    return body


def find_cell(part: HtmlElement, strings: NumberedStrings) -> HtmlElement | None:
    """Return the innermost cell of a table that places the parts of a page side by side, with all of the running
    text in a part of the page; None without one. A table is for the layout if it or the cell says how it is set (HTML
    3.2).
    """

    def count_running(element: HtmlElement) -> int:
        return sum(map(strings.count_chars, strings.find_running_text(strings.span_of(element))))

    least = max(count_running(part), 1)
    cells = [cell for cell in islice(part.iter("td"), _MOST_CELLS) if count_running(cell) >= least]
    cell = cells[-1] if cells else None
    table = None if cell is None else next(cell.iterancestors("table"), None)
    if cell is None or table is None:
        return None
    is_set = any(each.get(name) for each in (table, cell) for name in _OF_LAYOUT)
    return cell if is_set or _is_only_row(cell, strings) else None


def _is_only_row(cell: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether a cell is in the only row of its table, and has several paragraphs divided by line breaks."""
    row = cell.getparent()
    is_only = row.getnext() is None and row.getprevious() is None
    breaks = (each for each in cell.iter("br") if (each.tail or "").strip())
    return (
        is_only
        and len(list(islice(breaks, _LEAST_PARAGRAPHS))) == _LEAST_PARAGRAPHS
        and strings.count_chars(strings.span_of(cell)) >= _LEAST_CELL
    )


def find_outside(body: HtmlElement, cell: HtmlElement, strings: NumberedStrings) -> tuple[set[int], bool]:
    """Return the numbers outside a cell, but for paragraphs that end a sentence, such as a lede and a correction; and
    whether there are such paragraphs.
    """
    around = set(strings.list_numbers(strings.span_of(body))).difference(strings.list_numbers(strings.span_of(cell)))
    paragraphs = (
        span
        for span in strings.list_paragraphs(strings.span_of(body))
        if strings.count_chars(span) >= _SHORTEST_SENTENCE and strings.read_text(span).endswith(SENTENCE_ENDS)
    )
    sentences = around.intersection(number for span in paragraphs for number in strings.list_numbers(span))
    return around - sentences, bool(sentences)


def _around(element: HtmlElement) -> list[HtmlElement]:
    """Return an element and those around it, the innermost first."""
    return [element, *element.iterancestors()]


def find_headed(body: HtmlElement, strings: NumberedStrings, headline: str) -> HtmlElement | None:
    """Return the first element around the headline that contains at least two paragraphs of running text; None if that
    is the body, or if no heading is the headline.
    """
    headings = (each for tag in HEADINGS[:3] for each in body.iter(tag))
    heading = next((each for each in headings if is_same_headline(visible_text(each), headline)), None)
    for holder in () if heading is None else islice(heading.iterancestors(), _MOST_HOLDERS):
        if holder is body:
            return None
        if len(strings.find_running_text(strings.span_of(holder))) >= _LEAST_PARAGRAPHS:
            return holder
    return None


def is_of_teasers(headed: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> bool:
    """Return whether a selection contains no running text around the headline, but that of teasers: paragraphs below
    the link to their article.
    """
    own = strings.find_running_text(strings.span_of(headed))
    if any(strings.has_selected_text(paragraph, selection) for paragraph in own):
        return False
    running = strings.find_running_text(strings.span_of(headed.getroottree().getroot().find("body")))
    selected = [paragraph for paragraph in running if strings.has_selected_text(paragraph, selection)]
    return 2 * sum(map(strings.is_below_link, selected)) > len(selected)


def find_teasers(headed: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> set[int]:
    """Return the numbers in the elements of other articles; none if the text around the headline is not selected.

    An article element apart from the headline is another article if one of its paragraphs is below a link.
    In: the element around the headline; the strings of the page; the selection.
    """
    own = strings.find_running_text(strings.span_of(headed))
    if sum(strings.has_selected_text(paragraph, selection) for paragraph in own) < _LEAST_PARAGRAPHS:
        return set()
    around = {headed, *headed.iterancestors()}
    found: set[int] = set()
    end = 0
    for article in headed.getroottree().getroot().find("body").iter("article"):
        span = strings.span_of(article)
        if span[0] < end:
            continue
        end = span[1]
        if article in around:
            end = 0
        elif any(map(strings.is_below_link, strings.find_running_text(span))) and not _is_within(article, headed):
            found.update(strings.list_numbers(span))
    return found


def _is_within(article: HtmlElement, headed: HtmlElement) -> bool:
    """Return whether an article element is in the element around the headline, or in an article element with it."""
    return any(holder is headed or holder.tag == "article" for holder in article.iterancestors())


def isolate(tree: HtmlElement, frame: HtmlElement) -> HtmlElement:
    """Return a copy of a page with the text and the images of a frame only; the elements stay, and so their numbers."""
    isolated = deepcopy(tree)
    inside = set(frame.iter())
    for element, copy in zip(tree.iter(), isolated.iter(), strict=True):
        if element not in inside:
            copy.text = None
            copy.tag = "span" if element.tag == "img" else element.tag
        if element not in inside or element is frame:
            copy.tail = None
    return isolated
