"""The weights of the signs: the one table by which the end of an article is found.

A weight is positive for a sign of the article, negative for a sign of furniture. The weights of forms
are rounded logarithms of how much more often lines of that form occur in articles than below them, counted in texts
made from 116 news pages (2,698 lines of articles, 1,073 below them). The other weights were chosen for the reasons
beside them, and checked against texts that must lose nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from backfile.extract.text.line_signs import Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.extract.text.line_signs import Line

WEIGHTS: Mapping[Sign, float] = MappingProxyType(
    {
        Sign.VERY_LONG: 4.5,
        Sign.LONG_SENTENCE: 2.5,
        Sign.LONG_PHRASE: 0.3,
        Sign.SENTENCE: 1.2,
        Sign.PHRASE: -0.8,
        Sign.SHORT_SENTENCE: 0.2,
        Sign.SHORT_PHRASE: -1.0,
        Sign.FEW_LETTERS: -2.5,
        # Words of furniture outweigh every form but a very long line.
        Sign.LABEL: -4.0,
        Sign.FURNITURE: -4.0,
        Sign.NOTE: -3.0,
        Sign.CREDIT: -3.0,
        # A note below the name of its author is longer than other notes.
        Sign.AUTHOR_BOX: -5.0,
        Sign.RIGHTS: -4.0,
        # A caption, a note about the author or a list of sources stays directly below the text that it belongs to.
        Sign.CAPTION: 3.0,
        Sign.AUTHOR_NOTE: 1.5,
        Sign.END_MATTER: 3.0,
        # Articles repeat few lines; pages repeat prompts, captions and headlines.
        Sign.REPEATED: -2.0,
        # A list of articles shortens their headlines.
        Sign.CUT_OFF: -1.0,
        # Lists, tables and verse are made of short lines; a page's lines rarely share a form, or a block.
        Sign.STRUCTURED: 3.0,
        Sign.IN_BLOCK: 2.0,
        # What a line of the article announces is of the article.
        Sign.INTRODUCED: 3.5,
        # Teasers, subjects and comments are under their label.
        Sign.UNDER_LABEL: -1.5,
        Sign.KEPT: 1000.0,
    }
)


def weigh(line: Line) -> float:
    """Return the sum of the weights of a line's signs."""
    return sum(WEIGHTS[sign] for sign in line.signs)
