"""The command `backfile withdraw`: takes an article out of the archive and leaves a tombstone at its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Trust, Wait, open_archive, wait_listener

if TYPE_CHECKING:
    from backfile.archive.purge import Purged
    from backfile.operations.withdraw import Withdrawal

NamedPage = Annotated[Path, typer.Argument(metavar="PAGE", readable=False, hidden=True)]


def withdraw(
    page: NamedPage,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: the page at its address says so.")],
    archive: Archive = Path(),
    purge: Annotated[
        bool, typer.Option("--purge", help="Remove the text from git's history too. This cannot be undone.")
    ] = False,
    impostor: Annotated[
        bool, typer.Option("--impostor", help="The page only claims its address: keep no other article away.")
    ] = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Withdraw the article of PAGE: its text, images and originals leave the archive and the site.

    A page with the date and the reason stays at its address. The article does not come back when its source is
    ingested again. git still has the text, and `backfile restore` brings it back, unless it is purged.
    """
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust, look=dry_run)
        options = {"purge": purge, "impostor": impostor, "commit": commit, "dry_run": dry_run}
        result = opened.versions.withdraw(page, reason, wait=wait_listener(wait), **options)
    if as_json:
        output.print_json(_as_json(result, dry_run=dry_run))
    else:
        output.print_lines(*_lines(result, purge=purge, dry_run=dry_run), *commit_lines(result.commit))
        if result.purged:
            output.print_lines(*_purge_lines(result.purged, result.naming))
    exit_if_uncommitted(result.commit)


def _as_json(result: Withdrawal, *, dry_run: bool) -> output.Json:
    values = asdict(result)
    del values["commit"]
    return {**values, "dry_run": dry_run, **commit_as_json(result.commit)}


def _lines(result: Withdrawal, *, purge: bool, dry_run: bool) -> Iterator[str]:
    would, have = ("would be", "would have") if dry_run else ("is", "has")
    yield f"{result.page} {would} withdrawn; the page at its address {have} the reason."
    yield from (f"{path} {would} removed." for path in result.removed)
    for path in result.shared:
        yield f"{path} was made from one of these originals: reingest cannot make it again."
    if result.unassigned:
        originals = output.count(len(result.unassigned), "original belongs", "originals belong")
        yield (
            f"{originals} to no page, such as {result.unassigned[0]}. Saves of the article may be among them. "
            "Read each with `zcat`, and delete those with its text."
        )
    for path in result.unread:
        yield f"{path} could not be searched for the text. Look at it, and remove it if it is a save of the article."
    for path in result.naming:
        yield f"{path} names the article, or links to it, and stays as it is. Edit it."
    if result.site_removed:
        yield f"The built site {would} removed, because its pages and its search have the text. Build it again."
    if purge and result.is_part:
        yield "The archive is a folder of a larger repository: all of its commits have new hashes after a purge."
    if dry_run:
        yield output.DRY_RUN
    elif not purge:
        yield "git still has the text. To remove it from the history too, run this command again with --purge."


def _purge_lines(purged: Purged, naming: tuple[str, ...]) -> Iterator[str]:
    contents = output.count(purged.contents, "file version", "file versions")
    yield f"{contents} in {output.count(purged.commits, 'commit', 'commits')} replaced in git's history."
    for path in purged.shared:
        what = "names the article" if path in naming else "has the content of a file of the article"
        yield f"{path} {what}; it stays, also in the history."
    for path in purged.alike:
        yield (
            f"A former text of {path} has the text, the input or the record of the article. It stays in the "
            "history, because that page is still there. If that was the article too, withdraw the page with --purge."
        )
    if purged.remaining:
        yield f"git still has {len(purged.remaining)} of them, in a pack that is kept or shared: {purged.remaining[0]}."
    yield (
        "Clones, hosts and backups still have the text. Push with: git push --force --all && git push --force --tags, "
        "ask the host to remove unreachable commits, and make new clones and backups."
    )


COMMAND = Command(
    "withdraw",
    "Take an article out of the archive; its address says why.",
    withdraw,
    (
        'backfile withdraw docs/articles/2019/11/pier.md --reason "Request" --dry-run',
        'backfile withdraw docs/articles/2019/11/pier.md --reason "On request"',
        'backfile withdraw docs/articles/2019/11/pier.md --reason "Court" --purge',
        'backfile withdraw docs/articles/2019/11/pier.md --reason "Forged" --impostor',
    ),
)
