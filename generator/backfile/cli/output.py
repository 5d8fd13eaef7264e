"""What is printed: for people, and as JSON for scripts. Owns the wording of results; errors and problems bring theirs.

Nothing here asks or decides. What comes from inputs (names of files, what stands in them) is printed without the
control characters that a terminal would act on.
"""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.report import Report, Stored

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from backfile.lists.update import ListsUpdate
    from backfile.site.build import Built

Json: TypeAlias = dict[str, Any]
"""An object of JSON, its keys in the handbook's order."""

_SHOWN = 20
"""How many problems of a kind are printed; --json has them all."""
_ACTED_ON = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of text, and halves of characters (bytes that are no text)."""


def harmless(text: str) -> str:
    """Give text on one line, with escapes in the place of characters that a terminal acts on."""
    one_line = re.sub(r"\s*\n\s*", " ", text.rstrip())
    return _ACTED_ON.sub(lambda found: ascii(found[0])[1:-1], one_line)


def complain(text: str) -> None:
    """Print an error's text, one line on standard error."""
    try:
        from rich.text import Text
    except ImportError:
        # The error that is printed may be that this package is missing.
        print(f"backfile: {harmless(text)}", file=sys.stderr)
        return
    line = Text.assemble(("backfile:", "red"), " ", harmless(text))
    _console(stderr=True).print(line, soft_wrap=True)


def say(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        print(harmless(line))


def answer(result: Json) -> None:
    """Print a result as JSON, in UTF-8 whatever the terminal's encoding."""
    text = json.dumps(result, ensure_ascii=False, indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def reserved(wanted: bool) -> Iterator[None]:
    """Keep standard output for the JSON: what a plugin or a child process prints meanwhile goes to standard error."""
    if not wanted:
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def progress(label: str, *, quiet: bool, verbose: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while that is a terminal which can draw one; it vanishes when the work is done.

    In `verbose` runs it gives way as soon as everything is counted: the lines that are told then show how it goes on.
    """
    console = _console(stderr=True)
    if quiet or not sys.stderr.isatty() or console.is_dumb_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Where both are on one screen, `say` prints above the bar: rich takes the place of sys.stdout meanwhile.
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task(label, total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if verbose and done == total:
                bar.stop()

        yield move


def tell(what: Stored | Problem) -> None:
    """Print what became of one record, on one line."""
    if isinstance(what, Stored):
        outcome, about = what.outcome.value, what.page
    else:
        outcome, about = "reported" if what.kind in REFUSALS else "remark", what.reason
    say(f"{outcome:<9}  {_where(what)}: {about}")


def lists_as_json(done: ListsUpdate, problems: Iterable[Problem], name: Callable[[str], str], *, dry_run: bool) -> Json:
    """Give the result of `backfile lists` as the handbook describes it for --json; `name` names a page to its owner."""
    return {
        "written": [name(path) for path in done.written],
        "removed": [name(path) for path in done.removed],
        "left_alone": [name(path) for path in done.left_alone],
        "dry_run": dry_run,
        "problems": problems_as_json(problems),
    }


def show_lists(result: Json, *, verbose: bool, quiet: bool) -> None:
    """Print the result of `backfile lists`, given as for JSON."""
    written, removed, left_alone, dry_run = (result[key] for key in ("written", "removed", "left_alone", "dry_run"))
    for path in left_alone:
        say(f"{path} stands where a list page would, is a page of your own, and was left alone.")
    if quiet:
        return
    if verbose:
        say(*(f"{'stale' if dry_run else 'written':<11}  {path}" for path in written))
        say(*(f"{'superfluous' if dry_run else 'removed':<11}  {path}" for path in removed))
    if not written and not removed:
        say("The list pages are as they should be.")
    elif dry_run:
        say(f"{_count(len(written), 'list page is', 'list pages are')} stale, {len(removed):,} superfluous.")
        say("Next: backfile lists")
    else:
        say(f"{_count(len(written), 'list page', 'list pages')} written, {len(removed):,} removed.")


def show_built(built: Built, site: Path, *, quiet: bool) -> None:
    """Print the result of a build."""
    for warning in built.warnings:
        _console(stderr=True).print(f"Warning: {harmless(warning)}", soft_wrap=True, markup=False, emoji=False)
    if not quiet:
        say(f"{_count(built.pages, 'page', 'pages')} in {built.seconds:.1f} s, in {site}", "Next: backfile serve")


def problems_as_json(problems: Iterable[Problem]) -> list[Json]:
    """Give problems as the handbook describes them for --json."""
    keys = ("kind", "file", "record", "reason", "next_step")
    return [{key: getattr(problem, key) for key in keys} for problem in problems]


def report_as_json(report: Report, pages: Iterable[Stored], *, dry_run: bool) -> Json:
    """Give the result of an ingest as the handbook describes it for --json."""
    return {
        "read": report.read,
        "written": report.written,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "reported": report.reported,
        "dry_run": dry_run,
        "pages": [asdict(page) for page in pages],
        "problems": problems_as_json(report.problems),
        "removed": [asdict(removal) for removal in report.removed],
        "inert": [asdict(block) for block in report.inert],
        "settled": list(report.settled),
        "revision": report.revision,
        "uncommitted": report.uncommitted,
    }


def show_report(report: Report, next_step: str, *, dry_run: bool = False, quiet: bool = False) -> None:
    """Print the result of an ingest: what needs a person's eye, then the counts, then what to do with new pages."""
    show_problems(report.problems)
    if quiet:
        return
    if not report.read:
        say("There was nothing to read: no file was found. Hidden ones are left out.")
        say("Next: name a folder with files in it: backfile ingest ~/saved-articles")
        return
    names = ("read", "written", "updated", "unchanged", "reported")
    width = len(str(report.read))
    say(*(f"{getattr(report, name):>{width}}  {name}" for name in names))
    say(*_closing(report, dry_run))
    if (report.written or report.updated) and not dry_run:
        say(next_step)


def _closing(report: Report, dry_run: bool) -> Iterator[str]:
    if report.removed:
        count = _count(len(report.removed), "line was", "lines were")
        yield f"{count} taken for no part of an article; --json lists {'it' if len(report.removed) == 1 else 'them'}."
    if report.inert:
        count = _count(len(report.inert), "block is", "blocks are")
        yield f"{count} kept as HTML; --json lists {'it' if len(report.inert) == 1 else 'them'}, and says why."
    if report.settled:
        yield f"{_count(len(report.settled), 'text is', 'texts are')} settled, and gone from incoming/."
    if dry_run:
        yield "Nothing was written: this was a dry run."
    elif report.revision:
        yield f"Committed as {report.revision[:10]}."


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems: those of one reason together, with the next step under them."""
    for heading, refused in (("Not taken in:", True), ("Remarks:", False)):
        chosen = [problem for problem in problems if (problem.kind in REFUSALS) is refused]
        if chosen:
            _console().print(heading, style="bold")
        for kind, group in groupby(sorted(chosen, key=lambda problem: problem.kind), key=lambda problem: problem.kind):
            _show_kind(kind, list(group))
        if chosen:
            say("")


def _show_kind(kind: ProblemKind, problems: list[Problem]) -> None:
    from rich.text import Text

    groups: dict[tuple[str, str], list[str]] = {}
    for problem in problems[:_SHOWN]:
        groups.setdefault((problem.reason, problem.next_step), []).append(_where(problem))
    for (reason, next_step), files in groups.items():
        first, *others = _wrapped(f"{kind}: {reason}", 2)
        line = Text(first)
        line.stylize("yellow", 2, 2 + len(kind))
        _console().print(line, soft_wrap=True)
        say(*others, *(f"    {file}" for file in files), *_wrapped(next_step, 4))
    if len(problems) > _SHOWN:
        say(f"  {kind}: and {len(problems) - _SHOWN} more; --json lists them all")


def _wrapped(text: str, indent: int) -> list[str]:
    """Break text at spaces alone, so that names of files stay whole."""
    return textwrap.wrap(
        harmless(text),
        max(40, _console().width),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _where(what: Stored | Problem) -> str:
    return f"{what.file}, record {what.record}" if what.record else what.file


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)
