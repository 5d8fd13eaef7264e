"""The command `backfile trust`: shows the code that the settings name, and forgets that it is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json

if TYPE_CHECKING:
    from backfile.settings.inspection import Inspection


def trust(
    archive: Archive = Path(),
    forget: Annotated[bool, typer.Option("--forget", help="Trust the code of this archive no longer.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the archives of which code is trusted.")] = False,
    as_json: Json = False,
) -> None:
    """Show the code that the settings of the archive name, and whether it is trusted. It is not run.

    To trust it, run the command that needs it with --trust.
    """
    from backfile.settings import trust as remembered
    from backfile.settings.folder_path import find
    from backfile.settings.inspection import inspect

    if listing:
        _print_archives(remembered.remembered(), as_json=as_json)
        return
    root = find(archive)
    if forget:
        remembered.forget(root)
    seen = inspect(root)
    if as_json:
        output.print_json(_as_json(seen))
    else:
        output.print_lines(*_lines(seen))


def _print_archives(archives: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        output.print_json({"archives": list(archives)})
    else:
        output.print_lines(*(archives or ["No code of an archive is trusted."]))


def _as_json(seen: Inspection) -> output.Json:
    reasons = {each.code: each.why.value for each in seen.untrusted}
    return {
        "code": [
            {"kind": code.kind.value, "name": code.name, "file": code.file, "line": code.line, "why": reasons.get(code)}
            for code in seen.code
        ],
        "environment": list(seen.environment),
    }


def _lines(seen: Inspection) -> list[str]:
    """Return a line for each piece of code, and one for the environment variables."""
    from backfile.settings.inspection import name_variables

    reasons = {each.code: f"not trusted, {each.why}" for each in seen.untrusted}
    lines = [f"{code} ({reasons.get(code, 'trusted')})" for code in seen.code]
    lines += [name_variables(seen.environment)] if seen.environment else []
    return lines or ["The settings name no code that needs to be trusted."]


COMMAND = Command(
    "trust",
    "Show the code that the settings name.",
    trust,
    ("backfile trust", "backfile trust --list", "backfile trust --forget"),
)
