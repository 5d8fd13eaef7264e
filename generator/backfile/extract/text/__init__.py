"""Scraped text: what its lines are. Owns the order in which a text is taken apart (headline, the lines under it, the
paragraphs, the furniture at both ends); the paragraphs' breaks are left to `reflow`, furniture to `furniture` and
`tail`, lines on author and date to `credit_lines`, the dateline to `dateline`. No word of a paragraph is changed, and
every line of the input is in the body, in a field or in the trail of what was removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, PlainText, RemovedText
from backfile.extract.text import credit_lines, dateline, ending, furniture
from backfile.extract.text.paragraphs import Block, blocks, settled
from backfile.markup.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    removed: list[RemovedText] = field(default_factory=list)

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
        self.removed.append(RemovedText(rule, self.drop_line()))


def extract_text(clipping: Clipping) -> Clipping:
    """Give `clipping`, whose body is a whole scraped text, with the article alone as its body.

    Paragraphs of the result are separated by one blank line; a line break inside one is a person's. What the text says
    of itself is added to `fields` as last candidates, by `text`; what was cut is in `removed`.
    """
    reading = _Reading(list(blocks(clipping.body)))
    _read_headline(reading)
    kept = _read_head(reading) if "headline" in reading.fields else []
    reading.rest, furnished = ending.without_tail(reading.rest)
    reading.removed += furnished
    body = [*kept, *(part for block in reading.rest for part in settled(block))]
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
    fields: Mapping[str, tuple[FieldCandidate, ...]], found: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[FieldCandidate, ...]]:
    added = {name: (*fields.get(name, ()), FieldCandidate(tuple(values), "text")) for name, values in found.items()}
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
    return folded(re.sub(r"[\"'“”„‘’«»]", "", text), collapsed=True).rstrip(" .…!")


def _read_head(reading: _Reading) -> list[Block]:
    """Take the lines under the headline that are about the article; give those that are not, which stay in the body.

    Lines that stay and stand together in the text stay together.
    """
    kept: list[Block] = []
    headline = reading.fields["headline"][0]
    signed = together = False
    for _ in range(_HEAD_LINES):
        line = reading.first_line()
        if not line or _is_verse(reading.rest):
            break
        found = credit_lines.read(line)
        verdict = furniture.judge(line)
        goes_on, more = together, len(reading.rest[0].lines) > 1
        together = False
        if _same(line, headline) or _titles(line, headline):
            reading.cut("repeated headline")
        elif found and _takes(reading, found, signed=signed):
            signed = signed or any(credit.field == "byline" for credit in found)
        elif verdict and verdict.strong:
            reading.cut(verdict.rule)
        elif "dek" not in reading.fields and not kept and _is_dek(line, reading.rest):
            reading.fields["dek"] = [reading.drop_line()]
        else:
            together = goes_on
            if len(line) >= _SHORTEST_PARAGRAPH or line.endswith(_STOP) or len(reading.rest) < 2:
                break
            above = kept.pop().lines if goes_on else ()
            kept.append(Block((*above, reading.drop_line())))
            together = more
    if together:
        reading.rest[0] = Block((*kept.pop().lines, *reading.rest[0].lines))
    return kept


def _is_verse(rest: Sequence[Block]) -> bool:
    """Say whether the next block is lines none of which is about the article (a credit, a line repeated below)."""
    lines = rest[0].lines
    opened = [_folded(block.text) for block in rest[1:] if len(block.text) >= _SHORTEST_PARAGRAPH]
    signed = any(credit.certain for line in lines for credit in credit_lines.read(line))
    return len(lines) > 3 and not signed and not any(_opens(line, opened) for line in lines)


def _opens(line: str, paragraphs: Sequence[str]) -> bool:
    wanted = _folded(line)
    return len(wanted) >= _SHORTEST_DEK and any(paragraph.startswith(wanted) for paragraph in paragraphs)


def _takes(reading: _Reading, found: Sequence[credit_lines.Credit], *, signed: bool) -> bool:
    """Take the next line into its fields, unless it is a bare day without a byline or says again what is known.

    A bare day over others of its kind is an entry of a diary.
    """
    if not all(credit.certain for credit in found) and any(map(_bare_day, reading.rest[1:])):
        return False
    new = all(credit.field not in reading.fields and (credit.certain or signed) for credit in found)
    if new:
        reading.fields.update({credit.field: list(credit.values) for credit in found})
        reading.cut("line about the article")
    return new


def _bare_day(block: Block) -> bool:
    found = credit_lines.read(block.lines[0])
    return bool(found) and not any(credit.certain for credit in found)


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


def _dateline(body: Sequence[Block]) -> str | None:
    """Read the dateline of the first paragraph, unless paragraphs begin with speakers' names."""
    opening = next((block for block in body if len(block.text) >= _SHORTEST_PARAGRAPH // 2), None)
    labelled = sum(bool(_LABELLED.match(block.text)) for block in body)
    return dateline.find(opening.lines[0]) if opening and labelled < 3 else None
