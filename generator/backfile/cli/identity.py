"""The commands `backfile identity`: the owner says which pages are one article, and which are not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command, list_examples, register
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Trust, Wait, open_archive, wait_listener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.operations.identity import Ruled

_Page = Annotated[Path, typer.Argument(metavar="PAGE", readable=False, hidden=True)]
_Other = Annotated[Path, typer.Argument(metavar="OTHER", readable=False, hidden=True)]


def same(
    page: _Page,
    other: _Other,
    archive: Archive = Path(),
    trust: Trust = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Record that PAGE and OTHER are one article. PAGE gets the text of the later save, and OTHER is removed.

    Both inputs then count as saves of PAGE. Pages that you edited stay as they are.
    """
    _run("same", page, other, archive, trust=trust, commit=commit, dry_run=dry_run, wait=wait, as_json=as_json)


def apart(
    page: _Page,
    other: _Other,
    archive: Archive = Path(),
    trust: Trust = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Record that PAGE and OTHER are two articles. If both claim one address, PAGE has its links and its redirect."""
    _run("apart", page, other, archive, trust=trust, commit=commit, dry_run=dry_run, wait=wait, as_json=as_json)


def forget(
    page: _Page,
    other: _Other,
    archive: Archive = Path(),
    trust: Trust = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Remove what identity.yml says about PAGE and OTHER. A page that was joined comes back with `git revert`."""
    _run("forget", page, other, archive, trust=trust, commit=commit, dry_run=dry_run, wait=wait, as_json=as_json)


def list_(archive: Archive = Path(), as_json: Json = False) -> None:
    """List what identity.yml says about pages."""
    rulings = open_archive(archive, look=True, renders=False).identity.rulings()
    if as_json:
        output.print_json({"rulings": [{"is": what, "page": page, "other": other} for what, page, other in rulings]})
        return
    output.print_lines(*(f"{what:<5}  {page}  {other}" for what, page, other in rulings))
    if not rulings:
        output.print_lines("identity.yml says nothing.")


def _run(
    action: str,
    page: Path,
    other: Path,
    archive: Path,
    *,
    trust: bool,
    commit: bool,
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> None:
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust, look=dry_run)
        result = opened.identity.rule(action, page, other, commit=commit, dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        output.print_json({**_as_json(result), "dry_run": dry_run})
    else:
        output.print_lines(*_lines(result, dry_run=dry_run), *commit_lines(result.commit))
    exit_if_uncommitted(result.commit)


def _as_json(result: Ruled) -> output.Json:
    values = asdict(result)
    del values["commit"]
    return {**values, **commit_as_json(result.commit)}


def _lines(result: Ruled, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines of a result."""
    would = "would be" if dry_run else "is"
    if result.removed:
        yield f"{result.page} {'would have' if dry_run else 'has'} the text of {result.text_of}."
        yield f"{result.removed} {would} removed."
    for page in result.left_alone:
        yield f"{page} was edited by you, so both pages stay. Take over what you want, then remove {result.other}."
    if result.changed:
        yield f"identity.yml {would} changed."
    else:
        yield "identity.yml says so already." if result.action != "forget" else "identity.yml says nothing about them."
    if dry_run:
        yield output.DRY_RUN


_PAGES = "docs/a/pier.md docs/a/pier-1f2e3d.md"
COMMANDS = (
    Command("same", "Record that two pages are one article.", same, (f"backfile identity same {_PAGES} --dry-run",)),
    Command("apart", "Record that two pages are two articles.", apart, (f"backfile identity apart {_PAGES}",)),
    Command("forget", "Remove what was recorded about two pages.", forget, (f"backfile identity forget {_PAGES}",)),
    Command("list", "List what was recorded.", list_, ("backfile identity list",)),
)
"""The commands of the group, in the order of the help text."""

SUMMARY = "Say which pages are one article."

app = typer.Typer(
    help=SUMMARY,
    epilog=list_examples(
        "backfile identity list",
        f"backfile identity same {_PAGES} --dry-run",
        note="Each command has its own help: backfile identity same --help",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
for _command in COMMANDS:
    register(app, _command)
