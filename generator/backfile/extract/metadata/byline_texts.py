"""The text of a byline's element, in lines. Owns where one name ends and the next begins, as far as the markup shows
it: sites write several names, roles and buttons into neighboring elements, often without a space between them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from backfile.extract.dom import BLOCKS, INVISIBLE
from backfile.extract.element_names import split_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIPPED = INVISIBLE | frozenset("button time img input select figure figcaption form".split())
_SKIPPED_NAME = re.compile(
    r"(?<![a-z])(?:bio|biography|description|desc|dates?|time|timestamp|published|updated|share|sharing|social|follow"
    r"|avatar|image|comments?|count|reading-?time|read-?time|lesedauer|twitter|email|tooltip|sr-only|visually-?hidden"
    r"|screen-?reader(?:-text)?|position|job-?title|role)(?![a-z])"
)
"""Names of elements in a byline that hold no name."""
_BREAK = "\n"
_MOST_ELEMENTS = 200


def read_lines(element: HtmlElement) -> tuple[str, ...]:
    """Return the strings of a byline's element, one for each part that the markup separates; none if it is too large.

    Parts are separated by blocks, by neighboring elements with nothing but space between them, and by edges of
    elements where two words would meet. Two parts of one word each are joined: they are given name and surname.
    """
    pieces: list[str] = []
    closed = False
    walker = iterwalk(element, events=("start", "end"))
    for count, (event, node) in enumerate(walker):
        if count > 2 * _MOST_ELEMENTS:
            return ()
        starts = event == "start"
        if starts and node is not element and _is_skipped(node):
            pieces.append(_BREAK)
            walker.skip_subtree()
        elif starts:
            if closed or node.tag in BLOCKS:
                pieces.append(_BREAK)
            closed = _add(pieces, node.text) and closed
        elif node.tag in BLOCKS:
            pieces.append(_BREAK)
        if not starts and node is not element:
            closed = not (node.tail or "").strip()
            _add(pieces, node.tail)
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    return _join_halves([line for line in lines if line])


def _add(pieces: list[str], text: str | None) -> bool:
    """Add a string behind the others, with a break if two words would meet; return whether it is only space."""
    text = (text or "").replace(_BREAK, " ")
    last = next((piece for piece in reversed(pieces[-2:]) if piece), "")
    if text and last and last[-1].isalnum() and text[0].isalnum():
        pieces.append(_BREAK)
    pieces.append(text)
    return not text.strip()


def _is_skipped(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return True
    return _SKIPPED_NAME.search(split_name(node)) is not None


def _join_halves(lines: list[str]) -> tuple[str, ...]:
    if len(lines) == 2 and all(line.isalpha() and line[0].isupper() and not line.isupper() for line in lines):
        return (" ".join(lines),)
    return tuple(lines)
