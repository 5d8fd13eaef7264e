"""Parsing of HTML pages with lxml. Owns the parser's settings and the repair of its trees: forbidden characters, and
elements of the body that libxml2 leaves in the head. Broken markup is left to `repair_source` and `repair_nesting`, and
reading of the finished tree to `dom`.

The input is untrusted: nothing recurses in Python, nothing is fetched, and every input parses to some tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, ParserError, SubElement

from backfile.extract.repair_nesting import repair_nesting
from backfile.extract.repair_source import repair_source
from backfile.extract.unclosed_elements import MARK, mark_unclosed
from backfile.extract.void_elements import end_void_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ELEMENT_CLASS = ElementDefaultClassLookup(element=lxml_html.HtmlElement)
"""One class for all elements. The lookup of lxml.html calls Python for each access to an element, for the classes of
form elements."""

_HEAD_ELEMENTS = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
"""All elements that a head may contain; any other element ends the head (HTML Standard, section 13.2.6.4.4)."""

_FORBIDDEN = bytes((*range(9), *range(14, 32)))
"""Bytes that are not characters of XML 1.0 (section 2.2), except surrogates and the two of the next table."""
_SEPARATORS = bytes.maketrans(b"\v\f", b"  ")
"""Two more such characters. They separate words, so a space replaces them."""
_NONCHARACTERS = ("\ufffe", "\uffff")
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]))", re.IGNORECASE
)
"""Character references to forbidden characters."""


def _compile_tags(names: str) -> re.Pattern[str]:
    return re.compile(rf"</?(?:{'|'.join(names.split())})(?=[\s/>])[^>]*+>", re.IGNORECASE)


_DEEPEST, _DEEPEST_READ = 250, 2_000
"""Levels of elements: more are none of a page that was written by hand; libxml2 reads no text below 2,048 levels."""
_LEFT_OUT_IF_DEEP = (
    (
        _compile_tags(
            "font b i u s em strong small big tt strike span nobr center ins del mark sub sup label basefont"
        ),
        _DEEPEST,
    ),
    (_compile_tags(r"a abbr acronym bdi bdo cite code data dfn kbd q samp var [a-z]+-[\w-]+"), _DEEPEST),
    (
        _compile_tags("article aside blockquote details dialog div dl fieldset form li ol section ul"),
        _DEEPEST_READ,
    ),
)
"""Tags that are left out, in this order, of a page whose elements are deeper: those that were never closed, each of
which is in the one before it. What is left is text with less markup."""


def parse_html(source: str) -> HtmlElement:
    """Parse a page and return its `html` element, with a head and a body; without any element, both are empty.

    Encoding declarations in the markup are ignored. The tree contains no character that XML forbids: lxml accepts such
    characters from a page, but raises an error when they are set again.
    """
    source = mark_unclosed(repair_source(source))
    tree = _parse(source)
    if _is_deeper(tree, _DEEPEST):
        source = end_void_elements(source)
        tree = _parse(source)
    for tags, deepest in _LEFT_OUT_IF_DEEP:
        if _is_deeper(tree, deepest):
            source = tags.sub("", source)
            tree = _parse(source)
    if "&#" in source and _FORBIDDEN_REFERENCE.search(source):
        _remove_forbidden(tree)
    _move_content_out_of_head(tree)
    repair_nesting(tree, has_marks=MARK in source)
    return tree


def _parse(source: str) -> HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ELEMENT_CLASS)
    try:
        return lxml_html.document_fromstring(_encode_allowed(source), parser=parser, ensure_head_body=True)
    except ParserError:
        return lxml_html.document_fromstring("<html><head></head><body></body></html>", parser=parser)


def _is_deeper(tree: HtmlElement, deepest: int) -> bool:
    """Return whether the last elements of head or body are at a greater depth. Elements that were not closed are there,
    and libxml2 ends the document in them.
    """
    return any(_is_deeper_there(part, deepest - 1) for part in tree)


def _is_deeper_there(part: HtmlElement, deepest: int) -> bool:
    element, depth = part, 0
    while depth <= deepest and len(element):
        element, depth = element[-1], depth + 1
    return depth > deepest


def _move_content_out_of_head(tree: HtmlElement) -> None:
    """Move elements that do not belong in a head to the start of the body.

    Where no tag begins the body, libxml2 leaves elements in the head that it does not know.
    """
    head, body = tree.head, _find_or_make_body(tree)
    content = [element for element in head if element.tag not in _HEAD_ELEMENTS]
    if content:
        content[-1].tail = (content[-1].tail or "") + (body.text or "")
        body.text, body[:0] = None, content


def _find_or_make_body(tree: HtmlElement) -> HtmlElement:
    """Return the body as a child of `tree`, with everything in it that is not in the head.

    If an element that libxml2 does not know is open in the head, libxml2 puts the body into that element, and lxml adds
    another body at the end.
    """
    if tree.body.getparent() is tree:
        return tree.body
    for inner in [element for element in tree.iter("body") if element.getparent() is not tree]:
        inner.tag = "div"
    if tree.find("body") is None:
        SubElement(tree, "body")
    body = tree.find("body")
    body[:0] = [element for element in tree if element.tag not in ("head", "body")]
    return body


def _encode_allowed(string: str) -> bytes:
    """Encode a string as UTF-8 without forbidden characters.

    The work is done on bytes: the characters are single bytes there, and a pattern takes several milliseconds a page.
    """
    data = string.encode("utf-8", "replace").translate(_SEPARATORS, _FORBIDDEN)
    for noncharacter in _NONCHARACTERS:
        if noncharacter in string:
            data = data.replace(noncharacter.encode(), b"")
    return data


def _remove_forbidden(tree: HtmlElement) -> None:
    """Remove forbidden characters that came from character references, in place."""
    for element in tree.iter():
        for name, value in element.items():
            if value != (allowed := _encode_allowed(value).decode()):
                element.set(name, allowed)
        for part in ("text", "tail"):
            value = getattr(element, part) or ""
            if value != (allowed := _encode_allowed(value).decode()):
                setattr(element, part, allowed)
