"""`backfile upgrade`: brings an archive to the present format."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backfile.cli import output
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Wait, patience
from backfile.problems import REPORTED, GitError

if TYPE_CHECKING:
    from backfile.operations.upgrade import Upgrade


def upgrade(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Bring an archive from an older format to the present one, in one commit.

    Keys of your own whose names the program now uses move under `extra:`, and each is listed. Undo it with git revert.
    """
    from backfile.operations.upgrade import upgrade as run
    from backfile.settings import mkdocs_yml

    with output.reserved(as_json), output.progress("Checking", quiet=quiet or as_json) as progress:
        result = run(mkdocs_yml.find(archive), progress, commit=commit, dry_run=dry_run, wait=patience(wait))
    if as_json:
        output.answer(_as_json(result, dry_run=dry_run))
    else:
        _show(result, dry_run=dry_run, quiet=quiet)
    if result.commit.uncommitted:
        output.complain(result.commit.uncommitted)
        raise typer.Exit(GitError.exit_code)
    if result.problems:
        raise typer.Exit(REPORTED)


def _as_json(result: Upgrade, *, dry_run: bool) -> output.Json:
    return {
        "from_format": result.from_format,
        "to_format": result.to_format,
        "pages": result.pages,
        "moved": [asdict(key) for key in result.moved],
        "problems": output.problems_as_json(result.problems),
        "dry_run": dry_run,
        "revision": result.commit.revision,
        "uncommitted": result.commit.uncommitted,
    }


def _show(result: Upgrade, *, dry_run: bool, quiet: bool) -> None:
    output.show_problems(result.problems)
    if quiet:
        return
    if result.from_format == result.to_format:
        output.say(f"The archive has format {result.to_format} already. Nothing was changed.")
        return
    output.say(*(f"{key.page}: `{key.key}` is now `{key.new_key}`." for key in result.moved))
    changed, pages = len(result.changed), f"{result.pages:,} page{'s' * (result.pages != 1)}"
    verb = "would change" if dry_run else "changed"
    output.say(f"{changed:,} of {pages} {verb}, and mkdocs.yml: format {result.from_format} to {result.to_format}.")
    if dry_run:
        output.say("Nothing was written: this was a dry run.", "Next: backfile upgrade")
    elif result.commit.revision:
        revision = result.commit.revision[:10]
        output.say(f"Committed as {revision}. Undo it with: git revert {revision}")
