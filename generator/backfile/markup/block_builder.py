"""Blocks from the allow-listed HTML that nh3 returns.

A stack machine reads the tags in order; no tree is built, so time is proportional to the length of the HTML, whatever
its depth. The result is a sequence of blocks: no containers but those with a meaning (lists, quotations, tables,
figures), text only inside blocks, white space collapsed, nothing empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from backfile.markup.allow_list import CONTAINERS, FRAMES, INLINE, WITHOUT_MEANING
from backfile.markup.blocks import close_frame
from backfile.markup.chunks import Chunk, Frame, flow
from backfile.markup.inline import InlineRun
from backfile.markup.page_links import PageLinks
from backfile.markup.plain_text import one_line
from backfile.markup.urls import safe_url

_IN_RUNS = frozenset({*INLINE, *WITHOUT_MEANING, "br", "img"})

ImageAddress = Callable[[str, str | None], str | None]
"""Returns the URL to write for an image. In: the URL as found, and the base of relative URLs. Out: a URL as safe as
those that `safe_url` returns, or None for no image."""


_PIECE = re.compile(r"""<(/?)([a-z][a-z0-9]*+)((?:[^">]++|"[^"]*+")*+)>|([^<]++|<)""")
"""A tag or a text, as nh3 writes them: `<` in text is an entity, values are in double quotes. `html.parser`, which
reads HTML in all forms, takes twice as long. A `<` that begins no tag would be text: each character is in a piece."""
_ATTRIBUTE = re.compile(r' ([^\s="]+)="([^"]*)"')


class BlockBuilder:
    """Reads allow-listed HTML. Keeps a stack of frames for the open blocks, and the current run of inline content."""

    def __init__(self, base_url: str | None, image_address: ImageAddress, links: PageLinks) -> None:
        self._links = links
        self._base_url = base_url
        self._image_address = image_address
        self._frames = [Frame("")]
        self._run = InlineRun()
        self._nested_pre = 0
        """The number of open `pre` elements inside the current one."""

    def feed(self, html: str) -> None:
        """Read HTML as nh3 writes it."""
        for slash, tag, attributes, text in _PIECE.findall(html):
            if text:
                self._run.text(unescape(text))
            elif slash:
                self._end(tag)
            else:
                read = _ATTRIBUTE.findall(attributes) if attributes else ()
                self._start(tag, {name: unescape(value) for name, value in read})

    def finish(self) -> list[str]:
        """Close all open blocks, and return the top-level blocks."""
        while len(self._frames) > 1:
            self._close()
        self._flush()
        self._flush_places()
        return [chunk.block() for chunk in flow(self._frames[0].chunks)]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an inline element or a block."""
        if not self._run.verbatim and tag not in _IN_RUNS:
            self._open_block(tag, attributes)
            return
        self._add_place(attributes)
        if tag in INLINE:
            self._run.open(INLINE[tag], self._href(attributes) if tag == "a" else "")
        elif tag == "br":
            self._run.line_break()
        elif tag == "img":
            self._image(attributes)
        elif tag not in WITHOUT_MEANING:
            # A block in preformatted text is a line of it.
            self._nested_pre += tag == "pre"
            self._run.new_line()

    def _end(self, tag: str) -> None:
        """Close an inline element or a block."""
        if tag in WITHOUT_MEANING:
            return
        if tag in INLINE:
            self._run.close(INLINE[tag])
        elif self._run.verbatim and (tag != "pre" or self._nested_pre):
            self._nested_pre -= tag == "pre"
            self._run.new_line()
        elif tag in FRAMES and any(frame.tag == tag for frame in self._frames):
            while self._close() != tag:
                pass
        elif tag in CONTAINERS:
            self._flush()

    def _open_block(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        if tag == "hr":
            self._frames[-1].chunks.append(Chunk("hr", "<hr>"))
        elif tag == "pre":
            # Preformatted text has no places: they are written before it.
            self._add_place(attributes)
            self._flush_places()
        if tag in FRAMES:
            self._frames.append(Frame(tag, attributes))
            self._run.verbatim = tag == "pre"
        self._add_place(attributes)

    def _add_place(self, attributes: dict[str, str]) -> None:
        """Add the place that an element is, if a link leads to it and it is not yet written."""
        if place := self._links.take_place(attributes):
            self._run.place(place)

    def _flush_places(self) -> None:
        """Write the places that wait for text as a run of their own."""
        if places := self._run.take_places():
            self._frames[-1].chunks.append(Chunk("run", places))

    def _close(self) -> str:
        """Close the innermost block, and return its name."""
        self._flush()
        frame = self._frames.pop()
        self._run.verbatim = False
        self._frames[-1].chunks.extend(close_frame(frame))
        return frame.tag

    def _flush(self) -> None:
        """End the current run."""
        self._frames[-1].chunks.extend(Chunk("run", html) for html in self._run.take())

    def _href(self, attributes: dict[str, str]) -> str:
        url = attributes.get("href", "")
        return self._links.link(url) or safe_url(url, self._base_url, ("http", "https", "mailto")) or ""

    def _image(self, attributes: dict[str, str]) -> None:
        alt = one_line(attributes.get("alt", ""))
        source = self._image_address(attributes.get("src", ""), self._base_url)
        if source:
            self._run.image(source, alt)
        elif alt:
            self._run.text(alt)
