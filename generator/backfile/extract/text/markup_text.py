"""The text between tags of HTML that scraping left in a text. Owns what becomes of each tag: those of blocks become
paragraph breaks, others are removed; scripts, styles, comments and attributes are not text.

The parser of lxml calls a method for each tag. It makes no tree, so that the depth of the elements needs no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backfile.article import RemovedText
from backfile.extract.text.entities import decode_once
from backfile.extract.text.repaired_text import RepairedText, collapse_blank_lines
from backfile.extract.text.stray_tags import HIDDEN, PARAGRAPHS, Span, find_tags
from backfile.extract.void_elements import end_void_elements

RULE = "markup"

_MARKS = tuple(map(chr, range(0xFDD0, 0xFDF0)))
"""Noncharacters of Unicode: three that a text does not have mark places in it for the parser and after it."""
_CELLS = ("td", "th")
_LINES = ("br", "li", "dt", "dd", "tr")
"""Elements that begin a line, not a paragraph."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def strip_markup(text: str) -> RepairedText:
    """Return the text without its tags, if they are used as markup; another text unchanged."""
    found = find_tags(text)
    marks = [mark for mark in _MARKS if mark not in text] if found else []
    if len(marks) < 3 or _CONTROLS.search(text):
        return RepairedText(text)
    start, paragraph, line = marks[:3]
    parts = list(_parts(text, found))
    chunks = "".join(part if is_tag else part.replace("\n", start) for part, is_tag in parts).split(start)
    source = "".join(part if is_tag else _escape(part).replace("\n", start) for part, is_tag in parts)
    broken = _set_breaks(_read(source, paragraph, line), paragraph, line)
    texts = [decode_once(_without_break(part)) for part in broken.split(start)]
    if len(texts) != len(chunks):
        return RepairedText(text)
    changes = (
        RemovedText(RULE, chunk, result)
        for chunk, result in zip(map(str.strip, chunks), map(str.strip, texts), strict=True)
        if chunk != result
    )
    return RepairedText(collapse_blank_lines("\n".join(texts)), tuple(changes))


def _without_break(part: str) -> str:
    """Return a line without one break of a line at its start: it begins a line already."""
    return part[1:] if part.startswith("\n") and not part.startswith("\n\n") else part


def _set_breaks(text: str, paragraph: str, line: str) -> str:
    """Return the text with line breaks for its marks: two breaks of a line are that of a paragraph."""
    space = r"[ \t\n]*+"
    text = re.sub(
        rf"(?<![ \t\n]){space}(?:{paragraph}|{line}{space}[{paragraph}{line}])[ \t\n{paragraph}{line}]*+", "\n\n", text
    )
    return re.sub(rf"(?<![ \t\n]){space}{line}{space}", "\n", text)


def _parts(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in order, each with whether it is a tag, a comment, or an element that is not text."""
    end = 0
    for span in spans:
        if span.start > end:
            yield text[end : span.start], False
        yield text[span.start : span.stop], True
        end = span.stop
    yield text[end:], False


def _escape(text: str) -> str:
    """Return text as HTML; references in it are decoded afterwards, as Python does it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _read(source: str, paragraph: str, line: str) -> str:
    """Return the text of HTML, with a mark for each break of a paragraph or a line."""
    from lxml import etree

    target = _TextTarget(paragraph, line)
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    parser.feed(f"<div>{end_void_elements(source)}</div>".encode())
    text: str = parser.close()
    return text


class _TextTarget:
    """Receives what the parser finds, and collects the text."""

    def __init__(self, paragraph: str, line: str) -> None:
        self._paragraph, self._line = paragraph, line
        self._parts: list[str] = []
        self._hidden, self._depth = "", 0

    def start(self, tag: str, _attributes: object) -> None:
        """Add a break before a block, and note an element that is not text."""
        if self._hidden:
            self._depth += tag == self._hidden
        elif tag in HIDDEN:
            self._hidden, self._depth = tag, 1
        self._break(tag)

    def end(self, tag: str) -> None:
        """Add a break after a block."""
        if self._hidden and tag == self._hidden:
            self._depth -= 1
            self._hidden = self._hidden if self._depth else ""
        if tag not in _LINES and tag not in _CELLS:
            self._break(tag)

    def data(self, text: str) -> None:
        """Add text."""
        if not self._hidden:
            self._parts.append(text)

    def close(self) -> str:
        """Return the text."""
        return "".join(self._parts)

    def _break(self, tag: str) -> None:
        if not self._hidden and (tag in PARAGRAPHS or tag == "br"):
            self._parts.append(" " if tag in _CELLS else self._line if tag in _LINES else self._paragraph)
