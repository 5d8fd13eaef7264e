"""Inline runs: text with inline elements between the edges of two blocks, collected while HTML is read.

How a run is tidied and written is in `markup/inline_tokens.py`.
"""

from __future__ import annotations

from html import escape

from backfile.markup.inline_tokens import Token, places, split_paragraphs, tidy, write_html


class InlineRun:
    """The current run, and the inline elements that are open."""

    def __init__(self) -> None:
        self.verbatim = False
        """Whether the run is preformatted text, in which only text counts."""
        self._tokens: list[Token] = []
        self._open: list[Token] = []
        self._open_at_start: list[Token] = []
        """The elements that were open when this run began."""

    def open(self, tag: str, href: str = "") -> None:
        """Begin an inline element. An element inside one of its kind and a link without a URL are left out."""
        nested = any(token.value == tag and token.kind == "open" for token in self._open)
        token = Token("none" if nested or (tag == "a" and not href) else "open", tag, href)
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
        """Begin a new line of preformatted text, unless the current one is empty."""
        if self._tokens and not self._tokens[-1].value.endswith("\n"):
            self._tokens.append(Token("text", "\n"))

    def image(self, source: str, alt: str) -> None:
        """Add an image; in preformatted text, its alternative text."""
        self._tokens.append(Token("text", alt) if self.verbatim else Token("image", alt, source))

    def place(self, name: str) -> None:
        """Add a place to which a link leads, as an id."""
        self._tokens.append(Token("place", name))

    def take_places(self) -> str:
        """Return, as the HTML of a run of its own, the places that wait for a text after them."""
        waiting = places(self._tokens)
        self._tokens = [token for token in self._tokens if token.kind != "place"]
        return "".join(f'<a id="{token.value}"></a>' for token in waiting)

    def take(self) -> list[str]:
        """Return the HTML of the run and begin a new one. Two or more line breaks split the run into several parts.

        A place without a text after it waits for the next run.
        """
        tokens, start = self._tokens, self._open_at_start
        still_open = [token for token in self._open if token.kind == "open"]
        self._tokens, self._open_at_start = [], still_open
        if self.verbatim:
            return [escape("".join(token.value for token in tokens), quote=False)] if tokens else []
        if not any(token.kind != "text" or token.value.strip() for token in tokens):
            return []
        tokens = [*start, *tokens, *(Token("close", token.value) for token in reversed(still_open))]
        runs = []
        for part in split_paragraphs(tokens):
            part = [*self._tokens, *part]
            html = write_html(tidy(part))
            self._tokens = [] if html else places(part)
            runs += [html] if html else []
        return runs
