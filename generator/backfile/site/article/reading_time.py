"""How long an article takes to read."""

from __future__ import annotations

import re

from backfile.site.search.tokenize import UNSPACED

WORDS = 238
"""Words a minute: silent reading in English (M. Brysbaert, How many words do we read per minute?, 2019)."""
LETTERS = 400
"""Letters a minute in scripts that put no spaces between words. A rough figure: languages differ."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


def minutes(text: str) -> int:
    """Give the minutes for a text in Markdown, at least one; none for no text. What marks it up counts little."""
    letters = 0 if text.isascii() else len(_UNSPACED.findall(text))
    words = len((_UNSPACED.sub(" ", text) if letters else text).split())
    return max(1, round(words / WORDS + letters / LETTERS)) if words + letters else 0
