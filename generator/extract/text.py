"""Scraped text: what its lines are. Owns the order in which a text is taken apart (headline, the lines under it, the
paragraphs, the furniture at both ends); the paragraphs' breaks are left to `reflow`, furniture to `furniture` and
`tail`, lines on author and date to `credit_lines`, the dateline to `dateline`. No word of a paragraph is changed, and
every line of the input is in the body, in a field or in the trail of what was removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.article import Clipping, Form, Found, PlainText, Removed
from generator.extract import credit_lines, dateline, furniture, tail
from generator.extract.reflow import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LONGEST_HEADLINE = 200
_SHORTEST_DEK = 25
_HEAD_LINES = 14
"""How far below the headline lines about the article are looked for."""
_SHORTEST_PARAGRAPH = 80
"""A line of this length, or one that ends a sentence, is text: no line about the article is looked for below it."""
_BULLETS = "-–—*•"
_STOP = (".", "。", "।", "۔")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Jr|Sr|Co|Ltd|St|etc)\.$|\.\.\.$")
_LABELLED = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s")


@dataclass(slots=True)
class _Reading:
    """A text while it is taken apart."""

    rest: list[Block]
    fields: dict[str, list[str]] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)

    def first_line(self) -> str:
        """Give the next line; empty at the end."""
        return self.rest[0].lines[0] if self.rest else ""

    def drop_line(self) -> str:
        """Take the next line away."""
        first, *others = self.rest[0].lines
        self.rest[0:1] = [Block(tuple(others))] if others else []
        return first

    def cut(self, rule: str) -> None:
        """Take the next line away and note it in the trail."""
        self.removed.append(Removed(rule, self.drop_line()))


def extract_text(clipping: Clipping) -> Clipping:
    """Give `clipping`, whose body is a whole scraped text, with the article alone as its body.

    Paragraphs of the result are separated by one blank line; a line break inside one is a person's. What the text says
    of itself is added to `fields` as last candidates, by `text`; what was cut is in `removed`.
    """
    reading = _Reading(list(blocks(clipping.body)))
    _read_headline(reading)
    kept = _read_head(reading) if "headline" in reading.fields else []
    _cut_tail(reading)
    body = [*kept, *reading.rest]
    if place := _dateline(body):
        reading.fields["dateline"] = [place]
    return replace(
        clipping,
        form=Form.TEXT,
        body=PlainText("\n\n".join(block.text for block in body)),
        fields=_with(clipping.fields, reading.fields),
        removed=(*clipping.removed, *reading.removed),
    )


def _with(
    fields: Mapping[str, tuple[Found, ...]], found: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[Found, ...]]:
    added = {name: (*fields.get(name, ()), Found(tuple(values), "text")) for name, values in found.items()}
    return {**fields, **added}


def _read_headline(reading: _Reading) -> None:
    """Take the headline: the first line, when it is short, no sentence, and something follows it.

    Furniture above it is cut, and the page's title, when that is the next line with the site's name behind it.
    """
    lines = _lines(reading.rest)
    above = 0
    while (
        _is_furniture(lines[above : above + 1]) and _headline_like(lines[above + 1 : above + 3]) and above < _HEAD_LINES
    ):
        above += 1
    if len(lines) > above + 1 and _titles(lines[above], lines[above + 1]):
        above += 1
    if not _headline_like(lines[above : above + 2]):
        return
    for _ in range(above):
        verdict = furniture.judge(reading.first_line())
        reading.cut(verdict.rule if verdict else "page title")
    reading.fields["headline"] = [reading.drop_line()]


def _lines(parts: Sequence[Block]) -> list[str]:
    return [line for block in parts[: _HEAD_LINES + 3] for line in block.lines]


def _is_furniture(lines: Sequence[str]) -> bool:
    verdict = furniture.judge(lines[0]) if lines else None
    return bool(verdict and verdict.strong)


def _headline_like(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or len(lines[0]) > _LONGEST_HEADLINE or not any(map(str.isalpha, lines[0])):
        return False
    first, second = lines
    stopped = first.endswith(_STOP) and not _ABBREVIATED.search(first)
    repeated = _same(first, second) and not (stopped and len(first) > _SHORTEST_PARAGRAPH)
    return repeated or not (stopped or dateline.find(first) or (first[0] in _BULLETS and second[0] in _BULLETS))


def _titles(first: str, second: str) -> bool:
    """Say whether `first` is the page's title: `second`, then a bar or dash, then the site's name."""
    rest = first.removeprefix(second)
    return rest != first and bool(re.fullmatch(r"\s+[|–—:·»-]+\s+\S.{0,60}", rest))


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    """Give `text` without what a second printing of it may differ in: case, quotation marks, spaces, its last stop."""
    plain = re.sub(r"[\"'“”„‘’«»]", "", text).casefold()
    return " ".join(plain.split()).rstrip(" .…!")


def _read_head(reading: _Reading) -> list[Block]:
    """Take the lines under the headline that are about the article; give those that are not, which stay in the body."""
    kept: list[Block] = []
    headline = reading.fields["headline"][0]
    signed = False
    for _ in range(_HEAD_LINES):
        line = reading.first_line()
        found = credit_lines.read(line)
        verdict = furniture.judge(line) if line else None
        if not line or _is_verse(reading.rest[0]):
            break
        if _same(line, headline) or _titles(line, headline):
            reading.cut("repeated headline")
        elif found and _takes(reading, found, signed=signed):
            signed = signed or any(credit.field == "byline" for credit in found)
        elif verdict and verdict.strong:
            reading.cut(verdict.rule)
        elif "dek" not in reading.fields and not kept and _is_dek(line, reading.rest):
            reading.fields["dek"] = [reading.drop_line()]
        elif len(line) < _SHORTEST_PARAGRAPH and not line.endswith(_STOP) and len(reading.rest) > 1:
            kept.append(Block((reading.drop_line(),)))
        else:
            break
    return kept


def _is_verse(block: Block) -> bool:
    return len(block.lines) > 3


def _takes(reading: _Reading, found: Sequence[credit_lines.Credit], *, signed: bool) -> bool:
    """Take the next line into its fields, unless it is a bare day without a byline or says again what is known."""
    new = all(credit.field not in reading.fields and (credit.certain or signed) for credit in found)
    if new:
        reading.fields.update({credit.field: list(credit.values) for credit in found})
        reading.cut("line about the article")
    return new


def _is_dek(line: str, rest: Sequence[Block]) -> bool:
    """Say whether the text repeats `line` below as a paragraph or as the beginning of one.

    A whole paragraph counts only when it is the next: a sentence that comes back at an essay's end is the author's.
    """
    wanted = _folded(line)
    if len(wanted) < _SHORTEST_DEK:
        return False
    below = rest[1:] if len(rest[0].lines) == 1 else [Block(rest[0].lines[1:]), *rest[1:]]
    for number, block in enumerate(below):
        text = block.lines[0]
        if len(text) > _LONGEST_HEADLINE * 20:
            continue
        place = dateline.opening(text)
        for candidate in {_folded(text), _folded(text[len(place) :])}:
            longer = len(candidate) > len(wanted) and not candidate[len(wanted)].isalnum()
            if candidate.startswith(wanted) and (longer or number == 0):
                return True
    return False


def _cut_tail(reading: _Reading) -> None:
    """Cut furniture from the end: single lines, and blocks of short lines that hold nothing else."""
    units = list(_units(reading.rest))
    cut = tail.furniture_below([text for _, text in units])
    lost: dict[int, int] = {}
    for number, _ in cut:
        lost[units[number][0]] = lost.get(units[number][0], 0) + 1
    safe = {block for block, count in lost.items() if _may_lose(reading.rest[block], count)}
    last_kept = max((block for block in lost if block not in safe), default=-1)
    reading.removed += [Removed(rule, units[number][1]) for number, rule in cut if units[number][0] > last_kept]
    remaining = [
        Block(block.lines[: len(block.lines) - lost.get(number, 0)]) if number > last_kept else block
        for number, block in enumerate(reading.rest)
    ]
    reading.rest = [block for block in remaining if block.lines]


def _units(parts: Sequence[Block]) -> Iterator[tuple[int, str]]:
    for number, block in enumerate(parts):
        for line in block.lines:
            yield number, line


def _may_lose(block: Block, count: int) -> bool:
    """Say whether a block may lose its last `count` lines: all of them, or those behind a finished sentence."""
    left = block.lines[: len(block.lines) - count]
    return not left or (count > 1 and left[-1].endswith(_STOP))


def _dateline(body: Sequence[Block]) -> str | None:
    """Read the dateline of the first paragraph, unless paragraphs begin with speakers' names."""
    opening = next((block for block in body if len(block.text) >= _SHORTEST_PARAGRAPH // 2), None)
    labelled = sum(bool(_LABELLED.match(block.text)) for block in body)
    return dateline.find(opening.lines[0]) if opening and labelled < 3 else None
