"""Paragraphs that a text has twice, one after the other. Owns which repetitions are the scraper's: those of prose.
Short lines, such as the refrain of a poem, stay. So does a repeated headline: by it the headline is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.article import RemovedText
from backfile.extract.text.furniture_line import FULL_STOPS
from backfile.extract.text.repaired_text import RepairedText, drop_lines
from backfile.extract.text.wrapped_lines import wrap_width

RULE = "repeated paragraph"

_MIN_PROSE = 80
"""Characters of a line that is a paragraph of prose."""
_MIN_WRAPPED = 36
"""Characters of a line of such a paragraph that a program broke."""
_HEAD_LINES = 12
"""Number of lines at the top, without blank ones, among which a repeated line without a full stop is a headline."""
_MAX_PASSES = 20
"""Maximum number of passes: after a removal, paragraphs that repeat each other can be neighbours."""


def remove_repeated(text: str) -> RepairedText:
    """Return the text without paragraphs that repeat those directly before them, one or a whole run of them."""
    removed: list[RemovedText] = []
    for _ in range(_MAX_PASSES):
        result = _remove_once(text)
        if not result.removed:
            break
        text = result.text
        removed += result.removed
    return RepairedText(text, tuple(removed))


def _remove_once(text: str) -> RepairedText:
    lines = text.split("\n")
    prose = [line.strip() for line in lines if len(line) >= _MIN_WRAPPED]
    if len(set(prose)) == len(prose):
        return RepairedText(text)
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    known: dict[str, int] = {}
    keys = [known.setdefault(lines[number].strip(), len(known)) for number in numbers]
    kept = [lines[number].strip() for number in numbers]
    return drop_lines(text, RULE, [numbers[position] for position in _repetitions(keys, kept)])


def _repetitions(keys: Sequence[int], lines: Sequence[str]) -> Iterator[int]:
    """Yield the positions of lines that repeat a run of lines directly before them."""
    following = _next_positions(keys)
    period, end, position = 0, 0, 0
    while position < len(keys):
        distance = following[position] - position
        is_headline = distance == 1 and position < _HEAD_LINES and not lines[position].endswith(FULL_STOPS)
        if distance <= 0 or is_headline:
            position += 1
            continue
        if distance != period or position >= end:
            period, end = distance, _end_of_match(keys, position, distance)
        if end - position >= distance and _is_prose(lines[position : position + distance]):
            repeated = (end - position) // distance * distance
            yield from range(position + distance, position + distance + repeated)
            position += distance + repeated
        else:
            position += 1


def _next_positions(keys: Sequence[int]) -> list[int]:
    """Return for each position the next one with the same key; -1 if none follows."""
    following, seen = [-1] * len(keys), dict[int, int]()
    for position in range(len(keys) - 1, -1, -1):
        following[position] = seen.get(keys[position], -1)
        seen[keys[position]] = position
    return following


def _end_of_match(keys: Sequence[int], position: int, distance: int) -> int:
    """Return the first position from `position` on whose key is not that of the position `distance` further."""
    while position + distance < len(keys) and keys[position] == keys[position + distance]:
        position += 1
    return position


def _is_prose(lines: Sequence[str]) -> bool:
    """Return whether most characters of a run are in paragraphs of prose, or a program broke its lines."""
    lengths = list(map(len, lines))
    long = sum(length for length in lengths if length >= _MIN_PROSE)
    return 2 * long >= sum(lengths) or (sum(lengths) >= _MIN_PROSE and wrap_width(lines) > 0)
