"""Nesting of a parsed page. Owns moving elements out of elements that cannot contain them: drawings, formulas, lists of
choices, places of links and other elements that were never closed, and the surroundings of an article around its main
element.

The rules are those of the HTML Standard: which tags end foreign content (section 13.2.6.5), what a `select` contains
(4.10.7), and of what a `main` element is never a part (4.4.14).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import XPath

from backfile.extract.dom import is_around_page
from backfile.extract.unclosed_elements import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_FLOW = (
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "hr"),
    *("article", "section", "main", "header", "footer", "nav", "aside", "body"),
)
"""Elements that end a drawing, a formula or a list of choices. `div` is none, because lists of choices can have it."""
_CLOSED = ("svg", "math", "select")
_PLACES = ("p", *(f"h{level}" for level in range(1, 7)), "ul", "ol", "div", "table")
"""Children of a place to which links lead (`<a name="top">`) that was not closed."""
_MEDIA = ("video", "audio", "object", "canvas", "figure")
"""Elements with a short text, for browsers that cannot show them or as a caption. libxml2 leaves it in the `embed`
element of an `object`, too, which has no end tag."""
_PLAYERS = ("video", "audio", "object", "canvas")
"""Those without a caption: if one was not closed, each paragraph in it is of the text."""
_WITHOUT_PARAGRAPHS = ("svg", "math", "button", "menu")
"""Elements in which, at any depth, HTML continues that was written behind them; so it does in an open `dialog`."""
_MOST_PARAGRAPHS, _SHORTEST_PARAGRAPH = 1, 80
"""Paragraphs of such a text, and characters of a paragraph that is more than a label."""
_SHORTEST_IN_PLAYER = 60
"""Characters of a paragraph in a player that was not closed, which is more than a note for old browsers."""
_HTML_WITHIN = frozenset(["foreignobject", "annotation-xml", "desc", "title", "mtext", "mi", "mo", "mn", "ms"])
"""Elements of drawings and formulas that contain HTML (HTML Standard, integration points)."""
_NOT_AROUND_MAIN = frozenset(
    "a address aside button dialog figure footer header label menu nav noscript select".split()
)
_FIND_MARKED = XPath(f"//*[@{MARK}]")
_LISTINGS = {"xmp": "pre", "listing": "pre", "plaintext": "pre"}
"""Obsolete elements whose text a browser shows as it is (HTML Standard, section 15.3.1)."""


def repair_nesting(tree: HtmlElement, *, has_marks: bool = True) -> None:
    """Move elements of a page out of elements that were not closed, in place, and write obsolete elements as current
    ones. In: whether elements may be marked as not closed.
    """
    for element in list(tree.iter(*_CLOSED, *_LISTINGS, "a")):
        _end_open(element)
    _end_media(tree)
    for element in _FIND_MARKED(tree) if has_marks else ():
        del element.attrib[MARK]
        most, least = (0, _SHORTEST_IN_PLAYER) if element.tag in _PLAYERS else (_MOST_PARAGRAPHS, _SHORTEST_PARAGRAPH)
        paragraphs = (each for each in element.iterdescendants("p", "div") if _length(each) >= least)
        if len(inner_paragraphs := list(islice(paragraphs, most + 1))) > most:
            _lift(inner_paragraphs[0], element)
    for form in [form for form in tree.iter("form") if is_around_page(form)]:
        form.tag = "div"  # some servers wrap the whole page in a form
        form.set("role", "presentation")  # the page has a design, though this is perhaps its only sign
    for main in list(tree.iter("main")):
        outer = [each for each in main.iterancestors() if each.tag in _NOT_AROUND_MAIN]
        if outer:
            _lift(main, outer[-1])


def _end_media(tree: HtmlElement) -> None:
    """End the elements with a short text, and those without paragraphs, where paragraphs begin."""
    for element in list(tree.iter(*_MEDIA, *_WITHOUT_PARAGRAPHS, "dialog")):
        if element.tag in _MEDIA:
            inside = (each for each in element.iterdescendants("p") if each.getparent().tag in (element.tag, "embed"))
        elif element.tag in _WITHOUT_PARAGRAPHS or element.get("open") is not None:
            inside = element.iterdescendants("p")
        else:
            continue
        paragraphs = (each for each in inside if len(each.text or "") >= _SHORTEST_PARAGRAPH)
        if len(inner_paragraphs := list(islice(paragraphs, _MOST_PARAGRAPHS + 1))) > _MOST_PARAGRAPHS:
            _lift(inner_paragraphs[0], element)


def _end_open(element: HtmlElement) -> None:
    """End a drawing, formula, list of choices or place of a link where text begins; write an obsolete listing anew."""
    if element.tag == "a":
        _open_place(element)
    elif element.tag in _LISTINGS:
        element.tag = _LISTINGS[element.tag]
    elif (inner := _find_flow(element)) is not None:
        _lift(inner, element)


def _open_place(link: HtmlElement) -> None:
    """Make an element of the text out of a place to which links lead, if blocks are in it: it was not closed."""
    name = None if link.get("href") is not None else link.get("id") or link.get("name")
    if name and next(link.iterchildren(*_PLACES), None) is not None:
        link.tag = "div"
        link.set("id", name)


def _length(element: HtmlElement) -> int:
    """Return the number of characters of a paragraph, or of the text with which another element begins."""
    return len("".join(element.itertext()) if element.tag == "p" else element.text or "")


def _find_flow(element: HtmlElement) -> HtmlElement | None:
    """Return the first element in a drawing, formula or list of choices that does not belong there."""
    for inner in element.iterdescendants(*_FLOW):
        holders: Iterator[HtmlElement] = iter(())
        if element.tag != "select":
            holders = islice(inner.iterancestors(), 50)
        for holder in holders:
            if holder is element:
                return inner
            if holder.tag in _HTML_WITHIN:
                break
        else:
            return inner if element.tag == "select" else None
    return None


def _lift(inner: HtmlElement, outer: HtmlElement) -> None:
    """Move an element, and all that is after it in an outer element, behind the outer element."""
    moved = [inner, *inner.itersiblings()]
    tails = [each.tail for each in moved]
    holder = inner.getparent()
    while holder is not outer:
        if moved and holder.tail:
            tails[-1] = (tails[-1] or "") + holder.tail
            holder.tail = None
        following = list(holder.itersiblings())
        moved += following
        tails += [each.tail for each in following]
        holder = holder.getparent()
    tails[-1] = (tails[-1] or "") + (outer.tail or "")
    last, outer.tail = outer, None
    for each in moved:
        each.tail = None
        last.addnext(each)
        last = each
    for each, tail in zip(moved, tails, strict=True):
        each.tail = tail
