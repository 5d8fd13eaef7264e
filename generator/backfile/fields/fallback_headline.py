"""The headline of an article without one: its first heading or sentence. Owns how long it is, and where it is cut."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from backfile.markup.plain_text import collapse_spaces, strip_controls
from backfile.markup.sanitize import clean

if TYPE_CHECKING:
    from backfile.article import PlainText, RawHtml

MAX_LENGTH = 80
"""Maximum length of a headline from the text, in characters."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset("a strong em code kbd sub sup del ins mark q".split())
_ENDS = (". ", "! ", "? ", "\u2026 ", "\u3002", "\uff01", "\uff1f", "\u0964 ")
_SEARCHED = 20_000
"""Number of characters at the beginning of a body that are searched."""


def opening_words(body: RawHtml | PlainText, *, html: bool) -> str | None:
    """Return the first heading, else the first sentence, shortened between words; None for a body without text."""
    if html:
        parser = _BlockParser()
        parser.feed(clean(body[:_SEARCHED]))  # type: ignore[arg-type]
        parser.close()
        blocks = parser.blocks
    else:
        blocks = [("p", line) for line in strip_controls(body[:_SEARCHED]).splitlines()]
    texts = [(tag, collapse_spaces(strip_controls(text))) for tag, text in blocks]
    heading = next((text for tag, text in texts if tag in _HEADINGS and text), None)
    return _shorten(heading or _first_sentence(next((text for _, text in texts if text), "")))


def _first_sentence(text: str) -> str:
    ends = [index + len(end.rstrip()) for end in _ENDS if (index := text.find(end)) > 0]
    return text[: min(ends)] if ends else text


def _shorten(text: str) -> str | None:
    if len(text) > MAX_LENGTH:
        short = text[: MAX_LENGTH - 1]
        text = (short.rpartition(" ")[0] or short).rstrip(" ,;:-\u2013\u2014") + "\u2026"
    return text or None


class _BlockParser(HTMLParser):
    """Collects the blocks of sanitized HTML: the name of the element and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.blocks.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.blocks.append(("", ""))

    def handle_data(self, data: str) -> None:
        tag, text = self.blocks[-1]
        self.blocks[-1] = (tag, text + data)
