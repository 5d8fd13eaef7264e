"""Notes in the margin that are written within a sentence, as Tufte CSS has them. Owns the spaces around them: the style
of the page moves them into the margin, so no space parts them from the words before and after them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SIDE_NOTE = re.compile(r"(?<![a-z])(?:(?:side|margin)-?note|ltx_note_outer)(?![a-z-])", re.IGNORECASE)
_TOGGLE = re.compile(r"(?<![a-z])margin-?toggle(?![a-z-])", re.IGNORECASE)
"""The name of the sign that shows a note on narrow screens."""


def separate_side_notes(tree: HtmlElement) -> None:
    """Insert a space before and after each note within a sentence, in place, where words would touch it, and
    remove the signs that show them.
    """
    for label in tree.iter("label"):
        if _TOGGLE.search(label.get("class") or "") and not any(map(str.isalnum, label.text or "")):
            label.text = None
    for note in tree.iter("span", "small"):
        names = note.get("class")
        if not names or not _SIDE_NOTE.search(names) or not note.text_content().strip():
            continue
        _remove_second_mark(note)
        note.text = f" {note.text or ''}"
        if note.tail and note.tail[0].isalnum():
            note.tail = f" {note.tail}"


def _remove_second_mark(note: HtmlElement) -> None:
    """Remove the mark with which a note begins, if the sentence has the same one before the note, as LaTeXML has it."""
    before, first = note.getprevious(), next(note.iter("sup"), None)
    if first is not None and before is not None and not before.tail and before.text == first.text:
        first.drop_tree()
