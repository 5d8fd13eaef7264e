"""The state of the extraction of a text: the lines that are left, and the fields and removed lines so far. Owns taking
lines off the text; which lines are taken is decided by the steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text.line_signs import Line, read_line
from backfile.extract.text.neighbour_signs import Tail, read_tail
from backfile.extract.text.paragraphs import Block

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(slots=True)
class RemainingText:
    """A text from which lines are taken at the top."""

    blocks: list[Block]
    """The blocks that are left."""
    keep: Collection[str] = ()
    """Lines, with collapsed white space, that are not removed."""
    languages: frozenset[str] | None = None
    """The languages whose words of furniture count; None for all."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    """Name of a field -> its strings, as written in the text."""
    removed: list[RemovedText] = field(default_factory=list)

    def first_line(self) -> str:
        """Return the first line that is left; empty at the end of the text."""
        return self.blocks[0].lines[0] if self.blocks else ""

    def take_line(self) -> str:
        """Take the first line off the text, and return it."""
        first, *others = self.blocks[0].lines
        self.blocks[0:1] = [Block(tuple(others))] if others else []
        return first

    def first_lines(self, count: int) -> list[Line]:
        """Return the first lines that are left, at most `count`, with the signs of their form and their words."""
        lines = ((number, line) for number, block in enumerate(self.blocks[:count]) for line in block.lines)
        return [read_line(line, number, self.keep, self.languages) for number, line in islice(lines, count)]

    def tail(self) -> Tail:
        """Return the last lines that are left, with all their signs."""
        return read_tail(self.blocks, self.keep, self.languages)

    def leave(self, tail: Tail, lines: Iterable[Line]) -> None:
        """Replace the last lines that are left, `tail`, by `lines`, some of them."""
        if not tail.lines:
            return
        first = tail.lines[0].block
        taken = sum(line.block == first for line in tail.lines)
        groups: dict[int, list[str]] = {first: list(self.blocks[first].lines[:-taken])}
        for line in lines:
            groups.setdefault(line.block, []).append(line.text)
        self.blocks[first:] = [Block(tuple(group)) for group in groups.values() if group]

    def remove_line(self, rule: str) -> None:
        """Take the first line off the text, and record it as removed by a rule."""
        self.removed.append(RemovedText(rule, self.take_line()))
