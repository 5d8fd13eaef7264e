"""Tags of HTML that scraping left in a text. Owns recognizing that they are used as markup, not mentioned; the text
between them is read by `markup_text`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from backfile.extract.dom import BLOCKS, HEADINGS, INVISIBLE

VOID = frozenset("br hr img wbr input source meta link col embed param track area base".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark picture q s samp small span"
    " strike strong sub sup time tt u var".split()
)
_OTHER = frozenset("html body title center colgroup dir legend optgroup option select button hgroup search".split())
KNOWN = VOID | _INLINE | _OTHER | BLOCKS | INVISIBLE
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
_CLOSED = re.compile(r"</[a-zA-Z]|<(?:br|p)\b", re.IGNORECASE)
"""What a text has that uses tags as markup."""
_NAMES_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|CSS|Markdown)\b", re.IGNORECASE)
_MENTIONED = re.compile(r"(?:^|[\s(\[])[\"'`“‘«]$|\($")
"""What is before a tag that is in quotation marks or parentheses."""
_CLOSING_QUOTES = "\"'`”’»)"
_AFTER_WORD = " .,;:!?)"
_FOLLOWING = _CLOSING_QUOTES + _AFTER_WORD


def find_tags(text: str) -> list[re.Match[str]]:
    """Return the tags, comments and doctypes in a text, if it uses them as markup; otherwise none."""
    if ">" not in text or not _CLOSED.search(text):
        return []
    found = [match for match in _TAG.finditer(text) if match[2] is None or match[2].lower() in KNOWN]
    return found if found and _is_markup(text, found) else []


def _is_markup(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Return whether tags are used: elements are closed, or a text has several breaks, and no tag is mentioned.

    A text that names a markup language has no tags to remove, unless tags enclose all of it.
    """
    spans = list(opaque_spans(found))
    starts = {start for start, _ in spans}
    tags = [match for match in found if match[2] and match.start() in starts]
    if spans[-1][1] > len(text) or any(_is_mentioned(text, match) for match in tags):
        return False
    opened = Counter(match[2].lower() for match in tags if not match[1])
    closed = Counter(match[2].lower() for match in tags if match[1])
    pairs = sum(count if name in HIDDEN else min(count, closed[name]) for name, count in opened.items())
    if not pairs and opened["br"] < 2 and opened["p"] < 2:
        return False
    enclosed = not text[: spans[0][0]].strip() and not text[spans[-1][1] :].strip()
    return enclosed or not any(map(_NAMES_MARKUP.search, _between(text, spans)))


def opaque_spans(found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each tag and comment, and of each hidden element, in order, without overlaps.

    The end of a hidden element that is not closed is beyond every text.
    """
    name, start, depth = "", 0, 0
    for match in found:
        tag, closes = (match[2] or "").lower(), bool(match[1])
        if not name and tag in HIDDEN and not closes:
            name, start, depth = tag, match.start(), 1
        elif name:
            depth += (-1 if closes else 1) * (tag == name)
            if depth == 0:
                yield start, match.end()
                name = ""
        else:
            yield match.span()
    if name:
        yield start, sys.maxsize


def _between(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the parts of a text that are outside spans."""
    end = 0
    for start, stop in spans:
        yield text[end:start]
        end = stop
    yield text[end:]


def _is_mentioned(text: str, tag: re.Match[str]) -> bool:
    """Return whether an opening tag without attributes is a word of a sentence: quoted, or between spaces."""
    after = text[tag.end() : tag.end() + 1]
    if not after or after not in _FOLLOWING or tag[1] or tag[3].strip(" /"):
        return False
    before = text[max(0, tag.start() - 2) : tag.start()]
    if after in _CLOSING_QUOTES and _MENTIONED.search(before):
        return True
    return before.endswith(" ") and after in _AFTER_WORD and not (after == " " and tag[2].lower() in VOID)
