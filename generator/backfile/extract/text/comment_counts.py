"""Numbers of comments between the paragraphs of a text. Owns recognizing them; years, and numbers that count the parts
of the text, stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from backfile.extract.text.furniture_words import fold_words, lexicons, split_words
from backfile.extract.text.repaired_text import RepairedText, drop_lines

RULE = "number of comments"

_MIN_LINES = 3
"""Minimum number of such lines; fewer can be part of the text."""
_MIN_PROSE, _MIN_SPACELESS = 60, 25
"""Characters of a paragraph of prose; the second number is for scripts without spaces."""
_MAX_LENGTH = 40
"""Characters of the line of a number of comments, with spaces around it."""
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d{1,6}")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।؟۔:][\"'”’»)\]」』]*\s*$")


def remove_comment_counts(text: str) -> RepairedText:
    """Return the text without the numbers of comments between its paragraphs, if it has several of them."""
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    counts = list(_find_counts(lines, numbers))
    plain = [number for number in counts if _NUMBER.fullmatch(lines[number].strip())]
    values = [int(re.sub(r"\D", "", lines[number])) for number in plain]
    if len(values) > 1 and all(first < second for first, second in pairwise(values)):
        counts = [number for number in counts if number not in set(plain)]
    return drop_lines(text, RULE, counts) if len(counts) >= _MIN_LINES else RepairedText(text)


def _find_counts(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the lines that can be a number of comments and are between two paragraphs of prose."""
    for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if (
            len(lines[number]) > _MAX_LENGTH
            or len(lines[before]) < _MIN_SPACELESS
            or len(lines[after]) < _MIN_SPACELESS
        ):
            continue
        if _is_prose(lines[before].strip()) and _is_long(lines[after].strip()) and _is_count(lines[number].strip()):
            yield number


def _is_prose(line: str) -> bool:
    return _is_long(line) and bool(_ENDS_SENTENCE.search(line[-8:]))


def _is_long(line: str) -> bool:
    return len(line) >= (_MIN_SPACELESS if _SPACELESS.search(line) else _MIN_PROSE)


def _is_count(line: str) -> bool:
    """Return whether a line is a number alone, or with a word for comments; a year alone is none."""
    if _NUMBER.fullmatch(line):
        return not _YEAR.fullmatch(line)
    words = fold_words(split_words(line))
    rest = [word for word in words if not word.isdigit()]
    return len(rest) < len(words) <= 4 and any(
        lexicon["count"].positions(rest) and all(lexicon.has(word, "count", "glue") for word in rest)
        for lexicon in lexicons()
    )
