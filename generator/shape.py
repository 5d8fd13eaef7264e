"""The shape of safe HTML: runs of text and the blocks around them. `clean` feeds it, nobody else builds blocks.

A run is text with inline markup between two block edges. A chunk is a finished run or block. A frame is a block that is
still open; closing it turns its chunks into one block, or hands them up where the element has no meaning of its own
(a table that only lays out the page, a figure without a caption, a list item outside a list).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a run: `text`, `open`, `close`, `break` or `image`."""

    kind: str
    value: str = ""
    """The text, the element's name, or the image's alternative text."""
    address: str = ""


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


class Run:
    """The text in hand, with the inline elements that are open around it."""

    def __init__(self) -> None:
        self.verbatim = False
        self._tokens: list[Token] = []
        self._open: list[Token] = []

    def open(self, tag: str, href: str = "") -> None:
        """Begin an inline element. One inside itself, or a link without an address, leaves no mark."""
        useless = (tag == "a" and not href) or any(token.value == tag and token.kind == "open" for token in self._open)
        token = Token("none" if useless else "open", tag, href)
        self._open.append(token)
        if token.kind == "open" and not self.verbatim:
            self._tokens.append(token)

    def close(self, tag: str) -> None:
        """End the innermost open element of that name."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].value == tag:
                if self._open.pop(index).kind == "open" and not self.verbatim:
                    self._tokens.append(Token("close", tag))
                return

    def text(self, text: str) -> None:
        """Add text."""
        self._tokens.append(Token("text", text))

    def line_break(self) -> None:
        """Add a line break."""
        self._tokens.append(Token("text", "\n") if self.verbatim else Token("break"))

    def new_line(self) -> None:
        """Begin a new line of preformatted text, unless it has just begun."""
        if self._tokens and not self._tokens[-1].value.endswith("\n"):
            self._tokens.append(Token("text", "\n"))

    def image(self, source: str, alt: str) -> None:
        """Add an image; in preformatted text its alternative text stands for it."""
        self._tokens.append(Token("text", alt) if self.verbatim else Token("image", alt, source))

    def take(self) -> list[str]:
        """Give the run's HTML, in several parts where two line breaks or more separate it, and begin a new one."""
        tokens, self._tokens = self._tokens, []
        if self.verbatim:
            return [escape("".join(token.value for token in tokens), quote=False)] if tokens else []
        still_open = [token for token in self._open if token.kind == "open"]
        self._tokens = list(still_open)
        tokens += [Token("close", token.value) for token in reversed(still_open)]
        return [html for part in _paragraphs(tokens) if (html := _html(_tidy(part)))]


def _paragraphs(tokens: Iterable[Token]) -> list[list[Token]]:
    """Split at two or more line breaks with nothing but white space between; elements go on in each part."""
    parts: list[list[Token]] = [[]]
    active: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.kind == "break" or (pending and token.kind == "text" and not token.value.strip(" \t\r\n\xa0")):
            pending.append(token)
            continue
        if sum(waiting.kind == "break" for waiting in pending) > 1:
            parts[-1] += [Token("close", element.value) for element in reversed(active)]
            parts.append(list(active))
        else:
            parts[-1] += pending
        pending = []
        if token.kind == "open":
            active.append(token)
        elif token.kind == "close":
            active.pop()
        parts[-1].append(token)
    return parts


def _tidy(tokens: Iterable[Token]) -> list[Token]:
    """Drop empty elements, join an element with its equal right before it, move space and breaks at their edges out."""
    out: list[Token] = []
    opened: list[Token] = []
    for token in _spaced(tokens):
        if token.kind == "open":
            opened.append(token)
            if out and out[-1].kind == "close" and (out[-1].value, out[-1].address) == (token.value, token.address):
                out.pop()
            else:
                out.append(token)
        elif token.kind == "close":
            _close(out, opened.pop())
        elif token.kind in _EDGE:
            at = len(out)
            while at and out[at - 1].kind == "open":
                at -= 1
            out.insert(at, token)
        else:
            out.append(token)
    return out


_EDGE = frozenset({"space", "break"})


def _spaced(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make space at the edges of text a token of its own; no-break spaces count, they are seen as little there."""
    for token in tokens:
        if token.kind != "text":
            yield token
            continue
        text = re.sub(r"[ \t\r\n]+", " ", token.value)
        inner = text.strip(" \xa0")
        before, after = (text, "") if not inner else (text[: text.index(inner)], text[text.index(inner) + len(inner) :])
        for kind, value in (("space", before), ("text", inner), ("space", after)):
            if value:
                yield Token(kind, value)


def _close(out: list[Token], element: Token) -> None:
    edge: list[Token] = []
    while out and out[-1].kind in _EDGE:
        edge.insert(0, out.pop())
    if out and out[-1] == element:
        out.pop()
    else:
        out.append(Token("close", element.value, element.address))
    out.extend(edge)


def _html(tokens: Iterable[Token]) -> str:
    """Write a run, white space collapsed, and trimmed at its ends and around line breaks."""
    out: list[str] = []
    space = ""
    breaks, empty = 0, True
    for token in tokens:
        if token.kind == "space":
            space += token.value
        elif token.kind == "break":
            breaks, space = breaks + 1, ""
        elif token.kind == "close":
            out.append(_TAGS["close"](token))
        else:
            if breaks or empty:
                out.append("" if empty else "<br>")
                breaks, space = 0, ""
            out.append(re.sub(" +", " ", space) + _TAGS[token.kind](token))
            space = ""
            empty = empty and token.kind == "open"
    return "" if empty else "".join(out)


_TAGS: dict[str, Callable[[Token], str]] = {
    "text": lambda token: escape(token.value, quote=False),
    "open": lambda token: f'<a href="{escape(token.address)}">' if token.value == "a" else f"<{token.value}>",
    "close": lambda token: f"</{token.value}>",
    "image": lambda token: f'<img src="{escape(token.address)}" alt="{escape(token.value)}">',
}


def close_frame(frame: Frame) -> list[Chunk]:
    """Turn an open block into the chunks that take its place in its parent; none when it holds nothing."""
    if not frame.chunks:
        return [Chunk(frame.tag, attrs=frame.attrs)] if frame.tag in ("td", "th") else []
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
    if len(terms) < len(frame.chunks):
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
    if not (captions and content and shown):
        return flow(frame.chunks)
    inner = "".join(chunk.html for chunk in content)
    caption = _inline(part for chunk in captions for part in chunk.parts)
    return [Chunk("figure", f"<figure>{inner}<figcaption>{caption}</figcaption></figure>")]


def _table(frame: Frame) -> list[Chunk]:
    rows = [chunk for chunk in frame.chunks if chunk.kind == "tr" and any(cell.parts for cell in chunk.parts)]
    captions = [part for chunk in frame.chunks if chunk.kind == "caption" for part in chunk.parts]
    cells = [cell for row in rows for cell in row.parts]
    nested = any(part.kind == "table" for cell in cells for part in flow(cell.parts))
    if nested or max((len(row.parts) for row in rows), default=0) < 2:
        return flow([*captions, *(chunk for chunk in frame.chunks if chunk.kind != "caption")])
    head = 1 if rows[0].attrs.get("head") or all(cell.kind == "th" for cell in rows[0].parts) else 0
    html = f"<caption>{_inline(captions)}</caption>" if captions else ""
    for name, group in (("thead", rows[:head]), ("tbody", rows[head:])):
        if group:
            html += f"<{name}>{''.join(_row(row) for row in group)}</{name}>"
    return [Chunk("table", f"<table>{html}</table>")]


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
