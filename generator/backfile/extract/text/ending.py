"""The end of a scraped text. Owns where the article ends, and which lines below it are removed.

The article is a run of prose; below it are short lines, lists of topics, teasers, share bars and an imprint. The end
is where the sum of the weights of all lines above it is largest (`sign_weights`), among the places where these hold:

- the lines below prove that they are a page's furniture, whatever their form (`Line.evidence`);
- between the last prose and the first such line there are few lines, and none where there is no prose above: a list of
  names, a poem or a table ends there;
- below little prose, there is less other text than above: a poem can be below the sentence of a page;
- prose below is little, never a long run, and is under such a line: it is a teaser, a prompt, or a note
  about the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text.credit_run import read_run
from backfile.extract.text.line_signs import LONG_RUN, Sign
from backfile.extract.text.line_sums import LineSums, sum_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.line_signs import Line
    from backfile.extract.text.neighbour_signs import Tail
    from backfile.extract.text.remaining import RemainingText

_BELOW = "below the end of the article"
_MAX_GAP = 4
"""Maximum number of lines that no rule matches between the last prose and the first words of a page."""
_MIN_PROSE_ABOVE = 2
"""Minimum number of lines of prose of an article above such lines."""
_MAX_PROSE_SHARE = 1 / 3
"""Maximum width of the prose below, as a share of the prose above."""


def take_ending(text: RemainingText) -> None:
    """Remove the lines below the end of the article, and take the fields that they state."""
    tail = text.tail()
    lines, end = tail.lines, find_end(tail)
    below = [line for line in lines[end:] if Sign.KEPT not in line.signs]
    for name, values in read_run(below, below=True).items():
        text.fields.setdefault(name, values)
    text.removed += [RemovedText(line.rule or _BELOW, line.text) for line in below]
    text.leave(tail, [*lines[:end], *(line for line in lines[end:] if Sign.KEPT in line.signs)])


def find_end(tail: Tail) -> int:
    """Return the number of lines that are above the end of the article; all of them without furniture below it."""
    lines, sums = tail.lines, sum_lines(tail)
    weights = sums.weight_above
    ends = range(_first_candidate(lines), len(lines))
    possible = [end for end in ends if weights[end] >= weights[-1] and _can_end(sums, end)]
    return max(possible, key=lambda end: (weights[end], end), default=len(lines))


def _first_candidate(lines: Sequence[Line]) -> int:
    """Return the number of the line below the last long run of prose."""
    run = 0
    for number in range(len(lines) - 1, -1, -1):
        run = run + 1 if lines[number].is_prose else 0
        if run == LONG_RUN:
            return number + LONG_RUN
    return 0


def _can_end(sums: LineSums, end: int) -> bool:
    """Return whether the article can end above line `end`."""
    if not sums.proved_below[end] or sums.paragraph_below[end]:
        return False
    # Notes and credits alone also occur within the last lines of an article, such as the date of a letter.
    words = sums.next_words[end]
    above = sums.prose_above[end]
    gap = sums.unmatched_above[words] - sums.unmatched_above[end]
    if gap > (_MAX_GAP if above >= _MIN_PROSE_ABOVE else 0):
        return False
    # The article does not end within a list.
    if sums.in_list[end]:
        return False
    if sums.sentences_above[words] > sums.sentences_above[end]:
        return False
    own = sums.own_width_above
    own_below = own[sums.next_related[end]] - own[end]
    if above < LONG_RUN and own_below > own[min(end, sums.next_related[0])]:
        return False
    prose = sums.prose_width_above
    return prose[-1] - prose[end] <= _MAX_PROSE_SHARE * prose[end]
