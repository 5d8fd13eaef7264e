"""Blocks of safe HTML: how an open block is written when it ends. Only `markup/block_builder.py` uses this module.

Closing a frame turns its chunks into one block. If the element has no meaning of its own (a table that is only layout,
a figure without a caption, a list item outside a list), the chunks become content of the parent instead.
"""

from __future__ import annotations

import re

from backfile.markup.chunks import PARTS, Chunk, Frame, flow, write_blocks, write_inline, write_item
from backfile.markup.tables import close_table


def close_frame(frame: Frame) -> list[Chunk]:
    """Return the chunks that an open block becomes in its parent; none if it is empty."""
    if not frame.chunks:
        return [Chunk(frame.tag, attributes=frame.attributes)] if frame.tag in ("td", "th", "li") else []
    if frame.tag in PARTS:
        return [Chunk(frame.tag, parts=tuple(frame.chunks), attributes=frame.attributes)]
    if frame.tag in ("thead", "tbody", "tfoot"):
        attributes = {"head": "1"} if frame.tag == "thead" else {}
        return [Chunk(row.kind, row.html, row.parts, attributes) for row in frame.chunks]
    return _CLOSERS[frame.tag](frame)


def _close_heading(frame: Frame) -> list[Chunk]:
    content = flow(frame.chunks)
    runs = [chunk.html for chunk in content if chunk.kind == "run"]
    text = " ".join(runs).replace("<br>", " ")
    if not re.sub(r"<[^>]*>", "", text).strip():
        return content
    # The h1 of the archive's page is the headline.
    tag = "h2" if frame.tag == "h1" else frame.tag
    return [Chunk(tag, f"<{tag}>{text}</{tag}>"), *(chunk for chunk in content if chunk.kind != "run")]


def _close_list(frame: Frame) -> list[Chunk]:
    items: list[list[Chunk]] = []
    for chunk in frame.chunks:
        if chunk.kind == "li":
            items.append(list(chunk.parts))
        elif chunk.kind in ("ul", "ol") and items:
            items[-1].append(chunk)
        else:
            items.append([chunk])
    if frame.tag == "ul" or not any(items):
        # Empty items of a numbered list stay: they are counted.
        items = [item for item in items if item]
    if not items:
        return []
    start = frame.attributes.get("start", "")
    is_numbered = frame.tag == "ol" and re.fullmatch("[0-9]{1,9}", start) and int(start) != 1
    number = f' start="{int(start)}"' if is_numbered else ""
    content = "".join(f"<li>{write_item(item)}</li>" for item in items)
    return [Chunk(frame.tag, f"<{frame.tag}{number}>{content}</{frame.tag}>")]


def _close_quotation(frame: Frame) -> list[Chunk]:
    return [Chunk("blockquote", f"<blockquote>{write_blocks(frame.chunks)}</blockquote>")]


def _close_preformatted(frame: Frame) -> list[Chunk]:
    text = "".join(chunk.html for chunk in frame.chunks).replace("\r\n", "\n").strip("\r\n").rstrip()
    return [Chunk("pre", f"<pre>{text}</pre>")] if text else []


def _close_definitions(frame: Frame) -> list[Chunk]:
    terms = [chunk for chunk in frame.chunks if chunk.kind in ("dt", "dd")]
    # A list of definitions inside a term: libxml2 would end the term where that list begins.
    nested = any(part.kind == "dl" for term in terms if term.kind == "dt" for part in flow(term.parts))
    if nested or len(terms) < len(frame.chunks):
        return flow(frame.chunks)
    html = "".join(f"<{term.kind}>{write_item(term.parts)}</{term.kind}>" for term in terms)
    return [Chunk("dl", f"<dl>{html}</dl>")]


def _close_figure(frame: Frame) -> list[Chunk]:
    captions = [chunk for chunk in frame.chunks if chunk.kind == "figcaption"]
    content = flow(chunk for chunk in frame.chunks if chunk.kind != "figcaption")
    fits = all(
        "<img " in chunk.html and not re.sub(r"<[^>]*>", "", chunk.html).strip()
        if chunk.kind == "run"
        else chunk.kind in ("table", "pre")
        for chunk in content
    )
    caption = write_inline(part for chunk in captions for part in chunk.parts)
    # A figure without content has a link in its caption instead.
    if not (captions and fits and (content or "<a href" in caption)):
        return flow(frame.chunks)
    inner = "".join(chunk.html for chunk in content)
    return [Chunk("figure", f"<figure>{inner}<figcaption>{caption}</figcaption></figure>")]


_CLOSERS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _close_heading),
    "ul": _close_list,
    "ol": _close_list,
    "blockquote": _close_quotation,
    "pre": _close_preformatted,
    "dl": _close_definitions,
    "figure": _close_figure,
    "table": close_table,
}
