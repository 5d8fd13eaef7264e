"""The repair of a scraped text, before all other steps: what scrapers and their formats leave in it. Owns the order of
the repairs; each is in a module of its own, and changes only what is certain.

A repair can uncover another: the escaped text of a page has tags, and its tags enclose character references. So all
repairs are repeated until the text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from backfile.article import RemovedText
from backfile.extract.text.comment_counts import remove_comment_counts
from backfile.extract.text.entities import decode_entities
from backfile.extract.text.escapes import decode_escapes, decode_json
from backfile.extract.text.invisible import remove_invisible
from backfile.extract.text.joined_paragraphs import split_joined
from backfile.extract.text.markup_text import strip_markup
from backfile.extract.text.mojibake import repair_encoding
from backfile.extract.text.repaired_text import RepairedText
from backfile.extract.text.repeated_paragraphs import remove_repeated

__all__ = ["RepairedText", "repair_text"]

_Repair = Callable[[str], RepairedText]

_REPAIRS: tuple[_Repair, ...] = (
    decode_json,
    decode_escapes,
    strip_markup,
    decode_entities,
    repair_encoding,  # before invisible characters are removed: some of them are bytes of others
    remove_invisible,
    split_joined,
    remove_repeated,
    remove_comment_counts,
)
_THOROUGH: frozenset[_Repair] = frozenset((repair_encoding, remove_invisible, remove_repeated, remove_comment_counts))
"""The repairs that change nothing in their own result."""
_MAX_ROUNDS = 6
_LINE_END = re.compile(r"\r+\n?")


def repair_text(text: str) -> RepairedText:
    """Return a scraped text with what its scraper left in it repaired, and the lines that this changed.

    Each line of the text is in the result, or in `removed` with what replaced it. A text without anything to repair is
    returned as it is.
    """
    repaired = _LINE_END.sub("\n", text) if "\r" in text else text
    removed: list[RemovedText] = []
    settled: set[_Repair] = set()
    for repair in _REPAIRS * _MAX_ROUNDS:
        if repair in settled:
            continue
        result = repair(repaired)
        if result.text != repaired:
            settled = {repair} if repair in _THOROUGH else set()
            repaired = result.text
            removed += result.removed
        else:
            settled.add(repair)
    return RepairedText(repaired, tuple(removed)) if removed else RepairedText(text)
