"""Which lines of a scraped text are not in its body, in its front matter, or a repetition of its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from backfile.article import Clipping, Form, Origin, PlainText
from backfile.extract.text import extract_text

LABEL = 20
"""At most so many letters of a credit line are not part of its values: `Veröffentlicht am`, `Zuletzt aktualisiert`."""
PHRASE = 12
"""So many letters identify a line that is a part of a longer line of the body."""


def extract_string(text: str) -> Clipping:
    return extract_text(Clipping(Origin("a.txt", "0" * 64, "text"), Form.TEXT, PlainText(text)))


def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def field_values(clipping: Clipping) -> list[str]:
    values = (
        value
        for candidates in clipping.fields.values()
        for candidate in candidates
        for value in candidate.values
        if letters(value)
    )
    return sorted(map(letters, values), key=len, reverse=True)


def is_field_line(line: str, values: list[str]) -> bool:
    """Return whether a line consists of the values of fields and of a short label; the values are consumed."""
    rest = letters(line)
    used = [value for value in values if value in rest]
    for value in used:
        rest = rest.replace(value, "", 1)
    found = bool(used) and len(rest) <= LABEL and len(rest) <= 2 * len("".join(used))
    for value in used if found else ():
        values.remove(value)
    return found


def unmatched(lines: list[str], body: list[str]) -> Iterator[str]:
    """Yield the lines that are not in the body, where both are read in order."""
    matcher = SequenceMatcher(None, [letters(line) for line in lines], [letters(line) for line in body], autojunk=False)
    for kind, start, end, *_ in matcher.get_opcodes():
        if kind in ("delete", "replace"):
            yield from lines[start:end]


def lost_lines(lines: list[str], clipping: Clipping) -> list[str]:
    """Return the lines that are lost, in order: lines of an article, in the order of the article."""
    lines = [line for line in lines if line.strip()]
    whole = letters(clipping.body)
    values = field_values(clipping)
    shown = [letters(value) for name in ("headline", "dek") for value in first_values(clipping, name)]
    missing = [line for line in unmatched(lines, clipping.body.splitlines()) if letters(line)]
    lost = []
    for line in missing:
        part = len(letters(line)) >= PHRASE and letters(line) in whole
        if not part and letters(line) not in shown and not is_field_line(line, values):
            lost.append(line)
    return lost


def first_values(clipping: Clipping, name: str) -> tuple[str, ...]:
    return tuple(value for candidate in clipping.fields.get(name, ()) for value in candidate.values)


def with_rules(lines: list[str], clipping: Clipping) -> str:
    """Return the lines, each with the rule that removed it, for the message of a failed test."""
    rules = {letters(line): removed.rule for removed in clipping.removed for line in removed.text.splitlines()}
    return "".join(f"\n  [{rules.get(letters(line), 'not in the trail')}] {line}" for line in lines)
