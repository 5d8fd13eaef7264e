"""The result of a repair: the text, and a record of each line that it changed. Owns making these records; the repairs
are in the modules that `repair` names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backfile.article import RemovedText


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text, and what was changed in it."""

    text: str
    removed: tuple[RemovedText, ...] = ()
    """One entry for each line that was replaced or removed, with what replaced it."""


_EXTRA_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def repair_lines(text: str, mark: str, rule: str, repair: Callable[[str], str]) -> RepairedText:
    """Return the text with each line repaired that contains `mark`. In: the name of the rule, and the repair."""
    lines = text.split("\n")
    repaired = [repair(line) if mark in line else line for line in lines]
    return record_lines(rule, lines, repaired)


def record_lines(rule: str, lines: Iterable[str], repaired: Iterable[str]) -> RepairedText:
    """Return the text of the repaired lines, with an entry for each line that differs from the one before."""
    repaired = list(repaired)
    changes = tuple(
        RemovedText(rule, line.strip(" \t") or line, new.strip())
        for line, new in zip(lines, repaired, strict=True)
        if line != new
    )
    return RepairedText("\n".join(repaired), changes)


def drop_lines(text: str, rule: str, numbers: Iterable[int]) -> RepairedText:
    """Return the text without the lines of these numbers; an empty line stays for each, so that others stay apart."""
    lines, dropped = text.split("\n"), sorted(set(numbers))
    removed = tuple(RemovedText(rule, lines[number].strip()) for number in dropped if lines[number].strip())
    for number in dropped:
        lines[number] = ""
    return RepairedText(collapse_blank_lines("\n".join(lines)), removed) if dropped else RepairedText(text)


def collapse_blank_lines(text: str) -> str:
    """Return text with at most one blank line between two others, and none at its ends."""
    return _EXTRA_BLANK_LINES.sub("\n\n", text).strip("\n")
