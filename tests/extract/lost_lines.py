"""Which lines of a scraped text are not in its body, in its front matter, or a repetition of its headline."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from backfile.article import Clipping, Form, Origin, PlainText
from backfile.extract.text.steps import extract_text

LABEL = 20
"""At most so many letters of a credit line are not part of its values: `Veröffentlicht am`, `Zuletzt aktualisiert`."""
PHRASE = 12
"""So many letters identify a line that is a part of a longer line of the body."""


def extract_string(text: str) -> Clipping:
    return extract_text(Clipping(Origin("a.txt", "0" * 64, "text"), Form.TEXT, PlainText(text)))


def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def values_of(clipping: Clipping, name: str) -> list[str]:
    values = (value for candidate in clipping.fields.get(name, ()) for value in candidate.values)
    return [letters(value) for value in values if letters(value)]


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


def unmatched(lines: list[str], body: list[str]) -> tuple[list[str], str]:
    """Return the lines that are no line of the body, read in order, and the letters of the other lines of the body."""
    keys = [letters(line) for line in body]
    matcher = SequenceMatcher(None, [letters(line) for line in lines], keys, autojunk=False)
    missing: list[str] = []
    others: list[str] = []
    for kind, start, end, body_start, body_end in matcher.get_opcodes():
        if kind != "equal":
            missing += lines[start:end]
            others += keys[body_start:body_end]
    return missing, "".join(others)


def lost_lines(lines: list[str], clipping: Clipping) -> list[str]:
    """Return the lines of an article that are lost: in no line of the body, in no field, no second headline or dek."""
    lines = [line for line in lines if letters(line)]
    missing, others = unmatched(lines, [line for line in clipping.body.splitlines() if letters(line)])
    shown = 2 * [*values_of(clipping, "headline"), *values_of(clipping, "dek")]
    names = [name for name in clipping.fields if name not in ("headline", "dek")]
    values = sorted((value for name in names for value in values_of(clipping, name)), key=len, reverse=True)
    lost = []
    for line in missing:
        if letters(line) in shown:
            shown.remove(letters(line))
        elif not (len(letters(line)) >= PHRASE and letters(line) in others) and not is_field_line(line, values):
            lost.append(line)
    return lost


def with_rules(lines: list[str], clipping: Clipping) -> str:
    """Return the lines, each with the rule that removed it, for the message of a failed test."""
    rules = {letters(line): removed.rule for removed in clipping.removed for line in removed.text.splitlines()}
    return "".join(f"\n  [{rules.get(letters(line), 'not in the trail')}] {line}" for line in lines)
