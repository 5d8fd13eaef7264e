"""The record of a command: its name, texts and function. `app` and `tags` register these records with typer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import typer

from backfile.cli.errors import exit_on_errors


@dataclass(frozen=True, slots=True)
class Command:
    """A command; its full help is the docstring of `run`."""

    name: str
    summary: str
    """One short sentence for the list of commands."""
    run: Callable[..., None]
    """The function; typer reads the arguments and options from its signature."""
    examples: tuple[str, ...]
    """Command lines, shown at the end of the help text."""
    note: str = ""
    """A paragraph after the examples."""


def register(app: typer.Typer, command: Command) -> None:
    """Add a command to a typer application."""
    epilog = list_examples(*command.examples, note=command.note)
    app.command(name=command.name, short_help=command.summary, epilog=epilog)(exit_on_errors(command.run))


def list_examples(*lines: str, title: str = "Examples:", note: str = "") -> str:
    """Return the end of a help text: a title, example command lines, one on each line, and a note."""
    # \b keeps click from joining the lines of a paragraph.
    return "\n".join([title, "", "\b", *(f"  {line}" for line in lines), *(["", note] if note else [])])
