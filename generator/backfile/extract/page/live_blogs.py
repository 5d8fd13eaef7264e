"""Live blogs. Owns that no update of one is lost: those that the page marks are kept whole, and those that only its
structured data has (a page shows the latest, and fetches the others when asked) get their place among them.

Sources: `LiveBlogPosting` and `liveBlogUpdate` of schema.org, as JSON-LD and as microdata.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import is_leaf, text
from backfile.extract.metadata import json_ld

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.metadata.json_ld import Update

SIGN = "liveBlogUpdate"
"""Without it in its source, a page is no live blog: to ask its tree takes longer."""
MARK = "data-backfile-update"
"""The attribute of what holds an update, and of the page then."""
_MARKED = etree.XPath(f"/html[@{MARK}]//*[@{MARK}]")
_FORGED = etree.XPath(f"//*[@{MARK}]")
_MICRODATA = etree.XPath("//*[contains(@itemprop, 'liveBlogUpdate')]")
_OPENING = 40
"""Characters, white space apart, by which an update is known on the page."""
_HEADINGS = 6
_OPENERS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "div", "section", "td")


@dataclass(slots=True)
class _Placed:
    """An update, and the element of the page that holds it, if one does."""

    update: Update
    anchor: HtmlElement | None
    holder: HtmlElement | None = None


def merge_live_updates(page: HtmlElement) -> None:
    """Mark what holds the updates of a live blog, in place; put in those that only structured data has."""
    for item in _FORGED(page):
        del item.attrib[MARK]
    page.set(MARK, "")
    for item in _MICRODATA(page):
        item.set(MARK, "")
    if updates := json_ld.updates(page):
        placed = list(_placed(page, updates))
        _find_holders(placed)
        _put_in(page, placed)


def marked(page: HtmlElement) -> list[HtmlElement]:
    """Give what holds an update, in the page's order."""
    found: list[HtmlElement] = _MARKED(page)
    return found


def _bare(string: str) -> str:
    return "".join(string.split())


def _placed(page: HtmlElement, updates: Sequence[Update]) -> Iterator[_Placed]:
    """Look for each update on the page, by its headline or by how its text begins; each place counts once."""
    openings: dict[str, list[HtmlElement]] = {}
    # Headings first: a summary above the updates may name them, too.
    for item in sorted(page.find("body").iter(*_OPENERS), key=lambda item: _OPENERS.index(item.tag) >= _HEADINGS):
        if is_leaf(item) and (bare := _bare(text(item))):
            openings.setdefault(bare[:_OPENING], []).append(item)
    for update in updates:
        named = (_bare(words)[:_OPENING] for words in (update.headline, update.body) if words)
        found = next((places for name in named if (places := openings.get(name))), None)
        yield _Placed(update, found.pop(0) if found else None)


def _find_holders(placed: Sequence[_Placed]) -> None:
    """Mark the outermost element around each update that has no other update in it."""
    anchors = [each.anchor for each in placed if each.anchor is not None]
    held = Counter(item for anchor in anchors for item in anchor.iterancestors())
    for each in placed:
        if each.anchor is not None:
            alone = [each.anchor]
            for item in each.anchor.iterancestors():
                if held[item] > 1 or item.tag in ("article", "main", "body"):
                    break
                alone.append(item)
            each.holder = alone[-1]
            each.holder.set(MARK, "")
            _date(each)


def _date(placed: _Placed) -> None:
    """Say when an update was made, where the page does not."""
    holder = placed.holder
    if holder is None or not placed.update.published or any(text(item) for item in holder.iter("time")):
        return
    line = _paragraph(placed.update.published)
    if placed.anchor is not None and holder is placed.anchor:
        line.set(MARK, "")
        placed.anchor.addprevious(line)
    else:
        holder.insert(0, line)
        line.tail, holder.text = holder.text, None


def _put_in(page: HtmlElement, placed: Sequence[_Placed]) -> None:
    """Put each update that the page does not show behind the one before it, or before the first that it shows."""
    first = next((each.holder for each in placed if each.holder is not None), None)
    last: HtmlElement | None = None
    for each in placed:
        if each.holder is None:
            each.holder = _written(each.update)
            if last is not None:
                _add_behind(last, each.holder)
            elif first is not None:
                first.addprevious(each.holder)
            else:
                frame = next(page.iter("article", "main"), page.find("body"))
                frame.append(each.holder)
        last = each.holder


def _add_behind(item: HtmlElement, new: HtmlElement) -> None:
    new.tail, item.tail = item.tail, None
    item.addnext(new)


def _written(update: Update) -> HtmlElement:
    holder = lxml_html.Element("div", {MARK: ""})
    if update.headline:
        heading = lxml_html.Element("h3")
        heading.text = update.headline
        holder.append(heading)
    lines = (update.published, *update.body.splitlines())
    holder.extend([_paragraph(line) for line in lines if line.strip()])
    return holder


def _paragraph(words: str) -> HtmlElement:
    paragraph = lxml_html.Element("p")
    paragraph.text = words
    return paragraph
