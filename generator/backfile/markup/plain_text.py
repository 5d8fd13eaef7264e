"""Plain text: control characters, white space, and normal forms for the comparison of words and names.

Escaping of plain text for Markdown or HTML is in `markup/escape.py`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

_C0_C1 = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xFFF9, 0xFFFC))

_REMOVED = dict.fromkeys((*_C0_C1, *_BIDI))
"""C0, C1 and bidirectional controls. U+200E and U+200F are not among them: right-to-left text needs them."""

_SPACES = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], " ")
"""Characters that some programs read as the end of a line, and a browser as a space."""

_REPLACED = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
"""Surrogates, and characters that XML does not allow (XML 1.0, 2.2)."""

_CONTROLS: dict[int, str | None] = {**_REMOVED, **_SPACES, **_REPLACED}

_HAS_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Any character of `_CONTROLS`. Few pages have one, and `str.translate` is slow on pages that are not all ASCII."""


def strip_controls(text: str) -> str:
    """Remove control characters; replace line and paragraph separators by spaces, surrogates by U+FFFD."""
    return text.translate(_CONTROLS) if _HAS_CONTROLS.search(text) else text


def one_line(text: str) -> str:
    """Return plain text on one line, without control characters, its white space collapsed as in CSS (CSS Text, 4.1.1).

    Blanks, tabs and line ends are collapsed. Other spaces, such as the no-break space, have a meaning and stay, except
    at the ends.
    """
    return collapse_white_space(strip_controls(text)).strip()


def collapse_white_space(text: str) -> str:
    """Return text with each run of blanks, tabs and line ends replaced by one blank, as browsers do.

    Other spaces, such as the no-break space, are visible and stay. A pattern is tried at each blank, and takes longer.
    """
    for space in "\t\r\n":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def collapse_spaces(text: str) -> str:
    """Return text with each run of Unicode white space replaced by one blank, and none at the ends."""
    return " ".join(text.split())


class Marks(Enum):
    """Which combining marks `folded` removes."""

    KEEP = "keep"
    ACCENTS = "accents"
    """Those of the block U+0300-U+036F, which European scripts use, after canonical decomposition (NFD)."""
    ALL = "all"
    """All nonspacing marks (category Mn), after compatibility decomposition (NFKD)."""


_ACCENTS = re.compile("[\u0300-\u036f]")


def folded(text: str, *, composed: bool = False, collapsed: bool = False, marks: Marks = Marks.KEEP) -> str:
    """Return text in the form in which words and names are compared: without differences of case.

    With `composed`, the text is composed (NFC) before its case is folded; with `collapsed`, its white space is
    collapsed. `marks` says which combining marks are removed.
    """
    if text.isascii():
        return collapse_spaces(text.lower()) if collapsed else text.lower()
    if composed:
        text = unicodedata.normalize("NFC", text)
    text = collapse_spaces(text.casefold()) if collapsed else text.casefold()
    if marks is Marks.ACCENTS:
        return _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    if marks is Marks.ALL:
        return "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) != "Mn")
    return text


_WORD = re.compile(r"\w+")
_WORD_OR_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def words(text: str, *, compatible: bool = False, split_cjk: bool = False) -> list[str]:
    r"""Return the words of a text, in order: runs of the characters that `\w` matches.

    With `compatible`, the text is normalized (NFKC) first. With `split_cjk`, each character of Han, Hiragana and
    Katakana is a word, since these scripts do not separate words.
    """
    if compatible:
        text = unicodedata.normalize("NFKC", text)
    return (_WORD_OR_CJK if split_cjk else _WORD).findall(text)
