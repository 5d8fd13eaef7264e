"""The time that it takes to read an article.

The scripts without spaces between words are those of `markup/unspaced.py`.
"""

from __future__ import annotations

import re

from backfile.markup.unspaced import UNSPACED

WORDS_PER_MINUTE = 238
"""Silent reading of English (M. Brysbaert, How many words do we read per minute?, 2019)."""
LONG_MINUTES = 3
"""The time to read a shorter article is not printed in lists."""
LETTERS_PER_MINUTE = 400
"""For scripts without spaces between words. A rough figure: languages differ."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


def minutes(text: str) -> int:
    """Return the minutes for a text in Markdown: at least one, or 0 for an empty text. Markup adds little."""
    letters = 0 if text.isascii() else len(_UNSPACED.findall(text))
    words = len((_UNSPACED.sub(" ", text) if letters else text).split())
    return max(1, round(words / WORDS_PER_MINUTE + letters / LETTERS_PER_MINUTE)) if words + letters else 0
