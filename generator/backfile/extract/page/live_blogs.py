"""Live blogs. Owns keeping every update of a live blog in its article: updates in the page are marked, so that later
steps keep them whole; updates that are only in the structured data are inserted at their places. A page often shows the
latest updates only, and loads the others on request.

Sources: `LiveBlogPosting` and `liveBlogUpdate` of schema.org, as JSON-LD and as microdata.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import has_no_inner_block, visible_text
from backfile.extract.metadata import json_ld
from backfile.extract.page.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.metadata.json_ld import LiveUpdate

REQUIRED_SUBSTRING = "liveBlogUpdate"
"""A page without it in its source is no live blog. To search the tree takes longer."""
MARK = Mark("data-backfile-update")
"""The mark of elements that contain updates."""
_FIND_MICRODATA = etree.XPath("//*[contains(@itemprop, 'liveBlogUpdate')]")
_COMPARED = 40
"""Characters, without white space, by which an update is recognized in the page."""
_HEADINGS = 6
_FIRST_ELEMENTS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "div", "section", "td")
"""Elements with which an update can begin; the first six are headings."""


@dataclass(slots=True)
class _Placement:
    """An update and its place in the page."""

    update: LiveUpdate
    anchor: HtmlElement | None
    """The element with the headline or the start of the update, if the page shows the update."""
    holder: HtmlElement | None = None
    """The element that contains the update and no other."""


def merge_live_updates(page: HtmlElement) -> None:
    """Mark the elements that contain updates, and insert the updates that only structured data contains, in place."""
    MARK.enable(page)
    for element in _FIND_MICRODATA(page):
        MARK.set(element)
    if updates := json_ld.find_live_updates(page):
        placements = list(_find_anchors(page, updates))
        _mark_holders(placements)
        _insert_missing(page, placements)


def _remove_spaces(string: str) -> str:
    return "".join(string.split())


def _find_anchors(page: HtmlElement, updates: Sequence[LiveUpdate]) -> Iterator[_Placement]:
    """Yield each update with the element that shows its headline or the start of its text.

    Each element is used for one update.
    """
    elements: dict[str, list[HtmlElement]] = {}
    # Headings first, because a summary above the updates may repeat their headlines.
    body = page.find("body")
    for element in sorted(body.iter(*_FIRST_ELEMENTS), key=lambda each: _FIRST_ELEMENTS.index(each.tag) >= _HEADINGS):
        if has_no_inner_block(element) and (start := _remove_spaces(visible_text(element))):
            elements.setdefault(start[:_COMPARED], []).append(element)
    for update in updates:
        starts = (_remove_spaces(string)[:_COMPARED] for string in (update.headline, update.body) if string)
        matches = next((matches for start in starts if (matches := elements.get(start))), None)
        yield _Placement(update, matches.pop(0) if matches else None)


def _mark_holders(placements: Sequence[_Placement]) -> None:
    """Mark the outermost element around each update that contains no other update."""
    anchors = [placement.anchor for placement in placements if placement.anchor is not None]
    count = Counter(element for anchor in anchors for element in anchor.iterancestors())
    for placement in placements:
        if placement.anchor is not None:
            placement.holder = placement.anchor
            for element in placement.anchor.iterancestors():
                if count[element] > 1 or element.tag in ("article", "main", "body"):
                    break
                placement.holder = element
            MARK.set(placement.holder)
            _insert_time(placement)


def _insert_time(placement: _Placement) -> None:
    """Insert the time of an update from the structured data, unchanged, if the page shows none."""
    holder, anchor, time = placement.holder, placement.anchor, placement.update.published
    if holder is None or not time or any(visible_text(element) for element in holder.iter("time")):
        return
    line = _make_paragraph(time)
    if anchor is not None and holder is anchor:
        MARK.set(line)
        anchor.addprevious(line)
    else:
        holder.insert(0, line)
        line.tail, holder.text = holder.text, None


def _insert_missing(page: HtmlElement, placements: Sequence[_Placement]) -> None:
    """Insert each update that the page does not show after the previous update, or before the first that it shows."""
    first = next((placement.holder for placement in placements if placement.holder is not None), None)
    previous: HtmlElement | None = None
    for placement in placements:
        if placement.holder is None:
            placement.holder = _make_holder(placement.update)
            if previous is not None:
                placement.holder.tail, previous.tail = previous.tail, None
                previous.addnext(placement.holder)
            elif first is not None:
                first.addprevious(placement.holder)
            else:
                next(page.iter("article", "main"), page.find("body")).append(placement.holder)
        previous = placement.holder


def _make_holder(update: LiveUpdate) -> HtmlElement:
    holder = lxml_html.Element("div")
    MARK.set(holder)
    if update.headline:
        heading = lxml_html.Element("h3")
        heading.text = update.headline
        holder.append(heading)
    lines = (update.published, *update.body.splitlines())
    holder.extend([_make_paragraph(line) for line in lines if line.strip()])
    return holder


def _make_paragraph(text: str) -> HtmlElement:
    paragraph = lxml_html.Element("p")
    paragraph.text = text
    return paragraph
