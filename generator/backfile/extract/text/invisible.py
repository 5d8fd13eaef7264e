"""Invisible characters: zero-width characters and controls are removed, rare separators of lines become line breaks.
Owns which of them a script needs. Directional marks, no-break spaces and soft hyphens stay: publishers set them,
browsers show their effect, and the search ignores them.
"""

from __future__ import annotations

import re

from backfile.extract.text.repaired_text import RepairedText, record_lines

RULE = "invisible characters"
BREAKS_RULE = "line breaks"

_ANY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200d\u2028\u2029\u2060\ufeff\ufff9-\ufffc]")
_REMOVED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u2060\ufeff\ufff9-\ufffc]")
_SPACE = re.compile(
    "(?<![\u0e00-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf])\u200b+(?![\u0e00-\u109f\u1780-\u17ff])"
)
"""Zero-width spaces outside scripts that have no spaces between words, where they separate the words."""
_NEEDED = (
    "\u0590-\u1cff\u2190-\u2bff\u2d30-\u2d7f\ua800-\uabff\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufefe\U00010000-\U0010ffff"
)
"""Characters beside which joiners have a meaning: Arabic and Indic scripts, emoji."""
_JOINER = re.compile(f"(?<![{_NEEDED}])[\u200c\u200d]+(?![{_NEEDED}])")
_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028]|(\u2029)")


def remove_invisible(text: str) -> RepairedText:
    """Return the text without invisible characters, and with a line break for each rare separator of lines."""
    if not _ANY.search(text):
        return RepairedText(text)
    visible = _JOINER.sub("", _SPACE.sub("", _REMOVED.sub("", text)))
    repaired = record_lines(RULE, text.split("\n"), visible.split("\n"))
    if not _BREAK.search(visible):
        return repaired
    broken = record_lines(BREAKS_RULE, visible.split("\n"), map(_break, visible.split("\n")))
    return RepairedText(broken.text, repaired.removed + broken.removed)


def _break(line: str) -> str:
    return _BREAK.sub(lambda match: "\n\n" if match[1] else "\n", line)
