"""The command `backfile edit`: opens a page in the owner's editor, then checks and commits it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, Json, Trust, Wait, open_archive, wait_listener
from backfile.cli.withdraw import NamedPage
from backfile.problems import REPORTED, SettingsError


def edit(
    page: NamedPage,
    archive: Archive = Path(),
    commit: Commit = True,
    trust: Trust = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Open PAGE in your editor ($VISUAL or $EDITOR); afterwards check it, update the lists and commit.

    A page that cannot be read any more stays as you left it, and is neither listed nor committed.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust)
        file = opened.versions.page_file(page)
        _run_editor(file)
        result = opened.versions.finish_edit(file, commit=commit, wait=wait_listener(wait))
    if as_json:
        problem = str(result.problem) if result.problem else None
        values = {"page": result.page, "changed": result.changed, "problem": problem}
        output.print_json({**values, **commit_as_json(result.commit)})
    else:
        if result.problem:
            output.print_error(str(result.problem))
        output.print_lines(f"{result.page} {'is changed' if result.changed else 'is as it was'}.")
        output.print_lines(*commit_lines(result.commit))
    exit_if_uncommitted(result.commit)
    if result.problem:
        raise typer.Exit(REPORTED)


def _run_editor(file: Path) -> None:
    """Run the owner's editor on a file and wait for its end. Raises SettingsError when there is none or it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise SettingsError("No editor is set. Set the variable EDITOR, for example to nano.")
    try:
        code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode  # noqa: S603  (the owner's)
    except (OSError, ValueError) as error:
        raise SettingsError(f"The editor cannot be started: {editor}: {error}. Set EDITOR to another one.") from error
    if code:
        raise SettingsError(
            f"The editor {editor} ended with exit code {code}, so it is not committed. Correct that and run again."
        )


COMMAND = Command(
    "edit",
    "Edit a page, then check, list and commit it.",
    edit,
    ("backfile edit docs/articles/2019/11/pier.md", "backfile edit docs/articles/2019/11/pier.md --no-commit"),
)
