"""Pages as trees. Owns parsing and the few questions that all of `extract` asks of a tree; nothing here judges content.

Untrusted input: nothing recurses in Python, nothing is fetched, and every input parses to some tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, ParserError, SubElement, iterwalk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

INVISIBLE = frozenset(
    ["script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "canvas", "audio", "video"]
)
"""Elements whose text a reader of the page does not see as text."""

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that part words even without a space between them."""


_PLAIN = ElementDefaultClassLookup(element=lxml_html.HtmlElement)
"""One class for all elements. For the sake of forms lxml.html looks each up in Python, whenever one is come by."""


def parse(source: str) -> HtmlElement:
    """Parse a page; markup without any element gives an empty page. Encoding declarations in it are ignored.

    The tree holds no character that XML forbids: lxml lets a page bring them in, and then refuses to handle them.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_PLAIN)
    try:
        tree = lxml_html.document_fromstring(_allowed(source), parser=parser, ensure_head_body=True)
    except ParserError:
        return lxml_html.document_fromstring("<html><head></head><body></body></html>", parser=parser)
    if _REFERENCE.search(source):
        _drop_forbidden(tree)
    _end_head(tree)
    return tree


_METADATA = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
"""All that a head may hold; at anything else it ends (HTML Standard, section 13.2.6.4.4)."""


def _end_head(tree: HtmlElement) -> None:
    """Move to the body what libxml2 leaves in the head where no tag begins the body: elements that it does not know."""
    head, body = tree.head, _outermost_body(tree)
    moved = [item for item in head if item.tag not in _METADATA]
    if moved:
        moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
        body.text, body[:0] = None, moved


def _outermost_body(tree: HtmlElement) -> HtmlElement:
    """Give the body, around all that is not the head. Where an element that libxml2 does not know is open in the head,
    it leaves the body in that, and lxml adds another at the end.
    """
    if tree.body.getparent() is tree:
        return tree.body
    for inner in [item for item in tree.iter("body") if item.getparent() is not tree]:
        inner.tag = "div"
    if tree.find("body") is None:
        SubElement(tree, "body")
    body = tree.find("body")
    body[:0] = [item for item in tree if item.tag not in ("head", "body")]
    return body


_FORBIDDEN = bytes((*range(9), *range(14, 32)))
"""What is no character of XML 1.0 (section 2.2), surrogates and the next ones apart."""
_PARTING = bytes.maketrans(b"\v\f", b"  ")
"""Two more that are none, but part words."""
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]))", re.IGNORECASE
)


def _allowed(string: str) -> bytes:
    # As bytes: those characters are single ones there, and patterns take several milliseconds for a page.
    data = string.encode("utf-8", "replace").translate(_PARTING, _FORBIDDEN)
    for found in _NONCHARACTERS:
        data = data.replace(found, b"")
    return data


def _drop_forbidden(tree: HtmlElement) -> None:
    """Take out what came in by character references."""
    for item in tree.iter():
        for name, value in item.items():
            if value != (allowed := _allowed(value).decode()):
                item.set(name, allowed)
        for part in ("text", "tail"):
            value = getattr(item, part) or ""
            if value != (allowed := _allowed(value).decode()):
                setattr(item, part, allowed)


def text(element: HtmlElement) -> str:
    """Give the visible text of an element, whitespace collapsed, blocks parted by a space."""
    return " ".join("".join(" " if string is None else string for _, _, string in pieces(element)).split())


def pieces(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool, str | None]]:
    """Give the visible strings in an element, in order, each with its element and whether it stands after that; also
    None at both edges of each block, and an empty string for an image.
    """
    hidden: HtmlElement | None = None
    for event, node in iterwalk(element, events=("start", "end")):
        starts = event == "start"
        if starts and hidden is None and node.tag in INVISIBLE:
            hidden = node
        if hidden is None and node.tag in BLOCKS:
            yield node, not starts, None
        if hidden is None and starts and (node.text or node.tag == "img"):
            yield node, False, node.text or ""
        if node is hidden and not starts:
            hidden = None
        if hidden is None and not starts and node is not element and node.tail:
            yield node, True, node.tail


def is_leaf(element: HtmlElement) -> bool:
    """Say whether an element holds no other block, but for line breaks."""
    return all(item.tag not in BLOCKS or item.tag == "br" for item in element.iterdescendants())
