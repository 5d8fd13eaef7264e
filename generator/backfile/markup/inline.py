"""Runs: text with inline markup between two block edges. Owns how white space, line breaks and inline elements are
tidied and written; blocks are `shape`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a run: `text`, `open`, `close`, `break` or `image`."""

    kind: str
    value: str = ""
    """The text, the element's name, or the image's alternative text."""
    address: str = ""


class InlineRun:
    """The text in hand, with the inline elements that are open around it."""

    def __init__(self) -> None:
        self.verbatim = False
        self._tokens: list[Token] = []
        self._open: list[Token] = []
        self._carried: list[Token] = []
        """What was open when this run began."""

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
        tokens, carried = self._tokens, self._carried
        still_open = [token for token in self._open if token.kind == "open"]
        self._tokens, self._carried = [], still_open
        if self.verbatim:
            return [escape("".join(token.value for token in tokens), quote=False)] if tokens else []
        tokens = [*carried, *tokens, *(Token("close", token.value) for token in reversed(still_open))]
        return [html for part in _paragraphs(tokens) if (html := _html(_tidy(part)))]


def _paragraphs(tokens: Iterable[Token]) -> list[list[Token]]:
    """Split at two or more line breaks with nothing but white space between; elements go on in each part."""
    parts: list[list[Token]] = [[]]
    active: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.kind == "break" or (pending and token.kind == "text" and not token.value.strip()):
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
    """Make space at the edges of text a token of its own; other spaces than blanks count, being seen as little."""
    for token in tokens:
        if token.kind != "text":
            yield token
            continue
        text = re.sub(r"[ \t\r\n]+", " ", token.value)
        inner = text.strip()
        before, after = (text, "") if not inner else (text[: text.index(inner)], text[text.index(inner) + len(inner) :])
        for kind, value in (("space", before), ("text", inner), ("space", after)):
            if value:
                yield Token(kind, value)


def _close(out: list[Token], element: Token) -> None:
    edge: list[Token] = []
    while out and out[-1].kind in _EDGE:
        edge.append(out.pop())
    if out and out[-1] == element:
        out.pop()
    else:
        out.append(Token("close", element.value, element.address))
    out.extend(reversed(edge))


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
