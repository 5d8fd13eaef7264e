"""The words of Markdown as readers see them, for the comparison of two texts.

The text that is seen is found by a few patterns, not by rendering, which takes a hundred times as long: what they leave
of unusual markup is compared and shown as text. Nothing here is HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from backfile.markup.plain_text import strip_controls
from backfile.markup.unspaced import UNSPACED

PARAGRAPH = "\n"
"""The token between two paragraphs."""

_MARKS = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u0589\u05be\u05c0\u05c3\u060c"
    r"\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u17d4-\u17d6\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-"
    r"\u3004\u3008-\u3020\u3030\u303d\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""White space and punctuation, as ranges of a regular expression; everything else is part of a word."""
_COMBINING = (
    r"\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099"
    r"\u309a\ufe00-\ufe0f"
)
_LETTER = f"[^{_MARKS}{UNSPACED}]"
_TOKEN = re.compile(
    f"([ ]?)([{UNSPACED}][{_COMBINING}]*|{_LETTER}+(?:[.,:'’\u00ad\u2010\u2011/-]{_LETTER}+)*|[^ ])", re.DOTALL
)
_WORD = re.compile(f"[^{_MARKS}]")
_BLOCK_TAG = re.compile(
    r"</?(?:t[dhr]|li|p|div|figcaption|caption|br|hr|h[1-6]|blockquote|dt|dd)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:<[^<>]*>|[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_LINE_START = re.compile(r"^ {0,7}(?:#{1,6} |(?:> ?)+|[-*+] +|\d{1,9}[.)] +)+", re.MULTILINE)
_RULE = re.compile(r"(?:[*_-] ?){3,}")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|`{1,20}|~~)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, marks and ends of paragraphs, in order; in scripts without spaces each character is a word."""

    texts: list[str]
    spaced: list[bool]
    """Whether a blank stands before each."""


def blocks_of(body: str) -> list[str]:
    """Return the blocks of a body in Markdown: what blank lines separate."""
    return [block for block in re.split(r"\n(?:[ \t]*\n)+", body) if block.strip()]


def visible_text(block: str) -> str:
    """Return the text of a block on one line, without markup."""
    if _RULE.fullmatch(block.strip()):
        return ""
    text = _TAG.sub("", _BLOCK_TAG.sub(" ", block)) if "<" in block else block
    for _ in range(2):  # A link can have an image in it.
        text = _LINK.sub(r"\1", text) if "](" in text else text
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _LINE_START.sub("", text)))
    return " ".join(strip_controls(unescape(text)).split())


def split_tokens(texts: list[str]) -> Tokens:
    """Return the tokens of the paragraphs, which are plain text, with `PARAGRAPH` between them."""
    tokens = Tokens([], [])
    for number, text in enumerate(texts):
        if number:
            tokens.texts.append(PARAGRAPH)
            tokens.spaced.append(False)
        for space, token in _TOKEN.findall(text):
            tokens.texts.append(token)
            tokens.spaced.append(bool(space))
    return tokens


def is_word(token: str) -> bool:
    """Return whether a token has a letter or a digit. Marks are tokens of one character."""
    return len(token) > 1 or bool(_WORD.match(token))


def count_words(text: str) -> int:
    """Return the number of words of plain text."""
    return sum(1 for _, token in _TOKEN.findall(text) if is_word(token))
