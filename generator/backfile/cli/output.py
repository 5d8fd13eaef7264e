"""Printing on standard output and standard error: lines, errors, JSON, the progress bar.

The commands own the wording of their results. Text from inputs (file names, headlines) is printed without the control
characters that a terminal would act on.
"""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console

Json: TypeAlias = dict[str, Any]
"""A JSON object; its keys are in the order that the handbook shows."""

_DRAWN_EVERY = 0.1
"""Seconds after which the progress bar is drawn anew."""
DRY_RUN = "Nothing was written: this was a dry run."

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that change the direction of text, and surrogates (bytes that are not valid text)."""


def escape_controls(text: str) -> str:
    """Return `text` on one line, with escape sequences in place of characters that a terminal acts on."""
    one_line = re.sub(r"\s*\n\s*", " ", text.rstrip())
    return _CONTROLS.sub(lambda match: ascii(match[0])[1:-1], one_line)


def print_error(text: str) -> None:
    """Print the text of an error as one line on standard error."""
    try:
        from rich.text import Text
    except ImportError:
        # The missing package that the error reports may be rich itself.
        print(f"backfile: {escape_controls(text)}", file=sys.stderr)
        return
    line = Text.assemble(("backfile:", "red"), " ", escape_controls(text))
    console(stderr=True).print(line, soft_wrap=True)


def print_lines(*lines: str) -> None:
    """Print lines on standard output."""
    for line in lines:
        print(escape_controls(line))


def print_json(result: Json) -> None:
    """Print a result as JSON, in UTF-8 whatever the encoding of the terminal."""
    text = json.dumps(result, ensure_ascii=False, indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def reserve_stdout(as_json: bool) -> Iterator[None]:
    """Reserve standard output for JSON: output of plugins and child processes goes to standard error inside the block.

    Without `as_json` nothing is redirected.
    """
    if not as_json:
        yield
        return
    sys.stdout.flush()
    stdout = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(stdout, 1)
        os.close(stdout)


@contextmanager
def progress_bar(
    label: str, *, quiet: bool, verbose: bool = False, of_bytes: bool = False
) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error if that is a terminal that can draw one; remove it at the end of the block.

    Yield the callback that moves the bar: items, or bytes (`of_bytes`), done and in total. In `verbose` runs the bar
    ends when all items are counted; the printed lines show the progress from then on.
    """
    bar_console = console(stderr=True)
    if quiet or not sys.stderr.isatty() or bar_console.is_dumb_terminal:
        yield lambda done, total: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    amount = TaskProgressColumn() if of_bytes else MofNCompleteColumn()
    columns = (TextColumn(label), BarColumn(), amount, TimeRemainingColumn())
    # If standard output is the same terminal, rich replaces sys.stdout, so that lines are printed above the bar.
    # It is drawn when it moves, not by a thread of its own: this process has forks.
    redirect = sys.stdout.isatty()
    with Progress(*columns, console=bar_console, auto_refresh=False, transient=True, redirect_stdout=redirect) as bar:
        task = bar.add_task(label, total=None)
        drawn = monotonic()

        def move(done: int, total: int) -> None:
            nonlocal drawn
            is_due = monotonic() > drawn + _DRAWN_EVERY or done == total
            drawn = monotonic() if is_due else drawn
            bar.update(task, completed=done, total=total, refresh=is_due)
            if verbose and done == total:
                bar.stop()

        yield move


def wrap(text: str, indent: int) -> list[str]:
    """Return `text` as lines of the terminal's width, indented by `indent` columns, the later ones by two more.

    Lines are broken at spaces only, so that file names stay whole.
    """
    return textwrap.wrap(
        escape_controls(text),
        max(40, console().width),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def count(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun, such as `1 page` or `1,200 pages`."""
    return f"{number:,} {singular if number == 1 else plural}"


def console(*, stderr: bool = False) -> Console:
    """Return a rich console for standard output or standard error that adds no highlighting of its own."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)
