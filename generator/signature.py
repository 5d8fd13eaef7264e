"""What a reader can tell of a block of HTML: its text, links, images and structure. The rendering check compares these.

What is no part of the article does not count: ids and classes, white space at a block's edges, a paragraph around a
list item's text, the wrappers that code highlighting adds, the permanent link beside a heading, a table head with
nothing in it.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.html

BLOCKS = frozenset("p h2 h3 h4 h5 h6 ul ol li blockquote pre table figure hr dl".split())
"""The blocks that `clean` lets out."""

Signature = str
"""A block's text with white space collapsed, and a mark for each element in it. Marks are set off by control
characters, of which safe HTML has none, so that no text can pass for one."""

_SPACED = BLOCKS | {"td", "th", "tr", "dt", "dd", "br", "figcaption", "caption"}
_TRANSPARENT = frozenset({"p", "span", "thead", "tbody", "img"})
_BLOCK, _INLINE = "\x01", "\x02"


def signatures(html: str) -> list[Signature]:
    """Give the signature of each top-level block; text between blocks counts as a block, lest it be overlooked."""
    out: list[Signature] = []
    for node in lxml.html.fragments_fromstring(html) if html.strip() else ():
        if isinstance(node, str):
            out.extend([node] if node.strip() else [])
        else:
            out.extend([_sign(node)] if isinstance(node.tag, str) else [])
            out.extend([node.tail] if node.tail and node.tail.strip() else [])
    return out


def _sign(element: Any) -> Signature:
    code = element.find(".//pre") if element.tag == "div" and "highlight" in element.get("class", "") else None
    if element.tag == "pre":
        code = element
    if code is not None:
        return f"{_BLOCK}pre{_BLOCK}{code.text_content().strip(chr(10)).rstrip()}"
    if element.tag == "table":
        _drop_empty_head(element)
    for link in element.find_class("headerlink"):
        link.drop_tree()
    return f"{_BLOCK}{element.tag}{_BLOCK}{_content(element)}"


def _drop_empty_head(table: Any) -> None:
    """Drop an empty head: a Markdown table must have one, and so it stands for none."""
    head = table.find("thead")
    if head is not None and not head.text_content().strip() and head.find(".//img") is None:
        table.remove(head)


def _content(block: Any) -> str:
    out: list[str] = []
    for event, element in lxml.etree.iterwalk(block, events=("start", "end", "comment")):
        if event == "start":
            out += [_mark(element, ""), element.text or ""]
            continue
        if event == "end":
            out.append(_mark(element, "/"))
        if element is not block:
            out.append(element.tail or "")
    collapsed = re.sub(r"\s+", " ", "".join(out))
    return re.sub(f" ?({_BLOCK}[^{_BLOCK}]*{_BLOCK}) ?", r"\1", collapsed).strip()


def _mark(element: Any, slash: str) -> str:
    """Give the mark for an element's start or end; its address, number or span counts too."""
    tag = element.tag
    if tag == "img" and not slash:
        return f"{_INLINE}img {element.get('src')} {' '.join((element.get('alt') or '').split())}{_INLINE}"
    if tag in _TRANSPARENT or (tag == "code" and element.getparent().tag == "pre"):
        return " " if tag == "p" else ""
    if tag in ("a", "ol", "td", "th") and not slash:
        tag = " ".join((tag, *(element.get(name, default) for name, default in _TELLING[tag])))
    edge = _BLOCK if element.tag in _SPACED else _INLINE
    return f"{edge}{slash}{tag}{edge}"


_TELLING = {
    "a": (("href", ""),),
    "ol": (("start", "1"),),
    "td": (("colspan", "1"), ("rowspan", "1")),
    "th": (("colspan", "1"), ("rowspan", "1")),
}
