"""The lines under the headline of a scraped text. Owns which of them are fields, furniture or part of the body."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text import dateline, line_shape
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.byline_lines import is_byline_label
from backfile.extract.text.credit_lines import Credit, parse_credit_line
from backfile.extract.text.date_lines import parse_label_line
from backfile.extract.text.furniture_line import FULL_STOPS
from backfile.extract.text.headline import (
    HEAD_LINES,
    MAX_HEADLINE,
    MIN_PARAGRAPH,
    fold_line,
    is_page_title,
    is_same_line,
)
from backfile.extract.text.paragraphs import Block
from backfile.extract.text.person_names import has_given_name, is_role_line, looks_like_name
from backfile.markup.plain_text import collapse_spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.remaining import RemainingText

_REPEATED = "repeated headline"
_REPETITIONS = frozenset({_REPEATED, "page title"})
_CREDIT = "line about the article"
_TIMES = frozenset({"time", "number"})
_DATES = frozenset({"published", "modified"})
_MAX_HEAD_BLOCK = 3
"""Maximum number of lines of a block that is not verse."""
_MAX_BLOCKS = 300
"""Number of blocks, and of lines of a block, at the top that are looked at."""
_MIN_DEK = 25
"""Minimum length of a dek, in characters."""
_MAX_DEK_PARAGRAPH = 20 * MAX_HEADLINE
"""Paragraphs longer than this, in characters, are not compared with a dek."""


def take_head_lines(text: RemainingText) -> list[Block]:
    """Take the lines under the headline off the text; return those that stay in the body.

    Credit lines and the dek become fields; furniture and repeated headlines are removed. Lines that stay and are in
    one block stay in one block.
    """
    body: list[Block] = []
    headline = text.fields["headline"][0]
    in_block = False
    for _ in range(HEAD_LINES):
        line = text.first_line()
        if not line or _is_verse(text.blocks):
            break
        continued, has_more = in_block, len(text.blocks[0].lines) > 1
        in_block = False
        if _remove_known(text, line, headline):
            continue
        if "dek" not in text.fields and not body and _is_dek(line, text.blocks):
            text.fields["dek"] = [text.take_line()]
            continue
        in_block = continued
        is_text = len(line) >= MIN_PARAGRAPH or line.endswith(FULL_STOPS) or len(text.blocks) < 2
        if is_text and (body or not _is_above_credit(text)):
            break
        above = body.pop().lines if continued else ()
        body.append(Block((*above, text.take_line())))
        in_block = has_more
    if in_block:
        text.blocks[0] = Block((*body.pop().lines, *text.blocks[0].lines))
    return body


def _remove_known(text: RemainingText, line: str, headline: str) -> bool:
    """Remove the first line, `line`, if it repeats the headline, or is a credit line or furniture.

    Return whether it was removed.
    """
    if collapse_spaces(line) in text.keep:
        return False
    if is_same_line(line, headline) or is_page_title(line, headline):
        text.remove_line(_REPEATED)
        return True
    if _take_credits(text, parse_credit_line(line)):
        return True
    if _take_two_lines(text):
        return True
    (first,) = text.first_lines(1)
    if first.rule is None or _is_entry(text.blocks) or line_shape.is_prose(line):
        return False
    text.remove_line(first.rule)
    return True


def _is_above_credit(text: RemainingText) -> bool:
    """Return whether a certain credit is directly below the first line, which then is a dek rather than a paragraph."""
    line, *following = text.first_lines(2)
    credited = following and any(credit.certain for credit in parse_credit_line(following[0].text))
    return bool(credited) and line_shape.width(line.text) < line_shape.VERY_LONG_WIDTH


def _is_entry(blocks: Sequence[Block]) -> bool:
    """Return whether the first line is a time above an entry of a chronicle or a live report: others are below."""
    note = match_note(blocks[0].lines[0])
    if note is None or note.kind not in _TIMES:
        return False
    others = (match_note(block.lines[0]) for block in blocks[1:_MAX_BLOCKS])
    return any(other and other.kind == note.kind for other in others)


def _take_two_lines(text: RemainingText) -> bool:
    """Take a label with the date or the name on the next line, or a name with the role there; return whether it did."""
    first, *following = (line.text for line in text.first_lines(2))
    if not following or collapse_spaces(following[0]) in text.keep:
        return False
    labelled, dates = parse_label_line(first), [c for c in parse_credit_line(following[0]) if c.field in _DATES]
    if labelled and dates:
        text.fields.setdefault(labelled, list(dates[0].values))
    elif looks_like_name(first, caseless=True) and is_role_line(following[0]):
        text.fields.setdefault("byline", [first])
    elif is_byline_label(first) and looks_like_name(following[0]):
        text.fields.setdefault("byline", [following[0]])
    else:
        return False
    text.remove_line(_CREDIT)
    text.remove_line(_CREDIT)
    return True


def _is_verse(blocks: Sequence[Block]) -> bool:
    """Return whether the first block is verse: four lines or more, none a certain credit or the beginning of a
    paragraph below.
    """
    lines = blocks[0].lines[:_MAX_BLOCKS]
    if len(lines) <= _MAX_HEAD_BLOCK or any(credit.certain for line in lines for credit in parse_credit_line(line)):
        return False
    paragraphs = [fold_line(block.text) for block in blocks[1:_MAX_BLOCKS] if len(block.text) >= MIN_PARAGRAPH]
    return not any(_opens_paragraph(line, paragraphs) for line in lines[:HEAD_LINES])


def _opens_paragraph(line: str, paragraphs: Sequence[str]) -> bool:
    beginning = fold_line(line)
    return len(beginning) >= _MIN_DEK and any(paragraph.startswith(beginning) for paragraph in paragraphs)


def _take_credits(text: RemainingText, credits_: Sequence[Credit]) -> bool:
    """Take the first line off the text into the fields of its credits; return whether it was taken.

    It is not taken without credits or if a field has a value. A day without a label is taken only beside a byline or
    other lines of a page, and not if it is the day of the first entry of a diary.
    """
    if not credits_ or any(credit.field in text.fields for credit in credits_):
        return False
    if not all(credit.certain for credit in credits_):
        beside = "byline" in text.fields or _is_beside_page_lines(text)
        if not beside or any(_is_entry_day(*pair) for pair in pairwise(text.blocks[1:_MAX_BLOCKS])):
            return False
    text.fields.update({credit.field: list(credit.values) for credit in credits_})
    text.remove_line(_CREDIT)
    return True


def _is_beside_page_lines(text: RemainingText) -> bool:
    """Return whether lines of a page were above the first line that is left, or one is directly below it."""
    following = text.first_lines(2)[1:]
    return any(removed.rule not in _REPETITIONS for removed in text.removed) or any(
        line.rule is not None or has_given_name(line.text) for line in following
    )


def _is_entry_day(block: Block, below: Block) -> bool:
    """Return whether a block is a day above an entry: another block is the text of that day."""
    credits_ = parse_credit_line(block.lines[0])
    return bool(credits_) and not any(credit.certain for credit in credits_) and line_shape.is_prose(below.lines[0])


def _is_dek(line: str, blocks: Sequence[Block]) -> bool:
    """Return whether a line is repeated below as the beginning of a paragraph, or as the whole next paragraph.

    A whole paragraph further down does not count: an author may repeat a sentence at the end of an essay.
    """
    dek = fold_line(line)
    if len(dek) < _MIN_DEK:
        return False
    below = blocks[1:_MAX_BLOCKS]
    below = below if len(blocks[0].lines) == 1 else [Block(blocks[0].lines[1:]), *below]
    for number, block in enumerate(below):
        paragraph = block.lines[0]
        if len(paragraph) > _MAX_DEK_PARAGRAPH:
            continue
        place = dateline.find_dateline(paragraph)
        for text in {fold_line(paragraph), fold_line(paragraph[len(place) :])}:
            longer = len(text) > len(dek) and not text[len(dek)].isalnum()
            if text.startswith(dek) and (longer or number == 0):
                return True
    return False
