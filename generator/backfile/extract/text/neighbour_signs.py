"""The signs of the last lines of a text, also those that depend on the lines around them. Owns reading these."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.text import line_shape
from backfile.extract.text.divided_lines import join_lines
from backfile.extract.text.end_matter import is_end_matter
from backfile.extract.text.labels import LabelKind
from backfile.extract.text.line_signs import LONG_RUN, Line, Sign, form_of, read_line
from backfile.extract.text.wrapped_lines import BULLET
from backfile.markup.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from backfile.extract.text.paragraphs import Block

_MAX_WORDED_LINES = 600
"""Maximum number of lines at the end of a text whose words are read."""
_BRACKETS = frozenset({("(", ")"), ("[", "]"), ("（", "）")})
_MAX_BLOCK = 40
"""Number of lines of a block, above and below a line, that are looked at."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The last lines of a text, within which or below which the article ends, and sums of the lines above them."""

    lines: Sequence[Line]
    prose_above: int = 0
    """Number of lines of prose."""
    prose_width_above: int = 0
    width_above: int = 0


def read_tail(blocks: Sequence[Block], keep: Collection[str] = (), languages: frozenset[str] | None = None) -> Tail:
    """Return the last lines of blocks with their signs.

    They are read from the last line upwards to the first run of `LONG_RUN` lines of prose, because what is below an
    article begins below it.
    """
    numbered = ((text, number) for number in range(len(blocks) - 1, -1, -1) for text in reversed(blocks[number].lines))
    below: list[Line] = []
    for text, number in islice(numbered, _MAX_WORDED_LINES):
        below.append(read_line(text, number, keep, languages))
        if len(below) >= LONG_RUN and all(line.is_prose for line in below[-LONG_RUN:]):
            break
    prose = prose_width = own_width = 0
    for text, _ in numbered:
        width = line_shape.width(text)
        own_width += width
        if width >= line_shape.PROSE_WIDTH and line_shape.is_prose(text):
            prose, prose_width = prose + 1, prose_width + width
    return Tail(list(_with_neighbours(join_lines(below[::-1], languages))), prose, prose_width, own_width)


def _with_neighbours(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with the signs that depend on the lines around them."""
    seen: set[str] = set()
    introduced = under_label = proved = False
    prose_run = 0
    above: Line | None = None
    for number, read in enumerate(lines):
        line = _without_rule(read) if _is_of_article(lines, number, above, proved=proved) else read
        below = lines[number + 1] if number + 1 < len(lines) else None
        prose_run = prose_run + 1 if line.is_prose else 0
        announced = not proved and _introduces(above, in_block=_is_in_block(lines, number))
        introduced = not line.evidence and ((introduced and not line.is_prose) or announced)
        under_label = prose_run < LONG_RUN and (under_label or bool(above and above.opens))
        key = folded(line.text, collapsed=True)
        signs = {
            sign
            for sign, holds in (
                (Sign.REPEATED, key in seen),
                (Sign.INTRODUCED, introduced),
                (Sign.UNDER_LABEL, under_label),
            )
            if holds
        } | _signs_of_structure(line, above, below)
        seen.add(key)
        proved = (proved or line.evidence > 0) and prose_run < LONG_RUN
        above = replace(line, signs=line.signs | signs)
        yield above


def _without_rule(line: Line) -> Line:
    form = {form_of(line.text)} | ({Sign.END_MATTER} if is_end_matter(line.text) else set())
    return Line(line.text, line.block, frozenset(form), is_prose=line_shape.is_prose(line.text))


def _is_of_article(lines: Sequence[Line], number: int, above: Line | None, *, proved: bool) -> bool:
    """Return whether a line with words of furniture is of the article because of the lines around it.

    It is, where it is an item of a list below a line that is not furniture, where a line that ends in a colon announces
    its block, or where its block is verse. `proved` is whether there is furniture above it.
    """
    line = lines[number]
    if not line.evidence or (above and above.evidence):
        return False
    # An author addresses the readers, too, and a sentence can begin like a request: "We use cookies as bait, said …".
    least = line_shape.PROSE_WIDTH if Sign.LABEL in line.signs else line_shape.LONG_WIDTH
    prose = line_shape.is_prose(line.text) and line_shape.width(line.text) >= least
    if not proved and prose and not _is_note_in_brackets(line):
        return True
    if is_end_matter(line.text) or (above and Sign.INTRODUCED in above.signs and Sign.NOTE in line.signs):
        return True
    block = [other for other in lines[max(0, number - _MAX_BLOCK) : number + _MAX_BLOCK] if other.block == line.block]
    continued = sum(other.text[0].islower() for other in block[1:])
    in_list = len(block) > 1 and BULLET.match(line.text) is not None
    if line.label is LabelKind.SHARE:
        return in_list or (len(block) > 2 and 2 * continued >= len(block) - 1)
    announced = _introduces(above, in_block=len(block) > 1) or (
        above is not None and above.block == line.block and not above.evidence and Sign.INTRODUCED in above.signs
    )
    return in_list or announced or (len(block) > 2 and 2 * continued >= len(block) - 1)


def _is_note_in_brackets(line: Line) -> bool:
    """Return whether a line is a note that stands in brackets as a whole: the credits of an agency's report."""
    text = line.text.rstrip(". ")
    return Sign.NOTE in line.signs and (text[:1], text[-1:]) in _BRACKETS


def _is_in_block(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line is in one block with the line above or below it."""
    beside = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    return any(other.block == lines[number].block for other in beside)


def _introduces(above: Line | None, *, in_block: bool) -> bool:
    """Return whether a line announces the line below it: it ends in a colon, or is a heading of the article's end.

    One or two words with a colon announce only lines that are in one block: `Filed under:` is a label.
    """
    if above is None:
        return False
    if Sign.END_MATTER in above.signs or is_end_matter(above.text):
        return True
    if above.evidence or not above.text.endswith((":", "：")):
        return False
    return Sign.FEW_LETTERS not in above.signs or in_block


def _signs_of_structure(line: Line, above: Line | None, below: Line | None) -> set[Sign]:
    """Return the signs of a line that lines beside it resemble, or that is in one block with them."""
    neighbours = [other for other in (above, below) if other]
    signs = set()
    kind = line_shape.structure(line.text)
    if kind and any(line_shape.structure(other.text) == kind for other in neighbours):
        signs.add(Sign.STRUCTURED)
    if not line.evidence and any(other.block == line.block and not other.evidence for other in neighbours):
        signs.add(Sign.IN_BLOCK)
    return signs
