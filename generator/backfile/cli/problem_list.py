"""Printing of problems: for people, grouped by kind, reason and next step; and as JSON.

The texts of problems belong to the modules that report them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from backfile.cli.output import Json, console, print_lines, wrap
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.report import Stored

_MOST = 20
"""The most problems of one kind that are printed; --json lists all."""


def problems_as_json(problems: Iterable[Problem]) -> list[Json]:
    """Return problems as JSON objects, with the keys that the handbook lists."""
    keys = ("kind", "file", "record", "reason", "next_step")
    return [{key: getattr(problem, key) for key in keys} for problem in problems]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems: first those of records that became no page, then remarks."""
    for heading, refused in (("Reported:", True), ("Remarks:", False)):
        chosen = [problem for problem in problems if (problem.kind in REFUSALS) is refused]
        if chosen:
            console().print(heading, style="bold")
        for kind, group in groupby(sorted(chosen, key=lambda problem: problem.kind), key=lambda problem: problem.kind):
            _print_kind(kind, list(group))
        if chosen:
            print_lines("")


def name_record(item: Stored | Problem) -> str:
    """Return the name of the input of a result, and of the record in it."""
    return f"{item.file}, record {item.record}" if item.record else item.file


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
