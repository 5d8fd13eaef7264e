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
"""Characters that are between spaces in ordinary text."""
_MIN_ALONE = 4
"""Minimum number of references between spaces in a text that uses them, and minimum number of used references for each
one in quotation marks.
"""


def decode_entities(text: str) -> RepairedText:
    """Return the text with its character references decoded, if it uses them; another text unchanged."""
    if "&" not in text or ";" not in text or not _are_used(text):
        return RepairedText(text)
    return repair_lines(text, "&", RULE, lambda line: _ENTITY.sub(_character, line))


def decode_once(text: str) -> str:
    """Return the text with each of its references decoded, as in HTML."""
    return html.unescape(text) if "&" in text else text


def _are_used(text: str) -> bool:
    """Return whether references are characters of the text: one inside a word, or several of which one is beside
    a word. They are not used if they are in quotation marks, which is how a text mentions them.
    """
    beside = inside = alone = letters = quoted = 0
    for before, match, after in _entities(text):
        if before and after and before in _OPENING and after in _CLOSING:
            quoted += 1
        elif before.isalnum() or after.isalnum():
            beside += 1
            inside += before.isalnum() and after.isalnum()
        elif (not before or before.isspace()) and (not after or after.isspace()):
            character = _character(match)
            beside += character == "&" and _joins_names(text, match)
            alone += bool(_ALONE.fullmatch(character))
            letters += character.isalpha()
    used = beside + alone
    enough = inside > 0 or (beside > 0 and used > 1) or (used >= _MIN_ALONE and not letters)
    return enough and used >= _MIN_ALONE * quoted


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
