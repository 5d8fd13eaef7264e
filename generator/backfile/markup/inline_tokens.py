"""Tokens of a run of inline content: how they are split into paragraphs, tidied, and written as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple

from backfile.markup.plain_text import collapse_white_space


class Token(NamedTuple):
    """A piece of a run: `text`, `open`, `close`, `break`, `image` or `place`; after tidying also `space`."""

    kind: str
    value: str = ""
    """The text, the name of the element, the alternative text of the image, or the id of the place."""
    address: str = ""
    """The URL of a link or an image."""


def split_paragraphs(tokens: Iterable[Token]) -> list[list[Token]]:
    """Split a run where two or more line breaks follow each other, possibly with white space between them.

    An element that is open at such a place is closed there, and opened again in the next part.
    """
    parts: list[list[Token]] = [[]]
    open_elements: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        is_blank = token.kind == "place" or (token.kind == "text" and not token.value.strip())
        if token.kind == "break" or (pending and is_blank):
            pending.append(token)
            continue
        if sum(waiting.kind == "break" for waiting in pending) > 1:
            parts[-1] += [Token("close", element.value) for element in reversed(open_elements)]
            parts.append([*open_elements, *places(pending)])
        else:
            parts[-1] += pending
        pending = []
        if token.kind == "open":
            open_elements.append(token)
        elif token.kind == "close":
            open_elements.pop()
        parts[-1].append(token)
    parts[-1] += places(pending)
    return parts


def places(tokens: Iterable[Token]) -> list[Token]:
    """Return the places among the tokens."""
    return [token for token in tokens if token.kind == "place"]


def tidy(tokens: Iterable[Token]) -> list[Token]:
    """Drop empty elements, join equal adjacent elements, and move spaces, line breaks and places at the edges of
    elements out of them.
    """
    tidied: list[Token] = []
    open_elements: list[Token] = []
    for token in _separate_spaces(tokens):
        if token.kind == "open":
            open_elements.append(token)
            last = tidied[-1] if tidied else None
            if last and last.kind == "close" and (last.value, last.address) == (token.value, token.address):
                tidied.pop()
            else:
                tidied.append(token)
        elif token.kind == "close":
            _close(tidied, open_elements.pop())
        elif token.kind in _EDGE:
            position = len(tidied)
            while position and tidied[position - 1].kind == "open":
                position -= 1
            tidied.insert(position, token)
        else:
            tidied.append(token)
    return tidied


_EDGE = frozenset({"space", "break", "place"})


def _separate_spaces(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make white space at the edges of text a token of its own: also no-break spaces and the like, which look alike."""
    for token in tokens:
        if token.kind != "text":
            yield token
            continue
        text = collapse_white_space(token.value)
        inner = text.strip()
        start = text.index(inner)
        before, after = (text[:start], text[start + len(inner) :]) if inner else (text, "")
        for kind, value in (("space", before), ("text", inner), ("space", after)):
            if value:
                yield Token(kind, value)


def _close(tokens: list[Token], element: Token) -> None:
    """Add the end of an element before what is movable at its edge, or remove the element if it is empty."""
    edge: list[Token] = []
    while tokens and tokens[-1].kind in _EDGE:
        edge.append(tokens.pop())
    if tokens and tokens[-1] == element:
        tokens.pop()
    else:
        tokens.append(Token("close", element.value, element.address))
    tokens.extend(reversed(edge))


def write_html(tokens: Iterable[Token]) -> str:
    """Write tidied tokens as HTML: white space collapsed, and none at the ends and around line breaks.

    A place is written before the next text, image or element that is not in a link, because it is a link element
    itself; else at the end. A run without text and images is not written.
    """
    html: list[str] = []
    space = waiting = ""
    breaks, empty, in_link = 0, True, False
    for token in tokens:
        if token.kind == "space":
            space += token.value
        elif token.kind == "break":
            breaks, space = breaks + 1, ""
        elif token.kind == "place":
            waiting += _WRITERS["place"](token)
        elif token.kind == "close":
            html.append(_WRITERS["close"](token))
            in_link = in_link and token.value != "a"
        else:
            if breaks or empty:
                html.append("" if empty else "<br>")
                breaks, space = 0, ""
            html.append(collapse_white_space(space))
            if not in_link:
                html.append(waiting)
                waiting = ""
            html.append(_WRITERS[token.kind](token))
            space = ""
            empty = empty and token.kind == "open"
            in_link = in_link or (token.kind, token.value) == ("open", "a")
    return "" if empty else "".join((*html, waiting))


_WRITERS: dict[str, Callable[[Token], str]] = {
    "text": lambda token: escape(token.value, quote=False),
    "open": lambda token: f'<a href="{escape(token.address)}">' if token.value == "a" else f"<{token.value}>",
    "close": lambda token: f"</{token.value}>",
    "place": lambda token: f'<a id="{token.value}"></a>',
    "image": lambda token: f'<img src="{escape(token.address)}" alt="{escape(token.value)}">',
}
