"""Where a scraped text ends. Owns how far furniture is followed upwards from the last line; whether one line is
furniture is left to `furniture`. Nothing above a line of the article is ever reached.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.extract.furniture import FULL_STOPS, Verdict, judge
from generator.extract.lexicon import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEASERS = 12
"""How many headlines of other articles may stand under their heading."""
_WEAK_ABOVE = 3
"""How many weak lines are cut above the uppermost strong one."""


def furniture_below(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Give the number and the rule of every line of `lines` that is furniture at the text's end, in their order."""
    cut: list[tuple[int, str]] = []
    end = len(lines)
    while step := _step(lines, end):
        cut[:0] = step
        end = step[0][0]
    return cut


def _step(lines: Sequence[str], end: int) -> list[tuple[int, str]]:
    """Give the furniture directly above `end`: a run of it, or a list of other articles with its heading."""
    run: list[tuple[int, Verdict]] = []
    for number in range(end - 1, -1, -1):
        verdict = judge(lines[number])
        if verdict is None:
            break
        run.insert(0, (number, verdict))
    strong = [place for place, (_, verdict) in enumerate(run) if verdict.strong]
    if strong:
        return [(number, verdict.rule) for number, verdict in run[max(0, strong[0] - _WEAK_ABOVE) :]]
    for number in range(end - 1, max(-1, end - 2 - _TEASERS), -1):
        verdict = judge(lines[number])
        if verdict and verdict.opens and number < end - 1:
            return [(number, verdict.rule), *((below, "other articles") for below in range(number + 1, end))]
        if not verdict and not _teaser(lines[number]):
            break
    return []


def _teaser(text: str) -> bool:
    """Say whether a line could be another article's headline: short, and no sentence, credit or end mark."""
    words = words_of(text)
    ended = text.endswith((*FULL_STOPS, ":", ")", "]", '"', "”"))
    return 3 <= len(words) <= 16 and len(text) <= 120 and not ended and not re.search(r"[@©#:]|^\W*(?:END|-30-)", text)
