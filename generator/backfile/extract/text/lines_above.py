"""The lines above the headline of a scraped text. Owns which of them are credits, a name with its role, the
section, the kicker or furniture.

Such lines are no part of the article. Each becomes a field, or is recorded as removed. Prose above the headline stays
in the body, unless it is a single paragraph beside lines of a page, such as the caption of the picture.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text.credit_run import read_run
from backfile.extract.text.furniture_words import split_words
from backfile.extract.text.headline import HEAD_LINES, find_headline
from backfile.extract.text.line_shape import width
from backfile.extract.text.line_signs import Sign
from backfile.extract.text.paragraphs import Block
from backfile.extract.text.person_names import looks_like_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.line_signs import Line
    from backfile.extract.text.remaining import RemainingText

_ABOVE = "above the headline"
_MAX_CAPTION = 300
"""Maximum width of a paragraph above the headline that is not text of the article."""
_MIN_EVIDENCE = 2
"""Minimum evidence that such a paragraph is beside lines of a page."""
_MAX_KICKER_WORDS = 6


def take_headline(text: RemainingText) -> list[Block]:
    """Take the headline and the lines above it off the text; return those that stay in the body, as blocks.

    Without a headline, nothing is taken.
    """
    lines = text.first_lines(HEAD_LINES)
    number = find_headline(lines)
    if number is None:
        return []
    body = _take_lines_above(text, lines[:number])
    text.fields["headline"] = [text.take_line()]
    return body


def _take_lines_above(text: RemainingText, above: Sequence[Line]) -> list[Block]:
    """Take the lines above the headline off the text; return those that stay in the body, as blocks.

    Credits, section and kicker become fields.
    """
    text.fields |= read_run(above, below=False)
    kicker = _find_kicker(above)
    prose = [line for line in above if line.is_prose]
    of_page = sum(line.evidence or Sign.CAPTION in line.signs for line in above) >= _MIN_EVIDENCE
    credited = any(upper.is_prose and Sign.CAPTION in line.signs for upper, line in pairwise(above))
    is_caption = (of_page or credited) and len(prose) == 1 and width(prose[0].text) <= _MAX_CAPTION
    body: list[Block] = []
    for line in above:
        if Sign.KEPT in line.signs or (line.is_prose and not is_caption):
            body.append(Block((text.take_line(),)))
        elif line is kicker:
            text.fields["kicker"] = [line.text.rstrip(": ")]
            text.remove_line("kicker")
        else:
            text.remove_line(line.rule or _ABOVE)
    return body


def _find_kicker(above: Sequence[Line]) -> Line | None:
    """Return the line that is the kicker: the only line above the headline that no rule matches, or one with a colon.

    Of several such lines, some are names of sections, items of a menu or prompts.
    """
    unmatched = [line for line in above if not line.rule and not line.is_prose and Sign.CAPTION not in line.signs]
    unmatched = [line for line in unmatched if not looks_like_name(line.text)]
    last = above[-1] if above else None
    is_kicker = last in unmatched and (len(unmatched) == 1 or (last and last.text.endswith(":")))
    return last if last and is_kicker and len(split_words(last.text)) <= _MAX_KICKER_WORDS else None
