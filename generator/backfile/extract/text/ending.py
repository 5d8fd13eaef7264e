"""The end of a scraped text. Owns where the article ends, and which lines below it are removed.

The article is a run of prose; below it stand short lines, lists of topics, teasers, share bars and an imprint. The end
is where the sum of the weights of all lines above it is largest (`sign_weights`), among the places where these hold:

- the lines below prove that they are a page's furniture, whatever their form (`Line.evidence`);
- between the last prose and the first such line there are few lines, and none where there is no prose above: a list of
  names, a poem or a table ends there;
- below little prose, there is less other text than above: a poem stands below the sentence of a page;
- prose below is little, never a long run, and stands under such a line: it is a teaser, a prompt, or a note
  about the author.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text import line_shape
from backfile.extract.text.credit_run import read_run
from backfile.extract.text.labels import LabelKind
from backfile.extract.text.line_signs import LONG_RUN, Sign
from backfile.extract.text.sign_weights import weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.line_signs import Line
    from backfile.extract.text.remaining import RemainingText

BELOW = "below the end of the article"
_WORDS_OF_PAGES = frozenset({Sign.LABEL, Sign.FURNITURE, Sign.RIGHTS})
_MAX_GAP = 6
"""Maximum number of lines that no rule matches between the last prose and the first words of a page."""
_MIN_PROSE_ABOVE = 2
"""Minimum number of lines of prose of an article above such lines."""
_MAX_PROSE_SHARE = 1 / 3
"""Maximum width of the prose below, as a share of the prose above."""
_WITH_PARAGRAPH = frozenset({LabelKind.AUTHOR, LabelKind.SUBSCRIBE, LabelKind.CONSENT})
_RULES_OF_SENTENCES = frozenset({"form", "consent", "follow prompt", "reader question"})
_INNER_STOP = re.compile(r"[.!?。！？।۔؟]\W*\s*\w")


def take_ending(text: RemainingText) -> None:
    """Remove the lines below the end of the article, and take the fields that they state."""
    lines = text.lines()
    end = find_end(lines)
    below = [line for line in lines[end:] if Sign.KEPT not in line.signs]
    for name, values in read_run(below, below=True).items():
        text.fields.setdefault(name, values)
    text.removed += [RemovedText(line.rule or BELOW, line.text) for line in below]
    text.leave([*lines[:end], *(line for line in lines[end:] if Sign.KEPT in line.signs)])


def find_end(lines: Sequence[Line]) -> int:
    """Return the number of lines that are above the end of the article; all of them without furniture below it."""
    sums = [0.0, *accumulate(weigh(line) for line in lines)]
    prose = [0, *accumulate(line_shape.width(line.text) if line.is_prose else 0 for line in lines)]
    start = _first_candidate(lines)
    for end in sorted(range(start, len(lines)), key=lambda number: (-sums[number], -number)):
        if sums[end] < sums[-1]:
            break
        if _can_end(lines, end, prose):
            return end
    return len(lines)


def _first_candidate(lines: Sequence[Line]) -> int:
    """Return the number of the line below the last long run of prose."""
    run = 0
    for number in range(len(lines) - 1, -1, -1):
        run = run + 1 if lines[number].is_prose else 0
        if run == LONG_RUN:
            return number + LONG_RUN
    return 0


def _can_end(lines: Sequence[Line], end: int, prose: Sequence[int]) -> bool:
    """Return whether the article can end above line `end`. `prose` has the width of the prose above each line."""
    below = lines[end:]
    if not _is_proved(below):
        return False
    # Notes and credits alone also stand within the last lines of an article, such as the date of a letter.
    gap = list(takewhile(lambda line: not line.signs & _WORDS_OF_PAGES, below))
    unmatched = sum(line.rule is None for line in gap)
    above = sum(line.is_prose for line in lines[:end])
    if unmatched > (_MAX_GAP if above >= _MIN_PROSE_ABOVE else 0):
        return False
    if above < LONG_RUN and _width_of_unmatched(below) > _width_of_unmatched(lines[:end]):
        return False
    if any(line.rule is None and (line.is_prose or Sign.SHORT_SENTENCE in line.signs) for line in gap):
        return False
    if any(_is_paragraph(line) and _is_subheading(upper, line) for upper, line in pairwise(below)):
        return False
    return prose[-1] - prose[end] <= _MAX_PROSE_SHARE * prose[end]


def _is_proved(below: Sequence[Line]) -> bool:
    """Return whether lines are furniture: one is certainly, or several are labels, or are by different rules.

    Notes and credits alone prove nothing: authors sign, date and credit their texts.
    """
    if not any(line.signs & {Sign.LABEL, Sign.FURNITURE} for line in below):
        return False
    rules = {line.rule for line in below if line.evidence == 1}
    labels = sum(line.label is not None for line in below)
    return len(rules) > 1 or labels > 1 or any(line.evidence > 1 for line in below)


def _width_of_unmatched(lines: Sequence[Line]) -> int:
    """Return the width of the lines that no rule matches, up to the first heading of other articles."""
    own = takewhile(lambda line: line.label is not LabelKind.RELATED, lines)
    return sum(line_shape.width(line.text) for line in own if line.rule is None)


def _is_paragraph(line: Line) -> bool:
    """Return whether a line is prose or has several sentences, and no rule matches it."""
    return line.is_prose or (
        Sign.SHORT_SENTENCE in line.signs and not line.rule and bool(_INNER_STOP.search(line.text))
    )


def _is_subheading(line: Line, below: Line) -> bool:
    """Return whether a line directly above a paragraph is a subheading, although its words are furniture.

    Comments, share bars, advertisements and times do not stand above a paragraph of their own; in an article about such
    things, or in a chronicle, they do. An author's box, an offer and a request for consent have a paragraph, which does
    not take up their words.
    """
    has_paragraph = line.label in _WITH_PARAGRAPH or line.rule in _RULES_OF_SENTENCES
    if line.evidence == 0 or line_shape.ends_sentence(line.text):
        return False
    return not has_paragraph or line_shape.takes_up(below.text, line.text)
