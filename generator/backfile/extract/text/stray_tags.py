"""Tags of HTML that scraping left in a text. Owns recognizing that they are used as markup, not mentioned; the text
between them is read by `markup_text`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backfile.extract.dom import BLOCKS, HEADINGS, INVISIBLE

VOID = frozenset("br hr img wbr input source meta link col embed param track area base".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark picture q s samp small span"
    " strike strong sub sup time tt u var".split()
)
_OTHER = frozenset("html body title center colgroup dir legend optgroup option select button hgroup search".split())
_KNOWN = VOID | _INLINE | _OTHER | BLOCKS | INVISIBLE
"""The names of elements whose tags are read; all other text in angle brackets stays."""
HIDDEN = INVISIBLE - {"head"}
"""Elements whose content is not text."""
PARAGRAPHS = (BLOCKS - {"br"}) | frozenset(HEADINGS) | {"title", "center", "hgroup", "option", "legend"}
"""Elements that begin and end a paragraph."""

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,11})(?![\w:-])((?:\s[^<>]*)?)/?>"
    r"|<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->"
    r"|<!doctype\s[^<>]*>",
    re.IGNORECASE,
)
"""A tag, a comment or a doctype. Groups: slash, name, attributes."""
_CLOSED = re.compile(r"</[a-zA-Z]|<(?:br|p)\b|-->", re.IGNORECASE)
"""What a text has that uses tags as markup."""
_NAMES_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|CSS|Markdown)\b", re.IGNORECASE)
_MENTIONED = re.compile(r"(?:^|[\s(\[])[\"'`“‘«]$|\($")
"""What is before a tag that is in quotation marks or parentheses."""
_CLOSING_QUOTES = "\"'`”’»)"
_AFTER_WORD = " .,;:!?)"
_MIN_TAGS = 10
"""Minimum number of tags in a page for each one that seems to be a word."""
_FOLLOWING = frozenset(_CLOSING_QUOTES + _AFTER_WORD)
"""What is directly behind a tag that is a word."""


class Span(NamedTuple):
    """A tag, a comment, or a hidden element with its tags and its content."""

    start: int
    stop: int
    """Beyond every text, for a hidden element that is not closed."""
    name: str = ""
    """The name of the element, in lower case; empty for a comment."""
    closes: bool = False
    bare: bool = False
    """Whether it is an opening tag without attributes."""


def find_tags(text: str) -> list[Span]:
    """Return the tags, comments and hidden elements in a text, in order, if it uses them as markup; otherwise none."""
    if ">" not in text or not _CLOSED.search(text):
        return []
    spans = list(_find_spans(text))
    return spans if spans and _is_markup(text, spans) else []


def _find_spans(text: str) -> Iterator[Span]:
    """Yield the tags and comments in a text, and each hidden element as one, in order, without overlaps."""
    hidden, start, depth = "", 0, 0
    for match in _TAG.finditer(text):
        slash, name, attributes = match.groups()
        name = name.lower() if name else ""
        if name and name not in _KNOWN:
            continue
        if hidden:
            depth += (-1 if slash else 1) * (name == hidden)
            if depth == 0:
                yield Span(start, match.end(), hidden)
                hidden = ""
        elif name in HIDDEN and not slash:
            hidden, start, depth = name, match.start(), 1
        else:
            yield Span(match.start(), match.end(), name, bool(slash), not (slash or attributes))
    if hidden:
        yield Span(start, sys.maxsize, hidden)


def _is_markup(text: str, spans: Sequence[Span]) -> bool:
    """Return whether tags are used: elements are closed, or a text has several breaks, and no tag is mentioned.

    A text that names a markup language has no tags to remove, unless tags enclose all of it.
    """
    opened = Counter([span.name for span in spans if not span.closes])
    closed = Counter([span.name for span in spans if span.closes])
    pairs = sum(min(count, closed[name]) if name in _KNOWN - HIDDEN else count for name, count in opened.items())
    if spans[-1].stop > len(text) or (not pairs and opened["br"] < 2 and opened["p"] < 2):
        return False
    enclosed = not text[: spans[0].start].strip() and not text[spans[-1].stop :].strip()
    bare = [span for span in spans if span.bare and text[span.stop : span.stop + 1] in _FOLLOWING]
    mentions = sum(_is_mentioned(text, span) for span in bare)
    if mentions and not (enclosed and _MIN_TAGS * mentions <= len(spans)):
        return False
    return enclosed or not any(map(_NAMES_MARKUP.search, _between(text, spans)))


def _between(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Yield the parts of a text that are outside spans."""
    end = 0
    for span in spans:
        if span.start > end:
            yield text[end : span.start]
        end = span.stop
    yield text[end:]


def _is_mentioned(text: str, tag: Span) -> bool:
    """Return whether an opening tag before a character of `_FOLLOWING` is a word: quoted, or between spaces."""
    after = text[tag.stop]
    before = text[max(0, tag.start - 2) : tag.start]
    if after in _CLOSING_QUOTES and _MENTIONED.search(before):
        return True
    return before.endswith(" ") and after in _AFTER_WORD and not (after == " " and tag.name in VOID)
