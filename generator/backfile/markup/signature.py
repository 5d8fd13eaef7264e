"""Signatures of HTML blocks: what a reader sees of a block, as a string. The rendering check compares signatures.

A signature contains the text, links, images and structure of a block. It ignores what is not part of the article: ids
(but those of places, to which links lead) and classes, white space at the edges of a block, a paragraph around the text
of a list item, the wrappers that code highlighting adds, the permanent link of a heading, and an empty head of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import lxml.html

from backfile.markup.plain_text import collapse_white_space

BLOCKS = frozenset("p h2 h3 h4 h5 h6 ul ol li blockquote pre table figure hr dl".split())
"""The block elements of safe HTML."""

Signature = str
"""The text of a block, its white space collapsed, with a mark for each element. Marks are delimited by control
characters, which safe HTML does not contain, so that no text can imitate a mark."""

_WITH_BLOCK_EDGES = BLOCKS | {"td", "th", "tr", "dt", "dd", "br", "figcaption", "caption"}
_WITHOUT_MARK = frozenset({"span", "thead", "tbody", "img"})
_BLOCK, _INLINE, _PARAGRAPH = "\x01", "\x02", "\x03"
_MARKS = frozenset((_BLOCK, _PARAGRAPH))
_VERBATIM = str.maketrans({" ": "\x04", "\n": "\x05", "\t": "\x06", "\xa0": "\x07"})
"""White space in preformatted text, where it is visible."""
_VERBATIM_LINE_END, _VERBATIM_SPACES = "\x05", "\x04\x05\x06\x07"
_COMPARED_ATTRIBUTES = {
    "a": (("href", ""), ("id", "")),
    "ol": (("start", "1"), ("type", "1")),
    "li": (("value", ""),),
    "td": (("colspan", "1"), ("rowspan", "1")),
    "th": (("colspan", "1"), ("rowspan", "1")),
}
"""Element -> the attributes that readers notice, each with its default."""


def signatures(html: str) -> list[Signature]:
    """Return the signature of each top-level block. Text between blocks counts as a block, so that it is compared too.

    In: any HTML, as extensions render it.
    """
    blocks: list[Signature] = []
    for body in lxml.html.document_fromstring(f"<html><body>{html}</body></html>").iterchildren("body"):
        _drop_additions(body)
        blocks.extend(_sign_between(body.text))
        for node in body:
            blocks.extend([_sign(node)] if isinstance(node.tag, str) else [])
            blocks.extend(_sign_between(node.tail))
    return blocks


def sign_text(text: str) -> Signature:
    """Return the signature of a paragraph without an element in it. In: its text, without a mark."""
    return collapse_white_space(text).strip(" ")


def difference(expected: Sequence[Signature], rendered: Sequence[Signature]) -> str:
    """Describe where a rendering first differs from what was expected, one clause."""
    one, other = (_readable("".join(each)) for each in (expected, rendered))
    pairs = enumerate(zip(one, other, strict=False))
    first = next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = max(0, first - _SHOWN_BEFORE)
    excerpts = [f"“{text[start : first + _SHOWN_AFTER]}”" if text[start:] else "nothing" for text in (one, other)]
    return f"{excerpts[0]} would become {excerpts[1]}" if one != other else "its white space would change"


_SHOWN_BEFORE, _SHOWN_AFTER = 10, 20
"""How many characters before and after a difference are shown."""


def _readable(signature: Signature) -> str:
    text = re.sub(f"{_BLOCK}([^{_BLOCK}]*){_BLOCK}|{_INLINE}([^{_INLINE}]*){_INLINE}", r"<\1\2>", signature)
    return (
        text.replace(" >", ">")
        .replace(_PARAGRAPH, "<p>")
        .translate({ord(mark): chr(space) for space, mark in _VERBATIM.items()})
    )


def _sign_between(text: str | None) -> list[Signature]:
    return [f"{_INLINE}no block{_INLINE}{text}"] if text and text.strip() else []


def _drop_additions(body: Any) -> None:
    """Drop what rendering adds to blocks, in place."""
    for table in body.iter("table"):
        _drop_empty_head(table)
    for link in [link for link in body.find_class("headerlink") if link.getparent() is not body]:
        link.drop_tree()
    for wrapper in [item for item in body.iter("div") if "highlight" in item.get("class", "").split()]:
        # The wrapper is not an element of the article. Text in it, outside the code, is compared.
        wrapper.tag = "span"


def _drop_empty_head(table: Any) -> None:
    """Drop an empty head: a table without a head has one in Markdown, which requires it."""
    head = table.find("thead")
    if head is not None and not head.text_content().strip() and head.find(".//img") is None:
        table.remove(head)


def _sign(block: Any) -> Signature:
    """Return the signature of a block. Most are paragraphs of one string, in which there is no mark."""
    text = block.text or ""
    if block.tag == "p" and not len(block) and not block.attrib and _MARKS.isdisjoint(text):
        return sign_text(text)
    return _normalize("".join(_marked_text(block)))


def _marked_text(block: Any) -> list[str]:
    """Return the text of a block in pieces, with a mark for the start and the end of each element."""
    pieces: list[str] = []
    open_pre = 0
    for event, element in lxml.etree.iterwalk(block, events=("start", "end", "comment")):
        is_pre = isinstance(element.tag, str) and element.tag == "pre"
        if event == "start":
            open_pre += is_pre
            pieces += [_mark(element, ""), _visible_spaces(element.text, open_pre)]
            continue
        if event == "end":
            open_pre -= is_pre
            pieces.append(_mark(element, "/"))
        if element is not block:
            pieces.append(_visible_spaces(element.tail, open_pre))
    return pieces


def _normalize(text: str) -> Signature:
    """Return a signature without white space that is not visible.

    The text is split at the marks, because a pattern that may begin with a space is tried at each space.
    """
    parts = collapse_white_space(text).split(_BLOCK)
    marks = ("", *parts[1::2], "")
    for index, (before, after) in enumerate(pairwise(marks)):
        part = parts[2 * index].strip(" ")
        # Not visible: line ends at the edges of preformatted text; the edge of a paragraph at that of a block.
        part = part.lstrip(_VERBATIM_LINE_END) if before.endswith("pre") else part
        part = part.rstrip(_VERBATIM_SPACES) if after.startswith("/pre") else part
        if _PARAGRAPH in part:
            part = _PARAGRAPH.join(filter(None, (line.strip(" ") for line in part.split(_PARAGRAPH))))
        parts[2 * index] = part
    return _BLOCK.join(parts).strip(f" {_PARAGRAPH}")


def _visible_spaces(text: str | None, open_pre: int) -> str:
    return (text or "").translate(_VERBATIM) if open_pre else text or ""


def _mark(element: Any, slash: str) -> str:
    """Return the mark for the start or the end of an element, with the attributes that readers notice."""
    tag = element.tag
    hidden = f"{_INLINE}hidden{_INLINE}" if element.get("hidden") is not None and not slash else ""
    if tag == "p":
        return _PARAGRAPH + hidden
    if tag == "img" and not slash:
        return f"{_INLINE}img {element.get('src')} {collapse_white_space(element.get('alt') or '')}{_INLINE}"
    if tag in _WITHOUT_MARK or (tag == "code" and next(element.iterancestors("pre"), None) is not None):
        return ""
    if not slash:
        compared = _COMPARED_ATTRIBUTES.get(tag, ())
        tag = " ".join((tag, *(element.get(name, default) for name, default in compared)))
    edge = _BLOCK if element.tag in _WITH_BLOCK_EDGES else _INLINE
    return f"{edge}{slash}{tag}{edge}{hidden}"
