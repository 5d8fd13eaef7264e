"""Headings that authors write over the last lines of an article: `Contact`, `Sources`, `Pros`. Owns recognizing them;
the words are in `end_matter.txt`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backfile.markup.plain_text import folded

_MAX_LENGTH = 40


def is_end_matter(line: str) -> bool:
    """Return whether a whole line is such a heading, in any language, with or without a colon."""
    return len(line) <= _MAX_LENGTH and folded(line.rstrip(":： "), collapsed=True) in _headings()


@cache
def _headings() -> frozenset[str]:
    lines = Path(__file__).with_name("end_matter.txt").read_text("utf-8").splitlines()
    phrases = (phrase for line in lines if not line.startswith("#") for phrase in line.split(";"))
    return frozenset(folded(phrase, collapsed=True).strip() for phrase in phrases)
