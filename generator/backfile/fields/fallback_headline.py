"""The opening words of a body, for an article that comes without a headline. Owns where they are cut."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from backfile.markup.plain_text import collapse_spaces, strip_controls
from backfile.markup.sanitize import clean

if TYPE_CHECKING:
    from backfile.article import PlainText, RawHtml

LENGTH = 80
"""Characters that a headline out of the text has at most."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset("a strong em code kbd sub sup del ins mark q".split())
_ENDS = (". ", "! ", "? ", "\u2026 ", "\u3002", "\uff01", "\uff1f", "\u0964 ")
_HEAD = 20_000
"""Characters of a body that are looked at."""


def opening(body: RawHtml | PlainText, *, html: bool) -> str | None:
    """Give the first heading, else the first sentence, cut between words where it is long; None without any text."""
    if html:
        parser = _Blocks()
        parser.feed(clean(body[:_HEAD]))  # type: ignore[arg-type]
        parser.close()
        blocks = parser.blocks
    else:
        blocks = [("p", line) for line in strip_controls(body[:_HEAD]).splitlines()]
    texts = [(tag, collapse_spaces(strip_controls(text))) for tag, text in blocks]
    heading = next((text for tag, text in texts if tag in _HEADINGS and text), None)
    return _cut(heading or _sentence(next((text for _, text in texts if text), "")))


def _sentence(text: str) -> str:
    ends = [place + len(end.rstrip()) for end in _ENDS if (place := text.find(end)) > 0]
    return text[: min(ends)] if ends else text


def _cut(text: str) -> str | None:
    if len(text) > LENGTH:
        short = text[: LENGTH - 1]
        text = (short.rpartition(" ")[0] or short).rstrip(" ,;:-\u2013\u2014") + "\u2026"
    return text or None


class _Blocks(HTMLParser):
    """The blocks of cleaned HTML, each with the element that opened it."""

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
