"""RawHtml -> SafeHtml: the only sanitiser. Owns the allow-list and the rule for addresses; `shape` builds the blocks.

nh3 (html5ever) decides what the markup means and drops what is not allowed. What is left then goes once more through a
small stack machine that gives it the one shape every writer can rely on: a sequence of blocks, no container but those
with a meaning (lists, quotations, tables, figures), text always inside a block, white space collapsed, nothing empty.
No tree is built, so neither depth nor width costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from backfile.article import PlainText, RawHtml, SafeHtml
from backfile.markup.blocks import Chunk, Frame, close_frame, flow
from backfile.markup.inline import InlineRun
from backfile.markup.plain_text import one_line, strip_controls
from backfile.markup.urls import safe_url

_INLINE = {
    "a": "a",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
    "del": "del",
    "s": "del",
    "strike": "del",
    "ins": "ins",
    "mark": "mark",
    "q": "q",
}
"""Inline elements that survive, and as what."""

_CONTAINERS = frozenset(
    "p div section article main header footer aside nav address details summary center form fieldset hgroup".split()
)
"""Blocks without a meaning of their own: what they hold moves up, their edges end a paragraph."""

_FRAMES = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol li blockquote pre dl dt dd figure figcaption "
    "table caption thead tbody tfoot tr td th".split()
)
_VOID = frozenset({"br", "hr", "img", "wbr"})

_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"}}
_ATTRIBUTES["th"] = _ATTRIBUTES["td"]

_DROPPED_WHOLE = frozenset(
    "script style iframe frame frameset noframes object embed applet template svg audio video canvas select datalist "
    "head title noscript".split()
)
"""Elements whose content is no text of the article."""

_SANITISER = nh3.Cleaner(
    tags={*_INLINE, *_CONTAINERS, *_FRAMES, *_VOID} - {"wbr"},
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


ImageAddress = Callable[[str, str | None], str | None]
"""Gives what becomes of an image's address; in: it as found, and what relative ones refer to. Out: an address that is
safe to write as those of `address` are, or None for no image."""


def clean(html: RawHtml, base_url: str | None = None, image_address: ImageAddress = safe_url) -> SafeHtml:
    """Turn the HTML of an article into blocks of allow-listed HTML, one after another, separated by newlines.

    `base_url` is what relative addresses refer to; without it they are dropped, and the text of links stays.
    `image_address` decides on those of images. The result
    holds p, h2-h6, ul, ol, li, blockquote, pre, dl, dt, dd, table and its parts, figure, figcaption, hr at block level,
    strong, em, code, kbd, sub, sup, del, ins, mark, q, a[href], img[src alt], br inside; nothing else.
    """
    machine = _Machine(base_url, image_address)
    machine.feed(strip_controls(_SANITISER.clean(strip_controls(html))))
    machine.close()
    return SafeHtml("\n".join(machine.finish()))


def from_text(text: PlainText) -> SafeHtml:
    """Turn plain text into paragraphs: a blank line ends one, a single line's end is kept as a line break."""
    blocks = (block.strip() for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", strip_controls(text).replace("\r\n", "\n")))
    lines = ("<br>".join(escape(one_line(line), quote=False) for line in block.split("\n")) for block in blocks)
    return SafeHtml("\n".join(f"<p>{line}</p>" for line in lines if line))


def visible(html: SafeHtml) -> str:
    """Give the text that a reader sees: blocks and table cells separated by blank lines, line breaks kept."""
    text = re.sub(r"</?(?:p|h[2-6]|[uo]l|li|blockquote|pre|d[ltd]|fig\w+|table|caption|t\w+)\b[^>]*>", "\n\n", html)
    text = unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n")))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Machine(HTMLParser):
    """Reads nh3's output, keeps a stack of frames for the blocks that are open and a run for the text in hand."""

    def __init__(self, base_url: str | None, image_address: ImageAddress) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url = base_url
        self._image_address = image_address
        self._frames = [Frame("")]
        self._run = InlineRun()
        self._nested = 0
        """How many more `pre` are open inside the one in hand."""

    def finish(self) -> list[str]:
        """Close what is open and give the blocks."""
        while len(self._frames) > 1:
            self._close()
        self._flush()
        return [chunk.block() for chunk in flow(self._frames[0].chunks)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _INLINE:
            self._run.open(_INLINE[tag], self._href(found) if tag == "a" else "")
        elif tag == "br":
            self._run.line_break()
        elif tag == "img":
            self._image(found)
        elif self._run.verbatim:
            # Blocks in preformatted text are its lines.
            self._nested += tag == "pre"
            self._run.new_line()
        else:
            self._flush()
            if tag == "hr":
                self._frames[-1].chunks.append(Chunk("hr", "<hr>"))
            elif tag in _FRAMES:
                self._frames.append(Frame(tag, found))
                self._run.verbatim = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            self._run.close(_INLINE[tag])
        elif self._run.verbatim and (tag != "pre" or self._nested):
            self._nested -= tag == "pre"
            self._run.new_line()
        elif tag in _FRAMES and any(frame.tag == tag for frame in self._frames):
            while self._close() != tag:
                pass
        elif tag in _CONTAINERS:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._run.text(data)

    def _close(self) -> str:
        self._flush()
        frame = self._frames.pop()
        self._run.verbatim = False
        self._frames[-1].chunks.extend(close_frame(frame))
        return frame.tag

    def _flush(self) -> None:
        self._frames[-1].chunks.extend(Chunk("run", html) for html in self._run.take())

    def _href(self, found: dict[str, str]) -> str:
        return safe_url(found.get("href", ""), self._base_url, ("http", "https", "mailto")) or ""

    def _image(self, found: dict[str, str]) -> None:
        alt = one_line(found.get("alt", ""))
        source = self._image_address(found.get("src", ""), self._base_url)
        if source:
            self._run.image(source, alt)
        elif alt:
            self._run.text(alt)
