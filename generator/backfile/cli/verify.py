"""The command `backfile verify`: whether an archive is what its commits say it is."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, Quiet, Wait, open_archive, wait_listener
from backfile.problems import REPORTED

if TYPE_CHECKING:
    from backfile.operations.verify import Verification


def verify(
    revision: Annotated[str | None, typer.Argument(metavar="REVISION", hidden=True)] = None,
    archive: Archive = Path(),
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="ROOT", help="A root obtained elsewhere, which must be there.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FOLDER", help="A published manifest to compare with, instead of git."),
    ] = None,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Verify that nothing was altered, is missing or does not belong: pages, originals, and the history behind them.

    With REVISION, the archive as it was at that commit. What an owner edited and committed is named, and is no fault.
    """
    if expect is not None and not re.fullmatch("[0-9a-fA-F]{64}", expect):
        raise typer.BadParameter(
            "a root has 64 hexadecimal digits. Name one that verify printed.", param_hint="'--expect'"
        )
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, look=True, renders=False)
        waiting = wait_listener(wait)
        result = opened.versions.verify(
            revision, expect=expect.lower() if expect is not None else None, manifest=manifest, wait=waiting
        )
    if as_json:
        output.print_json({"is_right": not result.wrong, **asdict(result)})
    else:
        _print_result(result, quiet=quiet)
    if result.wrong:
        raise typer.Exit(REPORTED)


def _print_result(result: Verification, *, quiet: bool) -> None:
    wrong = set(result.wrong)
    for finding in result.findings:
        if finding in wrong or not quiet:
            output.print_lines(f"{finding.kind:<9} {finding.path}: {finding.reason}")
    if quiet:
        return
    counts = [
        output.count(result.pages, "page", "pages"),
        output.count(result.originals, "original", "originals"),
        *([output.count(result.others, "other file", "other files")] if result.others else []),
    ]
    at = f" at commit {result.commit[:10]}" if result.commit else ""
    faults = output.count(len(wrong), "fault", "faults") if wrong else "right"
    output.print_lines(f"{', '.join(counts[:-1])} and {counts[-1]}{at}: {faults}.")
    output.print_lines(f"Root: {result.root}")
    if result.signed and result.signed.commit:
        later = f"; {output.count(result.signed.later, 'commit', 'commits')} after it" if result.signed.later else ""
        output.print_lines(f"Signed by {result.signed.signer} up to commit {result.signed.commit[:10]}{later}.")


COMMAND = Command(
    "verify",
    "Check that nothing was altered, is missing or does not belong.",
    verify,
    (
        "backfile verify",
        "backfile verify HEAD~10",
        "backfile verify --expect 3f1a…",
        "backfile verify --manifest ~/site/manifest",
    ),
)
