"""The signs of a line, from its form, its words and the lines around it: whether it is of the article or furniture.

Owns reading the signs. `sign_weights` has their weights; `ending` decides by them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text import line_shape
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.end_matter import is_end_matter
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import LabelKind, match_label
from backfile.extract.text.person_names import is_role_line, looks_like_name
from backfile.extract.text.wrapped_lines import BULLET
from backfile.markup.plain_text import collapse_spaces, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from backfile.extract.text.paragraphs import Block

_SHORT_WIDTH = 20
_MAX_WORDED = 400
"""Longer lines, in characters, are not compared with words of furniture."""
_MAX_WORDED_LINES = 600
"""Maximum number of lines at the end of a text whose words are read."""
_MAX_BLOCK = 40
"""Number of lines of a block, above and below a line, that are looked at."""
LONG_RUN = 3
"""Number of lines of prose in a row that are the article: teasers and notes below it have one or two."""
_OPENING = frozenset({LabelKind.RELATED, LabelKind.TOPICS, LabelKind.COMMENTS, LabelKind.AUTHOR, LabelKind.SUBSCRIBE})
"""Labels above other lines: teasers, subjects, comments, an author's box, an offer."""
_COMMON = frozenset({LabelKind.SHARE, LabelKind.NAVIGATION, LabelKind.MEDIA})
"""Labels whose words also occur at the end of articles: one alone does not prove that a page's furniture is here."""
_CAPTIONS = frozenset({"caption", "picture credit"})
"""Notes that stay with the article if they are directly below it."""
_AUTHOR_NOTE = "author note"
"""A note that is a sentence: it proves nothing about the lines around it."""


class Sign(StrEnum):
    """A sign of a line. Each line has one of the first eight, its form; the others are signs besides."""

    VERY_LONG = "very long"
    LONG_SENTENCE = "long sentence"
    LONG_PHRASE = "long, without the end of a sentence"
    SENTENCE = "sentence"
    PHRASE = "phrase"
    SHORT_SENTENCE = "short sentence"
    SHORT_PHRASE = "short phrase"
    FEW_LETTERS = "few letters"
    LABEL = "names a function of the page"
    FURNITURE = "words of furniture"
    NOTE = "note about the article"
    END_MATTER = "heading of the last lines of an article"
    AUTHOR_NOTE = "note about the author"
    AUTHOR_BOX = "name of an author, or the note below it"
    CREDIT = "byline, date or keywords"
    RIGHTS = "copyright"
    CAPTION = "caption or credit of a picture"
    REPEATED = "repeats a line above"
    CUT_OFF = "ends in dots"
    STRUCTURED = "beside a line of the same structure"
    IN_BLOCK = "in a block of lines"
    INTRODUCED = "under a line that ends in a colon"
    UNDER_LABEL = "under a label"
    KEPT = "kept by the owner"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with its signs."""

    text: str
    block: int
    """The number of its block."""
    signs: frozenset[Sign]
    rule: str | None = None
    """The rule by which the line is furniture, whatever is around it; None if that depends on its neighbours."""
    evidence: int = 0
    """How much the line alone proves that furniture is here: 2 prove it."""
    is_prose: bool = False
    """Whether it is prose that no rule matches."""
    label: LabelKind | None = None
    """The kind of label that it is."""

    @property
    def opens(self) -> bool:
        """Return whether it is a label above other lines."""
        return self.label in _OPENING


def read_line(text: str, block: int = 0, keep: Collection[str] = (), languages: frozenset[str] | None = None) -> Line:
    """Return a line with the signs of its form and its words. `keep` has lines with collapsed white space."""
    form = _form(text)
    if keep and collapse_spaces(text) in keep:
        return Line(text, block, frozenset({form, Sign.KEPT}))
    sign, rule, evidence, label = _words(text, languages) or (None, None, 0, None)
    sign = sign or (Sign.END_MATTER if is_end_matter(text) else None)
    signs = {form} | ({sign} if sign else set()) | ({Sign.CUT_OFF} if line_shape.is_cut_off(text) else set())
    return Line(text, block, frozenset(signs), rule, evidence, _is_prose(text, sign), label)


def _is_prose(text: str, sign: Sign | None) -> bool:
    return sign is None and line_shape.is_prose(text)


def _form(text: str) -> Sign:
    width, ends = line_shape.width(text), line_shape.ends_sentence(text)
    if width >= line_shape.VERY_LONG_WIDTH:
        return Sign.VERY_LONG
    if width >= line_shape.LONG_WIDTH:
        return Sign.LONG_SENTENCE if ends else Sign.LONG_PHRASE
    if width >= line_shape.PROSE_WIDTH:
        return Sign.SENTENCE if ends else Sign.PHRASE
    if ends and line_shape.has_words(text) and not line_shape.is_fragment(text):
        return Sign.SHORT_SENTENCE
    return Sign.SHORT_PHRASE if width >= _SHORT_WIDTH else Sign.FEW_LETTERS


def _words(text: str, languages: frozenset[str] | None) -> tuple[Sign, str | None, int, LabelKind | None] | None:
    """Return the sign of a line's words, the rule, the evidence, and the kind of label; None without one."""
    if len(text) > _MAX_WORDED:
        return None
    if label := match_label(text, languages):
        return Sign.LABEL, f"label: {label.kind}", 1 if label.kind in _COMMON else 2, label.kind
    if (match := match_furniture(text, languages)) and match.strong:
        evidence = 2 if match.sure or (match.opens and not line_shape.ends_sentence(text)) else 1
        return Sign.FURNITURE, match.rule, evidence, LabelKind.RELATED if match.opens else None
    note = match_note(text)
    if note and note.kind in _CAPTIONS and not text.startswith("©"):
        return Sign.CAPTION, None, 0, None
    if note and note.kind == _AUTHOR_NOTE:
        return Sign.AUTHOR_NOTE, None, 0, None
    if note:
        return Sign.NOTE, note.kind, 1, None
    credits_ = parse_credit_line(text)
    if any(credit.field == "rights" for credit in credits_):
        return Sign.RIGHTS, "rights", 1, None
    if any(credit.certain for credit in credits_):
        return Sign.CREDIT, "line about the article", 1, None
    if not text.endswith(",") and is_role_line(text.rstrip(".")):
        return Sign.NOTE, "role of an author", 0, None
    return None


def read_lines(
    blocks: Sequence[Block], keep: Collection[str] = (), languages: frozenset[str] | None = None
) -> list[Line]:
    """Return the lines of blocks with their signs.

    Words are read from the last line upwards to the first run of `LONG_RUN` lines of prose, because what is below an
    article begins below it; the lines above that run have the sign of their form only.
    """
    numbered = [(text, number) for number, block in enumerate(blocks) for text in block.lines]
    below: list[Line] = []
    for text, number in reversed(numbered[-_MAX_WORDED_LINES:]):
        below.append(read_line(text, number, keep, languages))
        if len(below) >= LONG_RUN and all(line.is_prose for line in below[-LONG_RUN:]):
            break
    above = numbered[: len(numbered) - len(below)]
    return [*(_formed(*line) for line in above), *_with_neighbours(_with_author_boxes(below[::-1]))]


def _formed(text: str, block: int) -> Line:
    return Line(text, block, frozenset({_form(text)}), is_prose=line_shape.is_prose(text))


def _with_author_boxes(lines: list[Line]) -> list[Line]:
    """Return the lines; a name directly above a note about an author is a box about the author, and so is the note."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if Sign.AUTHOR_NOTE in below.signs and looks_like_name(line.text) and Sign.KEPT not in line.signs:
            lines[number] = _in_author_box(line)
            lines[number + 1] = _in_author_box(below)
    return lines


def _in_author_box(line: Line) -> Line:
    signs = line.signs - {Sign.AUTHOR_NOTE} | {Sign.AUTHOR_BOX}
    return replace(line, signs=signs, rule="author box", evidence=max(line.evidence, 1), is_prose=False)


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
    form = {_form(line.text)} | ({Sign.END_MATTER} if is_end_matter(line.text) else set())
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
    if not proved and line_shape.is_prose(line.text) and line_shape.width(line.text) >= least:
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
    if is_end_matter(above.text):
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
