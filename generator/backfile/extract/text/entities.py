"""Character references of HTML (`&amp;`, `&#8217;`) that scraping left in a text. Owns recognizing that they are used,
not mentioned, and decoding them; escaped references (`&amp;amp;`) are decoded at once.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from backfile.extract.text.repaired_text import RepairedText, repair_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = "entities"

_ENTITY = re.compile(r"&((?:amp;)*)(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OPENING, _CLOSING = "\"'`“‘«(", "\"'`”’»)"
_ALONE = re.compile(r"[\s\u00a0–—―…•·|»«©®™°→←×]")
"""Characters that stand between spaces in ordinary text."""


def decode_entities(text: str) -> RepairedText:
    """Return the text with its character references decoded, if it uses them; another text unchanged."""
    if "&" not in text or ";" not in text or not _are_used(text):
        return RepairedText(text)
    return repair_lines(text, "&", RULE, lambda line: _ENTITY.sub(_character, line))


def decode_once(text: str) -> str:
    """Return the text with each of its references decoded, as in HTML."""
    return html.unescape(text) if "&" in text else text


def _are_used(text: str) -> bool:
    """Return whether references stand for characters of the text: one inside a word, or two beside words.

    Where one is mentioned, in quotation marks or alone between spaces, all are left.
    """
    used = inside = 0
    for before, match, after in _entities(text):
        alone = (not before or before.isspace()) and (not after or after.isspace())
        if before and after and before in _OPENING and after in _CLOSING:
            return False
        if before.isalnum() or after.isalnum():
            used += 1
            inside += before.isalnum() and after.isalnum()
        elif alone:
            character = _character(match)
            if character == "&":
                used += _joins_names(text, match)
            elif _ALONE.fullmatch(character):
                used += 1
            elif character not in "<>":
                return False
    return used > 1 or inside > 0


def _entities(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """Yield the known references, each with the characters before and after it, empty at the ends of the text."""
    for match in _ENTITY.finditer(text):
        if match[2].startswith("#") or f"{match[2]};" in html5:
            yield text[max(0, match.start() - 1) : match.start()], match, text[match.end() : match.end() + 1]


def _joins_names(text: str, match: re.Match[str]) -> bool:
    """Return whether an ampersand is between two capitalized words or numbers."""
    before = text[max(0, match.start() - 40) : match.start()].split()
    after = text[match.end() + 1 : match.end() + 2]
    return bool(before) and not before[-1][0].islower() and (after.isupper() or after.isdigit())


def _character(match: re.Match[str]) -> str:
    """Return the character of a reference; an unknown name stays, without the escapes before it."""
    return html.unescape(f"&{match[2]};") if match[2][0] == "#" or f"{match[2]};" in html5 else f"&{match[2]};"
