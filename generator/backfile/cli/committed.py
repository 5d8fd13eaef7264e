"""The commit of a run, in the output of a command: as a line, as JSON, and as an exit code if git refused it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import typer

from backfile.cli.output import Json, print_error
from backfile.problems import GitError
from backfile.report import Committed


def commit_as_json(commit: Committed) -> Json:
    """Return the keys `revision` and `uncommitted` of a JSON result."""
    return asdict(commit)


def commit_lines(commit: Committed) -> Iterator[str]:
    """Yield a line with the beginning of the commit's hash, if there is a commit."""
    if commit.revision:
        yield f"Committed as {commit.revision[:10]}."


def exit_if_uncommitted(commit: Committed | None) -> None:
    """Print why git refused the commit, if it did, and exit with the code of GitError."""
    if commit and commit.uncommitted:
        print_error(commit.uncommitted)
        raise typer.Exit(GitError.exit_code)
