"""The shape of safe HTML: its blocks. `clean` feeds it, nobody else builds blocks.

A chunk is a finished run of text or block. A frame is a block that is still open; closing it turns its chunks into one
block, or hands them up where the element has no meaning of its own (a table that only lays out the page, a figure
without a caption, a list item outside a list).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chunk:
    """A finished piece of a block's content."""

    kind: str
    """`run`, or the element's name."""
    html: str = ""
    parts: tuple[Chunk, ...] = ()
    """What it holds, for elements whose meaning depends on where they stand: li, td, tr, figcaption and the like."""
    attrs: Mapping[str, str] = field(default_factory=dict)

    def block(self) -> str:
        """Give the HTML as a block."""
        return f"<p>{self.html}</p>" if self.kind == "run" else self.html


@dataclass(slots=True)
class Frame:
    """A block that is open."""

    tag: str
    attrs: Mapping[str, str] = field(default_factory=dict)
    chunks: list[Chunk] = field(default_factory=list)


def close_frame(frame: Frame) -> list[Chunk]:
    """Turn an open block into the chunks that take its place in its parent; none when it holds nothing."""
    if not frame.chunks:
        return [Chunk(frame.tag, attrs=frame.attrs)] if frame.tag in ("td", "th", "li") else []
    if frame.tag in _PARTS:
        return [Chunk(frame.tag, parts=tuple(frame.chunks), attrs=frame.attrs)]
    if frame.tag in ("thead", "tbody", "tfoot"):
        attrs = {"head": "1"} if frame.tag == "thead" else {}
        return [Chunk(row.kind, row.html, row.parts, attrs) for row in frame.chunks]
    return _CLOSERS[frame.tag](frame)


_PARTS = frozenset("li td th tr dt dd figcaption caption".split())


def flow(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Dissolve elements that stand outside the parent which gives them a meaning."""
    out: list[Chunk] = []
    for chunk in chunks:
        out.extend(flow(chunk.parts) if chunk.kind in _PARTS else [chunk])
    return out


def _blocks(chunks: Iterable[Chunk]) -> str:
    return "".join(chunk.block() for chunk in flow(chunks))


def _bare(chunks: Iterable[Chunk]) -> str:
    """Write content with its first run bare, as in a list item."""
    content = flow(chunks)
    first = content[0].html if content and content[0].kind == "run" else ""
    return first + _blocks(content[1:] if first else content)


def _inline(chunks: Iterable[Chunk]) -> str:
    """Write content as one run where it consists of runs, else as blocks."""
    content = flow(chunks)
    if all(chunk.kind == "run" for chunk in content):
        return "<br>".join(chunk.html for chunk in content)
    return _blocks(content)


def _heading(frame: Frame) -> list[Chunk]:
    content = flow(frame.chunks)
    runs = [chunk.html for chunk in content if chunk.kind == "run"]
    text = " ".join(runs).replace("<br>", " ")
    if not re.sub(r"<[^>]*>", "", text).strip():
        return content
    # The page's own h1 is the headline.
    tag = "h2" if frame.tag == "h1" else frame.tag
    return [Chunk(tag, f"<{tag}>{text}</{tag}>"), *(chunk for chunk in content if chunk.kind != "run")]


def _list(frame: Frame) -> list[Chunk]:
    items: list[list[Chunk]] = []
    for chunk in frame.chunks:
        if chunk.kind == "li":
            items.append(list(chunk.parts))
        elif chunk.kind in ("ul", "ol") and items:
            items[-1].append(chunk)
        else:
            items.append([chunk])
    if frame.tag == "ul" or not any(items):
        # In a numbered list an empty item takes a number.
        items = [item for item in items if item]
    if not items:
        return []
    start = frame.attrs.get("start", "")
    counted = frame.tag == "ol" and re.fullmatch("[0-9]{1,9}", start) and int(start) != 1
    number = f' start="{int(start)}"' if counted else ""
    content = "".join(f"<li>{_bare(item)}</li>" for item in items)
    return [Chunk(frame.tag, f"<{frame.tag}{number}>{content}</{frame.tag}>")]


def _quotation(frame: Frame) -> list[Chunk]:
    return [Chunk("blockquote", f"<blockquote>{_blocks(frame.chunks)}</blockquote>")]


def _preformatted(frame: Frame) -> list[Chunk]:
    text = "".join(chunk.html for chunk in frame.chunks).replace("\r\n", "\n").strip("\r\n").rstrip()
    return [Chunk("pre", f"<pre>{text}</pre>")] if text else []


def _definitions(frame: Frame) -> list[Chunk]:
    terms = [chunk for chunk in frame.chunks if chunk.kind in ("dt", "dd")]
    # A term that is a list of terms is none; libxml2 would end it where that list begins.
    nested = any(part.kind == "dl" for term in terms if term.kind == "dt" for part in flow(term.parts))
    if nested or len(terms) < len(frame.chunks):
        return flow(frame.chunks)
    html = "".join(f"<{term.kind}>{_bare(term.parts)}</{term.kind}>" for term in terms)
    return [Chunk("dl", f"<dl>{html}</dl>")]


def _figure(frame: Frame) -> list[Chunk]:
    captions = [chunk for chunk in frame.chunks if chunk.kind == "figcaption"]
    content = flow(chunk for chunk in frame.chunks if chunk.kind != "figcaption")
    shown = all(
        "<img " in chunk.html and not re.sub(r"<[^>]*>", "", chunk.html).strip()
        if chunk.kind == "run"
        else chunk.kind in ("table", "pre")
        for chunk in content
    )
    caption = _inline(part for chunk in captions for part in chunk.parts)
    # Without content, a link has taken its place.
    if not (captions and shown and (content or "<a " in caption)):
        return flow(frame.chunks)
    inner = "".join(chunk.html for chunk in content)
    return [Chunk("figure", f"<figure>{inner}<figcaption>{caption}</figcaption></figure>")]


def _table(frame: Frame) -> list[Chunk]:
    rows = [chunk for chunk in frame.chunks if chunk.kind == "tr" and any(cell.parts for cell in chunk.parts)]
    captions = [part for chunk in frame.chunks if chunk.kind == "caption" for part in chunk.parts]
    cells = [cell for row in rows for cell in row.parts]
    nested = any(part.kind == "table" for cell in cells for part in flow(cell.parts))
    if nested or max((len(row.parts) for row in rows), default=0) < 2:
        return flow([*captions, *(chunk for chunk in frame.chunks if chunk.kind != "caption")])
    head = _head(rows) if rows[0].attrs.get("head") or all(cell.kind == "th" for cell in rows[0].parts) else 0
    html = f"<caption>{_inline(captions)}</caption>" if captions else ""
    for name, group in (("thead", rows[:head]), ("tbody", rows[head:])):
        if group:
            html += f"<{name}>{''.join(_row(row) for row in group)}</{name}>"
    return [Chunk("table", f"<table>{html}</table>")]


def _head(rows: list[Chunk]) -> int:
    """Count the rows of the head: the first, and those that its cells span, since no cell leaves its group of rows."""
    count = at = 1
    while at <= count <= len(rows):
        spans = (cell.attrs.get("rowspan", "") for cell in rows[at - 1].parts)
        reach = max((int(span) for span in spans if re.fullmatch("[0-9]{1,3}", span)), default=1)
        count = max(count, at - 1 + reach)
        at += 1
    return min(count, len(rows))


def _row(row: Chunk) -> str:
    cells = (f"<{cell.kind}{_spans(cell.attrs)}>{_inline(cell.parts)}</{cell.kind}>" for cell in row.parts)
    return f"<tr>{''.join(cells)}</tr>"


def _spans(attrs: Mapping[str, str]) -> str:
    found = ((name, attrs.get(name, "")) for name in ("colspan", "rowspan"))
    numbers = ((name, int(value)) for name, value in found if re.fullmatch("[0-9]{1,3}", value))
    return "".join(f' {name}="{number}"' for name, number in numbers if number > 1)


_CLOSERS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "ul": _list,
    "ol": _list,
    "blockquote": _quotation,
    "pre": _preformatted,
    "dl": _definitions,
    "figure": _figure,
    "table": _table,
}
