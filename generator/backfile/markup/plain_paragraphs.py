"""Paragraphs of words alone: most of an article. Owns telling them in safe HTML, so that no tree is built of them, and
telling those that Markdown cannot change, so that not all of them are rendered for the check.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKER = "<!---->"
"""What stands for a plain paragraph in the HTML of the other blocks."""
_PLAIN = re.compile(r"^<p>([^<&\x00-\x20][^<&\x00-\x1f]*+)</p>$", re.MULTILINE)
_START_TAG = re.compile(r"<(?!br>|hr>|img )[a-z]")
_ACTIVE = re.compile(r"[`\\\[\]<>&*_|~^{}#=+]")
"""Characters on which Python-Markdown, the extensions of a new archive, or a later one could act within a line."""
_QUOTES = '"“„”»«‘’'
_SPACES = {0xA0: " ", 0x202F: " ", 0xAD: None}
"""Spaces that do not end a line, and the sign for a place where a word may be divided: no rule of Markdown has them."""
_APART = frozenset(("p", "h2", "h3", "h4", "h5", "h6"))


def split_plain(html: str) -> tuple[str, list[str]]:
    """Return safe HTML with a marker in the place of each paragraph without an element and an entity, and the texts of
    these paragraphs. Only paragraphs outside of other blocks are replaced; if that is not sure, none.
    """
    first, *parts = _PLAIN.split(html)
    others, texts = [first, *parts[1::2]], parts[::2]
    if any(len(_START_TAG.findall(other)) != other.count("</") for other in others):
        return html, []
    return MARKER.join(others), texts


def has_no_markup(text: str) -> bool:
    """Return whether a paragraph of Markdown has nothing with a meaning, at its start or elsewhere."""
    start = text.lstrip(_QUOTES)[:1]
    is_one_line = text.isprintable() or text.translate(_SPACES).isprintable()
    return start.isalpha() and is_one_line and _ACTIVE.search(text) is None


def find_unrendered(without_markup: Sequence[bool], names: Sequence[str]) -> set[int]:
    """Return the paragraphs without markup that need not be rendered: the first block, and those below a paragraph or
    heading. Python-Markdown reads such a paragraph alone. In: whether each block is one without markup, and the name of
    its element; an empty one for a block that is written as HTML.
    """
    before = ("p", *names[:-1])
    return {index for index, is_plain in enumerate(without_markup) if is_plain and before[index] in _APART}
