"""Paragraphs that scraping joined on one line. Owns the signs of their ends; without one, a line is not split."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.article import RemovedText
from backfile.extract.text.repaired_text import RepairedText

RULE = "joined paragraphs"

_MIN_LENGTH = 1500
"""A line with fewer characters can be one paragraph."""
_MIN_SENTENCES = 6
_MIN_SIGNS = 2
_SHARE = 0.8
"""The part of the text that is on the line."""
_QUOTES = "\"'”’»)"
_END = rf"[.!?…](?:[{_QUOTES}]{{1,2}}+)?"
_SENTENCE_GAP = re.compile(rf"(?<=\w)[.!?…][{_QUOTES}]{{0,2}}\s")
_NO_SPACE = re.compile(
    rf"(?<![\w@/.-])(?:[^\W\d_][’'-]?){{2,30}}+{_END}()(?=[\"“„«‘¿¡]?[^\W\d_a-z][^\W\d_A-Z]*+[\s,’'-])"
)
"""A word, the end of its sentence, and the first word of the next sentence without a space before it."""
_WIDE = re.compile(rf"{_END}([ \t\u00a0]{{2,}}+)(?=\S)")
_NARROW = re.compile(rf"{_END} (?=\S)")
_SEPARATOR = re.compile(rf"{_END}(\s*¶\s*|\s+\|\s+)(?=\S)")
_ANY_SEPARATOR = re.compile(r"\S(\s*¶\s*|\s+\|\s+)(?=\S)")


def split_joined(text: str) -> RepairedText:
    """Return the text with a blank line at each sign of the end of a paragraph, if it is on one long line."""
    if len(text) < _MIN_LENGTH:
        return RepairedText(text)
    lines = text.split("\n")
    number = max(range(len(lines)), key=lambda number: len(lines[number]))
    line = lines[number]
    if len(line) < max(_MIN_LENGTH, _SHARE * len(text)) or len(_SENTENCE_GAP.findall(line)) < _MIN_SENTENCES:
        return RepairedText(text)
    parts = list(_split(line))
    if len(parts) < 2:
        return RepairedText(text)
    lines[number] = "\n\n".join(parts)
    return RepairedText("\n".join(lines), (RemovedText(RULE, line.strip(), lines[number]),))


def _split(line: str) -> Iterator[str]:
    """Yield the paragraphs of a line."""
    gaps = sorted({gap for kind in (_missing_spaces(line), _wide_spaces(line), _separators(line)) for gap in kind})
    end = 0
    for start, stop in gaps:
        if start >= end and (part := line[end:start].strip()):
            yield part
            end = stop
    if rest := line[end:].strip():
        yield rest


def _missing_spaces(line: str) -> list[tuple[int, int]]:
    gaps = [match.span(1) for match in _NO_SPACE.finditer(line)]
    return gaps if len(gaps) >= _MIN_SIGNS else []


def _wide_spaces(line: str) -> list[tuple[int, int]]:
    """Return the runs of spaces after sentences, unless the author put two after most sentences."""
    gaps = [match.span(1) for match in _WIDE.finditer(line)]
    return gaps if len(gaps) >= _MIN_SIGNS and 2 * len(gaps) <= len(_NARROW.findall(line)) else []


def _separators(line: str) -> list[tuple[int, int]]:
    """Return the bars and pilcrows, if most of them are after sentences."""
    gaps = [match.span(1) for match in _ANY_SEPARATOR.finditer(line)]
    ends = len(_SEPARATOR.findall(line))
    return gaps if ends >= _MIN_SIGNS and 2 * ends > len(gaps) else []
