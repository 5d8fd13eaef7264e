"""The command `backfile tags undo`: restores what the last edit of tags changed."""

from __future__ import annotations

from pathlib import Path

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Trust, Wait, open_archive, wait_listener
from backfile.cli.tags.retag import as_json_of, print_result


def undo(
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Restore tags.yml and the pages as they were before the last command that changed tags, and update the lists.

    Run again, it restores what the command before that one changed. Nothing is restored if one of the files has changed
    since.
    """
    with output.reserve_stdout(as_json), output.progress_bar("Restoring", quiet=quiet or as_json) as progress:
        tags = open_archive(archive, trust=trust, look=dry_run).tags
        undone = tags.undo(progress, commit=commit, dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        output.print_json({"undone": undone.summary, **as_json_of(undone.report, dry_run=dry_run)})
    else:
        if not quiet:
            output.print_lines(f"{'Would undo' if dry_run else 'Undone'}: {undone.summary}")
        print_result(undone.report, dry_run=dry_run, quiet=quiet)
    exit_if_uncommitted(undone.report.commit)


COMMAND = Command(
    "undo",
    "Restore what the last edit of tags changed.",
    undo,
    ("backfile tags undo --dry-run", "backfile tags undo"),
)
