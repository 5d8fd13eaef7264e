"""Printing of problems: for people, grouped by kind, reason and next step; and as JSON.

The texts of problems belong to the modules that report them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from backfile.cli.output import Json, console, print_lines, wrap
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.problems import name_record as name_record_of
from backfile.report import Stored

REPORTED, LEFT_OUT, REMARKS = "Reported:", "Left out:", "Remarks:"
_MOST = 20
"""The most problems of one kind that are printed; --json lists all."""


def problems_as_json(problems: Iterable[Problem]) -> list[Json]:
    """Return problems as JSON objects, with the keys that the handbook lists."""
    keys = ("kind", "file", "record", "reason", "next_step")
    return [{key: getattr(problem, key) for key in keys} for problem in problems]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems: first those of records that became no page, then what is left out, then remarks."""
    for heading in (REPORTED, LEFT_OUT, REMARKS):
        chosen = [problem for problem in problems if _heading(problem) == heading]
        if chosen:
            console().print(heading, style="bold")
        for kind, group in groupby(sorted(chosen, key=lambda problem: problem.kind), key=lambda problem: problem.kind):
            _print_kind(kind, list(group))
        if chosen:
            print_lines("")


def _heading(problem: Problem) -> str:
    if problem.kind in REFUSALS:
        return REPORTED
    return LEFT_OUT if problem.kind is ProblemKind.LEFT_OUT else REMARKS


def name_record(item: Stored | Problem) -> str:
    """Return the name of the input of a result, and of the record in it."""
    return name_record_of(item.file, item.record)


def _print_kind(kind: ProblemKind, problems: list[Problem]) -> None:
    """Print problems of one kind: each reason once, the files that have it, then the next step."""
    from rich.text import Text

    groups: dict[tuple[str, str], list[str]] = {}
    for problem in problems[:_MOST]:
        groups.setdefault((problem.reason, problem.next_step), []).append(name_record(problem))
    for (reason, next_step), files in groups.items():
        first, *others = wrap(f"{kind}: {reason}", 2)
        line = Text(first)
        line.stylize("yellow", 2, 2 + len(kind))
        console().print(line, soft_wrap=True)
        print_lines(*others, *(f"    {file}" for file in files), *wrap(next_step, 4))
    if len(problems) > _MOST:
        print_lines(f"  {kind}: {len(problems) - _MOST} more; --json lists them all")
