"""What a reader can tell of a block of HTML: its text, links, images and structure. The rendering check compares these.

What is no part of the article does not count: ids and classes, white space at a block's edges, a paragraph around a
list item's text, the wrappers that code highlighting adds, the permanent link beside a heading, a table head with
nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import lxml.html

BLOCKS = frozenset("p h2 h3 h4 h5 h6 ul ol li blockquote pre table figure hr dl".split())
"""The blocks that `clean` lets out."""

Signature = str
"""A block's text with white space collapsed, and a mark for each element in it. Marks are set off by control
characters, of which safe HTML has none, so that no text can pass for one."""

_BLOCKLIKE = BLOCKS | {"td", "th", "tr", "dt", "dd", "br", "figcaption", "caption"}
_TRANSPARENT = frozenset({"span", "thead", "tbody", "img"})
_BLOCK, _INLINE, _PARAGRAPH = "\x01", "\x02", "\x03"
_VERBATIM = str.maketrans({" ": "\x04", "\n": "\x05", "\t": "\x06", "\xa0": "\x07"})
"""White space in preformatted text, which is seen."""


def signatures(html: str) -> list[Signature]:
    """Give the signature of each top-level block; text between blocks counts as a block, lest it be overlooked.

    In: any HTML, whatever extensions made of it.
    """
    out: list[Signature] = []
    for body in lxml.html.document_fromstring(f"<html><body>{html}</body></html>").iterchildren("body"):
        out.extend(_stray(body.text))
        for node in body:
            out.extend([_sign(node)] if isinstance(node.tag, str) else [])
            out.extend(_stray(node.tail))
    return out


def difference(wanted: Sequence[Signature], found: Sequence[Signature]) -> str:
    """Say where a rendering first differs from what was wanted, one clause."""
    one, other = (_readable("".join(each)) for each in (wanted, found))
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - _BEFORE)
    shown = [f"“{text[start : same + _BEHIND]}”" if text[start:] else "nothing" for text in (one, other)]
    return f"{shown[0]} would become {shown[1]}" if one != other else "its white space would change"


_BEFORE, _BEHIND = 10, 20
"""How many characters before and behind a difference show where it is."""


def _readable(signature: Signature) -> str:
    shown = re.sub(f"{_BLOCK}([^{_BLOCK}]*){_BLOCK}|{_INLINE}([^{_INLINE}]*){_INLINE}", r"<\1\2>", signature)
    return (
        shown.replace(" >", ">")
        .replace(_PARAGRAPH, "<p>")
        .translate({ord(new): chr(old) for old, new in _VERBATIM.items()})
    )


def _stray(text: str | None) -> list[Signature]:
    return [f"{_INLINE}no block{_INLINE}{text}"] if text and text.strip() else []


def _sign(element: Any) -> Signature:
    for table in element.iter("table"):
        _drop_empty_head(table)
    for link in element.find_class("headerlink"):
        link.drop_tree()
    for code in [item for item in element.iter("div") if "highlight" in item.get("class", "").split()]:
        # The wrapper is no element of the article; a stray text in it would be.
        code.tag = "span"
    return _content(element)


def _drop_empty_head(table: Any) -> None:
    """Drop an empty head: a Markdown table must have one, and so it stands for none."""
    head = table.find("thead")
    if head is not None and not head.text_content().strip() and head.find(".//img") is None:
        table.remove(head)


def _content(block: Any) -> str:
    out: list[str] = []
    verbatim = 0
    for event, element in lxml.etree.iterwalk(block, events=("start", "end", "comment")):
        inside = isinstance(element.tag, str) and element.tag == "pre"
        if event == "start":
            verbatim += inside
            out += [_mark(element, ""), _seen(element.text, verbatim)]
            continue
        if event == "end":
            verbatim -= inside
            out.append(_mark(element, "/"))
        if element is not block:
            out.append(_seen(element.tail, verbatim))
    text = _collapsed("".join(out))
    text = re.sub(f" ?({_BLOCK}[^{_BLOCK}]*{_BLOCK}) ?", r"\1", text)
    # Line ends at the edges of preformatted text are not seen; nor is a paragraph's edge beside a block's.
    text = re.sub(f"(?<=pre{_BLOCK})\x05+|[\x04-\x07]+(?={_BLOCK}/pre)", "", text)
    text = re.sub(f"[ {_PARAGRAPH}]*{_PARAGRAPH}[ {_PARAGRAPH}]*", _PARAGRAPH, text)
    return re.sub(f"(?<={_BLOCK}){_PARAGRAPH}|{_PARAGRAPH}(?={_BLOCK})", "", text).strip(f" {_PARAGRAPH}")


def _collapsed(text: str) -> str:
    """Collapse white space as browsers do it: other spaces than these are seen."""
    return re.sub("[ \t\r\n]+", " ", text)


def _seen(text: str | None, verbatim: int) -> str:
    return (text or "").translate(_VERBATIM) if verbatim else text or ""


def _mark(element: Any, slash: str) -> str:
    """Give the mark for an element's start or end; its address, number or span counts too."""
    tag = element.tag
    hidden = f"{_INLINE}hidden{_INLINE}" if element.get("hidden") is not None and not slash else ""
    if tag == "p":
        return _PARAGRAPH + hidden
    if tag == "img" and not slash:
        return f"{_INLINE}img {element.get('src')} {_collapsed(element.get('alt') or '')}{_INLINE}"
    if tag in _TRANSPARENT or (tag == "code" and next(element.iterancestors("pre"), None) is not None):
        return ""
    if not slash:
        tag = " ".join((tag, *(element.get(name, default) for name, default in _TELLING.get(tag, ()))))
    edge = _BLOCK if element.tag in _BLOCKLIKE else _INLINE
    return f"{edge}{slash}{tag}{edge}{hidden}"


_TELLING = {
    "a": (("href", ""),),
    "ol": (("start", "1"), ("type", "1")),
    "li": (("value", ""),),
    "td": (("colspan", "1"), ("rowspan", "1")),
    "th": (("colspan", "1"), ("rowspan", "1")),
}
