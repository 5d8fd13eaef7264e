"""The fate of each line of a scraped text: whether it is in the body, became a field, or was removed or replaced.

Owns finding the lines again in the result of extraction, which records no line numbers. The body has the lines in their
order (`body_lines`); removed and replaced lines and fields are found by their text.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from backfile.article import Clipping, Form, RemovedText
from backfile.conversion.body_lines import BodyLines, bare
from backfile.conversion.much_removed import COVERING, fold_line, folded_values, is_covered
from backfile.fields import FIELDS
from backfile.settings.layout import FURNITURE_YML

TEXT = "text"
"""The place of the field values that are in the text itself, as in `FieldCandidate.via`."""
_MAX_REPLACED = 60
"""Maximum number of replacements of one line, one after the other, that are followed."""


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
class _Result:
    """The result of an extraction, in which lines are found."""

    body: BodyLines
    removed: dict[str, deque[RemovedText]]
    """Each removed line, without white space -> its records."""
    replaced: dict[str, deque[RemovedText]]
    """The same for replaced lines; of a text of several lines, its first one."""
    values: dict[str, Sequence[str]]
    """Front-matter key -> the values that the text has for the field, in the form of `is_covered`."""
    whole: dict[str, str]
    """Each value of a field that is a whole line, without white space -> the front-matter key."""
    taken: set[str] = field(default_factory=set)
    """The front-matter keys of `whole` whose line was found."""

    def take_replaced(self, lines: Sequence[str], number: int = 0) -> RemovedText | None:
        """Return the record of the replaced text that begins at a line, and remove it."""
        records = self.replaced.get(bare(lines[number]), deque())
        for index, record in enumerate(records):
            if bare("".join(lines[number : number + _count_lines(record)])) == bare(record.text):
                del records[index]
                return record
        return None

    def explain_replaced(self, number: int, text: str, record: RemovedText, depth: int) -> Iterator[ExplainedLine]:
        """Yield the fate of a replaced text; if it was split into lines, also that of each of them.

        In: how many replacements can follow each other.
        """
        replaced = ExplainedLine(number, text, LineFate.REPLACED, rule=record.rule, replacement=record.replacement)
        parts = [part.strip() for part in (record.replacement or "").splitlines() if part.strip()]
        if len(parts) != 1:
            yield replaced
            for part in parts:
                yield from self.explain(number, part, depth)
            return
        first, *others = self.explain(number, parts[0], depth)
        if first.fate is LineFate.BODY:
            yield replaced
        else:
            written = parts[0] if first.replacement is None else first.replacement
            yield replace(first, text=text, rule=first.rule or record.rule, replacement=written)
        yield from others

    def explain(self, number: int, text: str, depth: int = _MAX_REPLACED) -> Iterator[ExplainedLine]:
        """Yield the fate of a line; the lines have to be passed in their order."""
        record = self.take_replaced([text]) if depth else None
        if record:
            yield from self.explain_replaced(number, text, record, depth - 1)
        else:
            yield self._find(number, text)

    def _find(self, number: int, text: str) -> ExplainedLine:
        """Return the fate of a line that was not replaced."""
        bare_line = bare(text)
        if self.body.take(bare_line, whole=True):
            return ExplainedLine(number, text, LineFate.BODY)
        key = self.whole.get(bare_line)
        if key and key not in self.taken:
            self.taken.add(key)
            return ExplainedLine(number, text, LineFate.FIELD, (key,))
        if records := self.removed.get(bare_line):
            return self._explain_removed(number, text, records.popleft().rule)
        if self.body.take(bare_line) or self.body.take_later(bare_line):
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
    """Return the lines of a text with their fates, in order; none for other forms. In: before and after extraction.

    A line that was split has an entry for itself, and after it one for each of the new lines, with the same number.
    """
    if found.form is not Form.TEXT:
        return ()
    lines = [line.strip() for line in found.body.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return tuple(_explain_all(lines, _make_result(extracted, lines)))


def _explain_all(lines: Sequence[str], result: _Result) -> Iterator[ExplainedLine]:
    number = 0
    while number < len(lines):
        record = result.take_replaced(lines, number) if lines[number] else None
        if record:
            count = _count_lines(record)
            text = "\n".join(lines[number : number + count])
            yield from result.explain_replaced(number + 1, text, record, _MAX_REPLACED)
            number += count
        else:
            # Extraction takes some other characters as ends of lines.
            for part in filter(None, map(str.strip, lines[number].splitlines())):
                yield from result.explain(number + 1, part)
            number += 1


def _make_result(extracted: Clipping, lines: Iterable[str]) -> _Result:
    """Return the record of a result. In: the lines of the text."""
    removed, replaced = defaultdict[str, deque[RemovedText]](deque), defaultdict[str, deque[RemovedText]](deque)
    written = set(map(bare, lines))
    for item in extracted.removed:
        if item.replacement is None:
            removed[bare(item.text)].append(item)
        else:
            replaced[bare(item.text.partition("\n")[0])].append(item)
            written |= set(map(bare, item.replacement.splitlines()))
    values: dict[str, Sequence[str]] = {}
    whole: dict[str, str] = {}
    for known in FIELDS:
        texts = [value for item in extracted.fields.get(known.name, ()) if item.via == TEXT for value in item.values]
        if texts and known.name in COVERING:
            values[known.key] = folded_values(texts)
            whole |= {bare(value): known.key for value in texts if bare(value) in written}
    return _Result(BodyLines.of(extracted.body), removed, replaced, values, whole)


def _count_lines(record: RemovedText) -> int:
    return record.text.count("\n") + 1
