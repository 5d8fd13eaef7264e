"""Sums over the lines of a text, by which each possible end of the article is examined in constant time. Owns when
lines prove that they are furniture, and when a line is a subheading; `ending` chooses the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING

from backfile.extract.text import line_shape
from backfile.extract.text.labels import LabelKind
from backfile.extract.text.line_signs import LONG_RUN, Sign
from backfile.extract.text.sign_weights import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.extract.text.line_signs import Line
    from backfile.extract.text.neighbour_signs import Tail

_WORDS_OF_PAGES = frozenset({Sign.LABEL, Sign.FURNITURE, Sign.RIGHTS})
_RULES_OF_ITEMS = frozenset({"time", "number"})
_NO_ITEMS = frozenset({Sign.LONG_PHRASE, Sign.CAPTION, Sign.AUTHOR_NOTE})
_WITH_PARAGRAPH = frozenset({LabelKind.AUTHOR, LabelKind.SUBSCRIBE, LabelKind.CONSENT})
_BELOW_ARTICLES = frozenset({LabelKind.TOPICS, LabelKind.NAVIGATION, LabelKind.AUTHOR, LabelKind.CONSENT})
_MOST_STACKED = 6
"""Number of labels above a statement that are looked at."""
_MOST_NOTES = 2
"""Maximum number of statements with which a publication describes itself."""
_RULES_OF_SENTENCES = frozenset({"form", "consent", "follow prompt", "reader question"})
_QUESTIONS = ("?", "？", "؟")
_CALLS = (*_QUESTIONS, "!", "！", "...", "…")
"""The ends of prompts, of questions to the reader, and of headlines that were cut off."""
_CLOSERS = "\"'”’») "
_INNER_STOP = re.compile(r"[.!?。！？।۔؟]\W*\s*\w")


@dataclass(frozen=True, slots=True)
class LineSums:
    """Sums up to each line (`above`), or from each line on (`below`); element n is for those above or below line n."""

    weight_above: Sequence[float]
    prose_above: Sequence[int]
    """Number of lines of prose."""
    prose_width_above: Sequence[int]
    unmatched_above: Sequence[int]
    """Number of lines that no rule matches."""
    sentences_above: Sequence[int]
    """Number of sentences and lines of prose that no rule matches."""
    own_width_above: Sequence[int]
    """Width of the lines that no rule matches."""
    next_words: Sequence[int]
    """Number of the first line with words of a page, from each line on."""
    next_related: Sequence[int]
    """Number of the first heading of other articles, from each line on."""
    proved_below: Sequence[bool]
    """Whether the lines prove that they are furniture."""
    in_list: Sequence[bool]
    """Whether the lines above and below are both items of a list, or could be."""
    paragraph_below: Sequence[bool]
    """Whether one of the lines is a paragraph directly under a subheading."""


def sum_lines(tail: Tail) -> LineSums:
    """Return the sums over the lines of a tail; those of prose and width begin above them."""
    lines = tail.lines
    widths = [line_shape.width(line.text) for line in lines]
    prose = [line.is_prose for line in lines]
    free = [line.rule is None for line in lines]
    sentences = [
        own and (line.is_prose or Sign.SHORT_SENTENCE in line.signs) for own, line in zip(free, lines, strict=True)
    ]
    return LineSums(
        weight_above=[0.0, *accumulate(weigh(line) for line in lines)],
        prose_above=_above(prose, tail.prose_above),
        prose_width_above=_above(
            (width if is_prose else 0 for width, is_prose in zip(widths, prose, strict=True)), tail.prose_width_above
        ),
        unmatched_above=_above(free),
        sentences_above=_above(sentences),
        own_width_above=_above(
            (width if own else 0 for width, own in zip(widths, free, strict=True)), tail.width_above
        ),
        next_words=_next(bool(line.signs & _WORDS_OF_PAGES) for line in lines),
        next_related=_next(line.label is LabelKind.RELATED for line in lines),
        proved_below=_prove(lines),
        in_list=_find_lists(lines, sentences),
        paragraph_below=_find_paragraphs(lines),
    )


def _above(values: Iterable[int], start: int = 0) -> list[int]:
    return list(accumulate(values, initial=start))


def _find_lists(lines: Sequence[Line], sentences: Sequence[bool]) -> list[bool]:
    """Return for each place whether the lines above and below can be items of one list.

    Furniture, sentences, long lines and captions are none; times and numbers are parts of programmes and tables.
    """
    items = [
        (line.rule is None or line.rule in _RULES_OF_ITEMS) and not sentence and not line.signs & _NO_ITEMS
        for line, sentence in zip(lines, sentences, strict=True)
    ]
    return [False, *(above and below for above, below in pairwise(items)), False]


def _next(found: Iterable[bool]) -> list[int]:
    """Return the first position of a true value from each position, and from the end, on; the length without one."""
    holds = list(found)
    following = [len(holds)] * (len(holds) + 1)
    for number in range(len(holds) - 1, -1, -1):
        following[number] = number if holds[number] else following[number + 1]
    return following


def _prove(lines: Sequence[Line]) -> list[bool]:
    """Return for each line whether it and those below are furniture.

    They are if one is certainly furniture, if several are labels, or if they match different rules or repeat lines
    above. Notes and credits alone prove nothing: authors sign, date and credit their texts.
    """
    proved = [False] * (len(lines) + 1)
    rules: set[str] = set()
    labels = 0
    words = certain = False
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        rules |= {line.rule} if line.rule and line.evidence == 1 else set()
        rules |= {Sign.REPEATED.value} if Sign.REPEATED in line.signs else set()
        labels += line.label is not None
        certain = certain or line.evidence > 1
        words = words or Sign.LABEL in line.signs or Sign.FURNITURE in line.signs
        proved[number] = words and (certain or labels > 1 or len(rules) > 1)
    return proved


def _find_paragraphs(lines: Sequence[Line]) -> list[bool]:
    """Return for each line whether it or one below it begins text of the article.

    Such text is a paragraph under a subheading, or two statements in a row: teasers and prompts have one. Two lines of
    furniture in a row are no subheading, if both are among these lines.
    """
    found = [False] * (len(lines) + 2)
    below = False
    run = 0
    commented = _find_comments(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        run = run + 1 if _is_statement(line) else 0
        dated = commented[number] and line.label is None
        subheading = (
            line.evidence > 0 and not dated and number + 1 < len(lines) and _is_subheading(line, lines[number + 1])
        )
        if not below and run > 1:
            below = run > _MOST_NOTES or not _is_below_page_lines(lines[max(0, number - _MOST_STACKED) : number])
        found[number] = below or subheading
        stacked = number > 0 and lines[number - 1].evidence > 0
        below = below or (subheading and not stacked)
    return found


def _find_comments(lines: Sequence[Line]) -> list[bool]:
    """Return for each line whether it is below a heading of comments, where dates and times are those of comments."""
    found: list[bool] = []
    below, run = False, 0
    for line in lines:
        run = run + 1 if line.is_prose else 0
        opened = line.label is LabelKind.COMMENTS or (line.rule == "counter" and line.evidence > 1)
        below = run < LONG_RUN and (opened or (below and not line.opens))
        found.append(below)
    return found


def _is_below_page_lines(above: Sequence[Line]) -> bool:
    """Return whether the last of some lines are labels of several kinds, with one that pages have only below articles.

    Below them, a publication describes itself, in a statement or two. A prompt inside an article is of one kind.
    """
    stack = list(takewhile(lambda line: line.evidence > 0, reversed(above)))
    return len({line.rule for line in stack}) > 1 and any(line.label in _BELOW_ARTICLES for line in stack)


def _is_subheading(line: Line, below: Line) -> bool:
    """Return whether a line directly above a paragraph is of the article, or between its paragraphs.

    Comments, share bars, advertisements and times have no paragraph of their own; in an article about such things, in a
    chronicle, or where a prompt interrupts an article, one is below them. An author's box, an offer and a request for
    consent have a paragraph, which does not take up their words. Buttons of a list of other articles have a headline.
    """
    if line.evidence == 0 or line_shape.ends_sentence(line.text) or not (_is_paragraph(below) or _is_statement(below)):
        return False
    if line.label is LabelKind.NAVIGATION and Sign.UNDER_LABEL in line.signs and not below.is_prose:
        return False
    has_paragraph = line.label in _WITH_PARAGRAPH or line.rule in _RULES_OF_SENTENCES
    return not has_paragraph or line_shape.takes_up(below.text, line.text)


def _is_statement(line: Line) -> bool:
    """Return whether a line that no rule matches is a sentence with a full stop, or speech."""
    sentence = line.rule is None and (line.is_prose or Sign.SHORT_SENTENCE in line.signs)
    return sentence and Sign.REPEATED not in line.signs and not line.text.rstrip(_CLOSERS).endswith(_CALLS)


def _is_paragraph(line: Line) -> bool:
    """Return whether a line is prose, other than a question to the reader, or has several sentences of the article."""
    question = line.text.rstrip(_CLOSERS).endswith(_QUESTIONS)
    sentences = Sign.SHORT_SENTENCE in line.signs and not line.rule and bool(_INNER_STOP.search(line.text))
    return (line.is_prose and not question) or sentences
