"""Inline runs: text with inline elements between the edges of two blocks, collected while HTML is read.

How a run is tidied and written is in `markup/inline_tokens.py`.
"""

from __future__ import annotations

from html import escape

from backfile.markup.inline_tokens import Token, split_paragraphs, tidy, write_html


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

    def take(self) -> list[str]:
        """Return the HTML of the run and begin a new one. Two or more line breaks split the run into several parts."""
        tokens, start = self._tokens, self._open_at_start
        still_open = [token for token in self._open if token.kind == "open"]
        self._tokens, self._open_at_start = [], still_open
        if self.verbatim:
            return [escape("".join(token.value for token in tokens), quote=False)] if tokens else []
        tokens = [*start, *tokens, *(Token("close", token.value) for token in reversed(still_open))]
        return [html for part in split_paragraphs(tokens) if (html := write_html(tidy(part)))]
