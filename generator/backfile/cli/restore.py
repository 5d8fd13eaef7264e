"""The command `backfile restore`: brings a withdrawn article back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Trust, Wait, open_archive, wait_listener
from backfile.cli.withdraw import NamedPage


def restore(
    page: NamedPage,
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Bring the withdrawn article of PAGE back from git: the page as it was, its originals and its images.

    An article that was purged cannot be restored.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust, look=dry_run)
        result = opened.versions.restore(page, commit=commit, dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        values = asdict(result)
        del values["commit"]
        output.print_json({**values, "dry_run": dry_run, **commit_as_json(result.commit)})
    else:
        would = "would be" if dry_run else "is"
        output.print_lines(*(f"{path} {would} restored." for path in (result.page, *result.files)))
        output.print_lines(*(f"{path} is not in git, and stays away." for path in result.missing))
        output.print_lines(*commit_lines(result.commit), *([output.DRY_RUN] if dry_run else []))
    exit_if_uncommitted(result.commit)


COMMAND = Command(
    "restore",
    "Bring a withdrawn article back.",
    restore,
    (
        "backfile restore docs/articles/2019/11/east-pier.md --dry-run",
        "backfile restore docs/articles/2019/11/east-pier.md",
    ),
)
