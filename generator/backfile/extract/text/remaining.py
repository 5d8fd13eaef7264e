"""The state of the extraction of a text: the lines that are left, and the fields and removed lines so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from backfile.article import RemovedText
from backfile.extract.text.paragraphs import Block


@dataclass(slots=True)
class RemainingText:
    """A text from which lines are taken at the top."""

    blocks: list[Block]
    """The blocks that are left."""
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

    def remove_line(self, rule: str) -> None:
        """Take the first line off the text, and record it as removed by a rule."""
        self.removed.append(RemovedText(rule, self.take_line()))
