"""The body of a scraped text, in which the lines of the text are found again, one after the other. Owns finding them;
`line_fates` decides what a line became. White space is not compared, because extraction joins lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class BodyLines:
    """A body, in which lines are found one after the other."""

    text: str
    """The body without white space."""
    starts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Each line of the body without white space -> its positions in `text`."""
    ends: set[int] = field(default_factory=set)
    """The positions in `text` at which its lines end."""
    position: int = 0
    """The end of the line that was found last."""

    @classmethod
    def of(cls, body: str) -> BodyLines:
        """Return the record of a body."""
        lines = list(map(bare, body.splitlines()))
        result = cls("".join(lines))
        end = 0
        for line in lines:
            result.starts[line].append(end)
            end += len(line)
            result.ends.add(end)
        return result

    def take(self, line: str, *, whole: bool = False) -> bool:
        """Take a line if it is the next one; with `whole`, only if a line of the body ends with it.

        In: the line without white space.
        """
        end = self.position + len(line)
        if not self.text.startswith(line, self.position) or (whole and end not in self.ends):
            return False
        self.position = end
        return True

    def take_later(self, line: str) -> bool:
        """Take a line that is a whole line of the body further down. In: the line without white space."""
        starts = self.starts.get(line, [])
        index = bisect_left(starts, self.position)
        if index == len(starts):
            return False
        self.position = starts[index] + len(line)
        return True


def bare(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())
