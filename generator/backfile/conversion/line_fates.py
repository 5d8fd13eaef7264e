"""The fate of each line of a scraped text: whether it is in the body, became a field, or was removed or replaced.

Owns finding the lines again in the result of extraction, which records no line numbers. The body has the lines in their
order; removed lines and fields are found by their text. White space is not compared, because extraction joins lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from backfile.article import Clipping, Form, RemovedText
from backfile.conversion.much_removed import COVERING, fold_line, folded_values, is_covered
from backfile.fields import FIELDS
from backfile.settings.layout import FURNITURE_YML

TEXT = "text"
"""The place of the field values that are in the text itself, as in `FieldCandidate.via`."""


class LineFate(StrEnum):
    """What became of a line."""

    BODY = "body"
    FIELD = "field"
    REMOVED = "removed"
    REPLACED = "replaced"
    NOT_FOUND = "not-found"
    """The line as written is in no place of the result: some of its characters were changed."""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of a scraped text that is not blank, and its fate."""

    line: int
    """Its number in the text, from 1."""
    text: str
    """The line, without white space at its ends."""
    fate: LineFate
    fields: tuple[str, ...] = ()
    """The front-matter keys of the fields that it became, or whose values it repeats."""
    rule: str | None = None
    """The rule that removed or replaced it."""
    replacement: str | None = None
    """The text that replaced it."""


@dataclass(slots=True)
class _BodyText:
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
    def of(cls, body: str) -> _BodyText:
        """Return the record of a body."""
        lines = list(map(_bare, body.splitlines()))
        result = cls("".join(lines))
        end = 0
        for line in lines:
            result.starts[line].append(end)
            end += len(line)
            result.ends.add(end)
        return result

    def take(self, bare: str, *, whole: bool = False) -> bool:
        """Take a line if it is the next one; with `whole`, only if a line of the body ends where it ends."""
        end = self.position + len(bare)
        if not self.text.startswith(bare, self.position) or (whole and end not in self.ends):
            return False
        self.position = end
        return True

    def take_later(self, bare: str) -> bool:
        """Take a line that is a whole line of the body further down."""
        starts = self.starts.get(bare, [])
        index = bisect_left(starts, self.position)
        if index == len(starts):
            return False
        self.position = starts[index] + len(bare)
        return True


@dataclass(slots=True)
class _Result:
    """The result of an extraction, in which lines are found."""

    body: _BodyText
    removed: dict[str, deque[RemovedText]]
    """Each removed line, without white space -> its records."""
    replaced: dict[str, deque[RemovedText]]
    """The same for replaced lines."""
    values: dict[str, Sequence[str]]
    """Front-matter key -> the values that the text has for the field, in the form of `is_covered`."""
    whole: dict[str, str]
    """Each value of a field that is a whole line, without white space -> the front-matter key."""
    taken: set[str] = field(default_factory=set)
    """The front-matter keys of `whole` whose line was found."""

    def find(self, number: int, text: str) -> ExplainedLine:
        """Return the fate of a line. The lines have to be passed in their order."""
        written, rule = text, None
        while records := self.replaced.get(_bare(written)):
            written, rule = records[0].replacement or "", records.popleft().rule
        line = self._find_written(number, written)
        if rule is None:
            return line
        fate = LineFate.REPLACED if line.fate is LineFate.BODY else line.fate
        return replace(line, text=text, fate=fate, rule=line.rule or rule, replacement=written)

    def _find_written(self, number: int, text: str) -> ExplainedLine:
        """Return the fate of a line that was not replaced, or of what replaced it."""
        bare = _bare(text)
        if self.body.take(bare, whole=True):
            return ExplainedLine(number, text, LineFate.BODY)
        key = self.whole.get(bare)
        if key and key not in self.taken:
            self.taken.add(key)
            return ExplainedLine(number, text, LineFate.FIELD, (key,))
        if records := self.removed.get(bare):
            return self._explain_removed(number, text, records.popleft().rule)
        if self.body.take(bare) or self.body.take_later(bare):
            return ExplainedLine(number, text, LineFate.BODY)
        return ExplainedLine(number, text, LineFate.NOT_FOUND)

    def _explain_removed(self, number: int, text: str, rule: str) -> ExplainedLine:
        """Return the fate of a removed line: a credit line became fields, other lines repeat them."""
        covering = {} if rule == FURNITURE_YML else self.values
        line = fold_line(text)
        values = [value for values in covering.values() for value in values]
        keys = tuple(key for key, values in covering.items() if any(value in line for value in values))
        if not keys or not is_covered(line, values):
            return ExplainedLine(number, text, LineFate.REMOVED, rule=rule)
        became_field = not set(keys) <= set(self.whole.values())
        return ExplainedLine(number, text, LineFate.FIELD if became_field else LineFate.REMOVED, keys, rule)


def explain_lines(found: Clipping, extracted: Clipping) -> tuple[ExplainedLine, ...]:
    """Return the lines of a text with their fates, in order; none for other forms. In: before and after extraction."""
    if found.form is not Form.TEXT:
        return ()
    lines = [(number, line.strip()) for number, line in enumerate(found.body.splitlines(), 1)]
    result = _make_result(extracted, {_bare(line) for _, line in lines})
    return tuple(result.find(number, line) for number, line in lines if line)


def _make_result(extracted: Clipping, lines: Collection[str]) -> _Result:
    """Return the record of a result. In: the lines of the text, without white space."""
    removed, replaced = defaultdict[str, deque[RemovedText]](deque), defaultdict[str, deque[RemovedText]](deque)
    for item in extracted.removed:
        (removed if item.replacement is None else replaced)[_bare(item.text)].append(item)
    values: dict[str, Sequence[str]] = {}
    whole: dict[str, str] = {}
    for known in FIELDS:
        texts = [value for item in extracted.fields.get(known.name, ()) if item.via == TEXT for value in item.values]
        if texts and known.name in COVERING:
            values[known.key] = folded_values(texts)
            whole |= {_bare(value): known.key for value in texts if _bare(value) in lines}
    return _Result(_BodyText.of(extracted.body), removed, replaced, values, whole)


def _bare(text: str) -> str:
    return "".join(text.split())
