"""Lines that have a meaning only together. Owns recognizing them.

They are a name above a note about the author, which begins with the name; the closing words of a letter above a name;
the label of a date above the date; the pieces of a sentence that links divided, because scrapers write the text of each
link on a line of its own: `Read more about` / `the bell` / `, or`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text import line_shape
from backfile.extract.text.date_lines import parse_label_line
from backfile.extract.text.line_signs import Line, Sign, read_line
from backfile.extract.text.person_names import looks_like_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMAS = ",،，"
"""What ends the closing words of a letter, above the name of its author."""
_MOST_PIECES = 8
_MAX_LINK = 40
"""Maximum width of the text of a link within a sentence."""


def join_lines(lines: list[Line], languages: frozenset[str] | None) -> list[Line]:
    """Return the lines; those that have a meaning together have the signs and the rule of it."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if Sign.KEPT in line.signs:
            continue
        after = lines[number + 2 : number + 3]
        noted = Sign.AUTHOR_NOTE in below.signs or _is_about_name(below, line.text, after)
        if noted and looks_like_name(line.text):
            lines[number] = _in_author_box(line)
            lines[number + 1] = _in_author_box(below)
        elif line.rule is None and line.text[-1] in _COMMAS and looks_like_name(below.text):
            lines[number] = replace(line, signs=line.signs | {Sign.END_MATTER})
        elif Sign.CREDIT in below.signs and line.rule is None and parse_label_line(line.text):
            lines[number] = replace(line, signs=line.signs | {Sign.CREDIT}, rule=below.rule)
    _join_divided(lines, languages)
    return lines


def _is_about_name(line: Line, name: str, after: Sequence[Line]) -> bool:
    """Return whether a line is sentences that begin with a name or its first or last word, directly above furniture."""
    if line.rule or Sign.KEPT in line.signs or not line_shape.ends_sentence(line.text):
        return False
    begins = line.text.startswith(name) or line.text.split(maxsplit=1)[0] in (name.split()[0], name.split()[-1])
    return begins and len(line.text.split()) > len(name.split()) + 1 and any(other.evidence > 0 for other in after)


def _in_author_box(line: Line) -> Line:
    signs = line.signs - {Sign.AUTHOR_NOTE} | {Sign.AUTHOR_BOX}
    return replace(line, signs=signs, rule="author box", evidence=max(line.evidence, 1), is_prose=False)


def _join_divided(lines: list[Line], languages: frozenset[str] | None) -> None:
    """Replace the pieces of sentences by lines with the signs of the whole, if its words are those of furniture."""
    number = 0
    while number < len(lines) - 1:
        end = _find_last_piece(lines, number) + 1
        pieces = lines[number:end]
        whole = read_line(" ".join(piece.text for piece in pieces), languages=languages) if len(pieces) > 1 else None
        if whole and whole.evidence and Sign.NOTE not in whole.signs:
            words = whole.signs & {Sign.LABEL, Sign.FURNITURE, Sign.CREDIT}
            first, *others = (
                replace(piece, signs=piece.signs | words, rule=whole.rule, is_prose=False) for piece in pieces
            )
            lines[number:end] = [replace(first, evidence=whole.evidence, label=whole.label), *others]
            number = end - 1
        number += 1


def _find_last_piece(lines: Sequence[Line], first: int) -> int:
    """Return the number of the last piece of the sentence that a line begins; that of the line itself without others.

    A piece begins in lower case or with a mark, or it is the text of a link above such a piece.
    """
    last = first
    while last - first < _MOST_PIECES and _is_open(lines[last]):
        below = lines[last + 1 : last + 3]
        if below and _is_piece(below[0]):
            last += 1
        elif len(below) > 1 and _is_piece(below[1]) and _is_open(below[0]) and _is_link(below[0]):
            last += 2
        else:
            break
    return last


def _is_open(line: Line) -> bool:
    return line.rule is None and Sign.KEPT not in line.signs and not line_shape.ends_sentence(line.text)


def _is_piece(line: Line) -> bool:
    return line.rule is None and Sign.KEPT not in line.signs and line_shape.is_fragment(line.text)


def _is_link(line: Line) -> bool:
    return line_shape.width(line.text) <= _MAX_LINK
