"""The end of a scraped text. Owns which lines of furniture at the end are removed.

Whether a single line is furniture is decided by `furniture`. Lines are examined from the last one upwards; no line
above a line of the article is removed. Lines that can be the last words of the article stay: a single match that is not
sure, the items of a list, a line of verse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.furniture_line import FULL_STOPS, FurnitureMatch
from backfile.extract.text.furniture_words import split_words
from backfile.extract.text.paragraphs import Block
from backfile.extract.text.wrapped_lines import BULLET

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_TEASERS = 12
"""Maximum number of headlines of other articles under their heading."""
_MAX_WEAK_ABOVE = 3
"""Maximum number of weak matches that are removed above the uppermost strong one."""
_BETWEEN = "between furniture"
_SENTENCE_ENDS = (*FULL_STOPS, "!", "?", ":", ")", "]", '"', "”", "»")
_TEASER_ENDS = (*FULL_STOPS, ":", ")", "]", '"', "”")
_NOT_A_TEASER = re.compile(r"[@©#:]|^\W*(?:END|-30-)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is furniture."""

    number: int
    match: FurnitureMatch


def remove_ending(blocks: Sequence[Block]) -> tuple[list[Block], list[RemovedText]]:
    """Return the blocks without the furniture at their end, and the removed lines."""
    block_of = [number for number, block in enumerate(blocks) for _ in block.lines]
    lines = [line for block in blocks for line in block.lines]
    furniture = _select_removable(blocks, block_of, _find_furniture_at_end(lines))
    if not _is_certain([line.match for line in furniture]):
        return list(blocks), []
    removed = [0] * len(blocks)
    for line in furniture:
        removed[block_of[line.number]] += 1
    rest = [Block(block.lines[: len(block.lines) - count]) for block, count in zip(blocks, removed, strict=True)]
    texts = [RemovedText(line.match.rule, lines[line.number]) for line in furniture]
    return [block for block in rest if block.lines], texts


def _is_certain(matches: Sequence[FurnitureMatch]) -> bool:
    """Return whether there is a sure match, or several strong matches by different rules."""
    rules = [match.rule for match in matches if match.strong]
    varied = len(set(rules)) > 1 or (len(rules) > 2 and "counter" not in rules)
    return varied or any(match.sure for match in matches)


def _select_removable(blocks: Sequence[Block], block_of: Sequence[int], furniture: list[_Line]) -> list[_Line]:
    """Return the lines of furniture below the last block whose furniture cannot be removed."""
    for number in sorted({block_of[line.number] for line in furniture}, reverse=True):
        matches = [line.match for line in furniture if block_of[line.number] == number]
        above_is_removed = any(block_of[line.number] == number - 1 for line in furniture)
        above = blocks[number - 1].lines[-1] if number and not above_is_removed else ""
        if not _are_removable(blocks[number], matches, above=above):
            return [line for line in furniture if block_of[line.number] > number]
    return furniture


def _are_removable(block: Block, matches: Sequence[FurnitureMatch], *, above: str) -> bool:
    """Return whether the last lines of a block, those of `matches`, can be removed.

    `above` is the line above the block, if that stays. All lines of a block can be removed, unless the line above
    announces them or they are a list below text. Some of its lines can be removed after a finished sentence, or if they
    are sure and more than twice as many as those that stay.
    """
    rest = block.lines[: len(block.lines) - len(matches)]
    is_list = len(block.lines) > 1 and any(map(BULLET.match, block.lines))
    if not rest:
        return not (above and (is_list or above.endswith(":")))
    sure = any(match.sure for match in matches)
    finished = rest[-1].endswith(FULL_STOPS) and (len(matches) > 1 or sure)
    return not is_list and not rest[-1].endswith(":") and (finished or (sure and len(matches) > 2 * len(rest)))


def _find_furniture_at_end(lines: Sequence[str]) -> list[_Line]:
    """Return the lines that are furniture at the end of the text, in their order."""
    furniture: list[_Line] = []
    end = len(lines)
    while group := _find_group_above(lines, end) or _find_line_between(lines, end, furniture):
        furniture[:0] = group
        end = group[0].number
    return furniture


def _find_line_between(lines: Sequence[str], end: int, furniture: Sequence[_Line]) -> list[_Line]:
    """Return the line above `end` if no rule matches it, but it is short and between much more furniture; else nothing.

    An example is the name of a commenter.
    """
    if end < 2 or not furniture or BULLET.match(lines[end - 1]) or len(split_words(lines[end - 1])) > 3:
        return []
    above = match_furniture(lines[end - 2])
    sure = above is not None and above.sure and any(line.match.sure for line in furniture)
    unmatched = sum(line.match.rule == _BETWEEN for line in furniture) + 1
    strong = sum(line.match.strong for line in furniture) + 1
    if not sure or strong <= 2 * unmatched:
        return []
    if _NOT_A_TEASER.search(lines[end - 1]) or lines[end - 1].endswith(_SENTENCE_ENDS):
        return []
    return [_Line(end - 1, FurnitureMatch(_BETWEEN, strong=False))]


def _find_group_above(lines: Sequence[str], end: int) -> list[_Line]:
    """Return the furniture directly above line `end`: a run of lines, or a list of other articles with its heading."""
    run: list[_Line] = []
    for number in range(end - 1, -1, -1):
        match = match_furniture(lines[number])
        if match is None:
            break
        run.insert(0, _Line(number, match))
    strong = [index for index, line in enumerate(run) if line.match.strong]
    if strong:
        return run[max(0, strong[0] - _MAX_WEAK_ABOVE) :]
    return _find_teasers_above(lines, end)


def _find_teasers_above(lines: Sequence[str], end: int) -> list[_Line]:
    """Return the heading and the headlines of a list of other articles directly above line `end`; else nothing."""
    for number in range(end - 1, max(-1, end - 2 - _MAX_TEASERS), -1):
        match = match_furniture(lines[number])
        if match and match.opens and number < end - 1:
            teaser = FurnitureMatch(match.rule, strong=False, sure=True)
            return [_Line(number, match), *(_Line(below, teaser) for below in range(number + 1, end))]
        if not match and not _is_teaser(lines[number]):
            break
    return []


def _is_teaser(text: str) -> bool:
    """Return whether a line can be the headline of another article: short, and no sentence, credit or end mark."""
    short = 3 <= len(split_words(text)) <= 16 and len(text) <= 120
    return short and not text.endswith(_TEASER_ENDS) and not _NOT_A_TEASER.search(text)
