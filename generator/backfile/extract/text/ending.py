"""Where a scraped text ends. Owns how far furniture is followed upwards from the last line, and which of its lines go;
whether one line is furniture is left to `furniture`. Nothing above a line of the article is ever reached, and what may
as well be the article's own last words stays: a single line that is not sure, the entries of a list, a line of verse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text.furniture import FULL_STOPS, Verdict, judge
from backfile.extract.text.furniture_words import words_of
from backfile.extract.text.paragraphs import BULLET, Block

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEASERS = 12
"""How many headlines of other articles may stand under their heading."""
_WEAK_ABOVE = 3
"""How many weak lines are cut above the uppermost strong one."""
_BETWEEN = "between furniture"
_ENDED = (*FULL_STOPS, "!", "?", ":", ")", "]", '"', "”", "»")
_NO_TEASER = re.compile(r"[@©#:]|^\W*(?:END|-30-)")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line that may go."""

    number: int
    verdict: Verdict


def without_tail(blocks: Sequence[Block]) -> tuple[list[Block], list[RemovedText]]:
    """Give `blocks` without the furniture at their end, and what was cut."""
    owners = [number for number, block in enumerate(blocks) for _ in block.lines]
    lines = [line for block in blocks for line in block.lines]
    cut = _leaving(blocks, owners, _furniture_below(lines))
    if not _enough([one.verdict for one in cut]):
        return list(blocks), []
    lost = [0] * len(blocks)
    for one in cut:
        lost[owners[one.number]] += 1
    left = [Block(block.lines[: len(block.lines) - count]) for block, count in zip(blocks, lost, strict=True)]
    return [block for block in left if block.lines], [RemovedText(one.verdict.rule, lines[one.number]) for one in cut]


def _enough(verdicts: Sequence[Verdict]) -> bool:
    """Say whether what would go is furniture beyond doubt: one sure line, or several lines that differ."""
    rules = [verdict.rule for verdict in verdicts if verdict.strong]
    varied = len(set(rules)) > 1 or (len(rules) > 2 and "counter" not in rules)
    return varied or any(verdict.sure for verdict in verdicts)


def _leaving(blocks: Sequence[Block], owners: Sequence[int], cut: list[_Cut]) -> list[_Cut]:
    """Give the part of `cut` below the last block that may not lose its lines."""
    for number in sorted({owners[one.number] for one in cut}, reverse=True):
        own = [one.verdict for one in cut if owners[one.number] == number]
        above = blocks[number - 1].lines[-1] if number else ""
        headed = any(owners[one.number] == number - 1 for one in cut)
        if not _may_lose(blocks[number], own, above="" if headed else above):
            return [one for one in cut if owners[one.number] > number]
    return cut


def _may_lose(block: Block, lost: Sequence[Verdict], *, above: str) -> bool:
    """Say whether a block may lose its last lines, `lost`; `above` is the line over it when that one stays.

    It may lose all of them, unless the line above announces them or they are a list below text; else those behind a
    finished sentence, or those that clearly outnumber what is left.
    """
    left = block.lines[: len(block.lines) - len(lost)]
    listed = len(block.lines) > 1 and any(map(BULLET.match, block.lines))
    if not left:
        return not (above and (listed or above.endswith(":")))
    sure = any(verdict.sure for verdict in lost)
    ended = left[-1].endswith(tuple(FULL_STOPS)) and (len(lost) > 1 or sure)
    return not listed and not left[-1].endswith(":") and (ended or (sure and len(lost) > 2 * len(left)))


def _furniture_below(lines: Sequence[str]) -> list[_Cut]:
    """Give every line of `lines` that is furniture at the text's end, in their order."""
    cut: list[_Cut] = []
    end = len(lines)
    while step := _step(lines, end) or _bridge(lines, end, cut):
        cut[:0] = step
        end = step[0].number
    return cut


def _bridge(lines: Sequence[str], end: int, cut: Sequence[_Cut]) -> list[_Cut]:
    """Give a short unknown line, such as a commenter's name, between two of furniture that clearly outnumber it."""
    if end < 2 or not cut or BULLET.match(lines[end - 1]) or len(words_of(lines[end - 1])) > 3:
        return []
    above = judge(lines[end - 2])
    sure = above is not None and above.sure and any(one.verdict.sure for one in cut)
    strange = sum(one.verdict.rule == _BETWEEN for one in cut) + 1
    known = sum(one.verdict.strong for one in cut) + 1
    if not sure or known <= 2 * strange or _NO_TEASER.search(lines[end - 1]) or lines[end - 1].endswith(_ENDED):
        return []
    return [_Cut(end - 1, Verdict(_BETWEEN, strong=False))]


def _step(lines: Sequence[str], end: int) -> list[_Cut]:
    """Give the furniture directly above `end`: a run of it, or a list of other articles with its heading."""
    run: list[_Cut] = []
    for number in range(end - 1, -1, -1):
        verdict = judge(lines[number])
        if verdict is None:
            break
        run.insert(0, _Cut(number, verdict))
    strong = [place for place, one in enumerate(run) if one.verdict.strong]
    if strong:
        return run[max(0, strong[0] - _WEAK_ABOVE) :]
    for number in range(end - 1, max(-1, end - 2 - _TEASERS), -1):
        verdict = judge(lines[number])
        if verdict and verdict.opens and number < end - 1:
            teasers = [_Cut(below, Verdict(verdict.rule, strong=False, sure=True)) for below in range(number + 1, end)]
            return [_Cut(number, verdict), *teasers]
        if not verdict and not _teaser(lines[number]):
            break
    return []


def _teaser(text: str) -> bool:
    """Say whether a line could be another article's headline: short, and no sentence, credit or end mark."""
    words = words_of(text)
    ended = text.endswith((*FULL_STOPS, ":", ")", "]", '"', "”"))
    return 3 <= len(words) <= 16 and len(text) <= 120 and not ended and not _NO_TEASER.search(text)
