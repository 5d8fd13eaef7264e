"""The commit of a run, in the output of a command: as a line, as JSON, and as an exit code if git refused it."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from backfile.cli.output import Json, count, print_error
from backfile.problems import GitError
from backfile.report import Committed


def commit_as_json(commit: Committed) -> Json:
    """Return the keys `revision` and `uncommitted` of a JSON result."""
    return {"revision": commit.revision, "uncommitted": commit.uncommitted}


def commit_lines(commit: Committed, articles: int = 0, revisions: int = 0) -> Iterator[str]:
    """Yield a line with the beginning of the commit's hash, if there is a commit.

    In: how many pages got how many revisions, which are named where there are several commits.
    """
    commits = [*commit.earlier, *filter(None, [commit.revision])]
    if len(commits) > 1 and revisions:
        what = f"{count(articles, 'article', 'articles')}, {count(revisions, 'revision', 'revisions')}"
        yield f"{what} in {len(commits)} commits; the last is {commits[-1][:10]}."
    elif commits:
        yield f"Committed as {commits[-1][:10]}."


def exit_if_uncommitted(commit: Committed | None) -> None:
    """Print why git refused the commit, if it did, and exit with the code of GitError."""
    if commit and commit.uncommitted:
        print_error(commit.uncommitted)
        raise typer.Exit(GitError.exit_code)
