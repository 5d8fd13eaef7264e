"""The command `backfile furniture`: finds lines that may be page furniture, accepts them into furniture.yml, and writes
lines there that are to stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.kept_lines import keep_lines
from backfile.cli.options import Archive, Commit, DryRun, Json, Trust, open_for_reading, quote_path
from backfile.cli.problem_list import print_problems, problems_as_json
from backfile.problems import REPORTED
from backfile.report import Committed

if TYPE_CHECKING:
    from backfile.operations.furniture import FurnitureReport, Proposal

_Numbered = list[tuple[int, "Proposal"]]
"""Proposals with their numbers, from 1."""


_Accept = Annotated[
    bool, typer.Option("--accept", help="Write lines to furniture.yml: the named ones, or all if none is named.")
]
_Numbers = Annotated[
    list[int] | None,
    typer.Option("--number", metavar="NUMBER", help="Only the line with this number; can be repeated."),
]
_Lines = Annotated[list[str] | None, typer.Option("--line", metavar="TEXT", help="Only this line; can be repeated.")]
_Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="TEXT",
        help="Write this line to furniture.yml as one that stays in texts, without FOLDERS; can be repeated.",
    ),
]
_Source = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="With --keep: the source or the first folder of the texts. Default: any source.",
        show_default=False,
    ),
]


def furniture(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="FOLDERS", readable=False, hidden=True)] = None,
    archive: Archive = Path(),
    accept: _Accept = False,
    numbers: _Numbers = None,
    lines: _Lines = None,
    keep: _Keep = None,
    source: _Source = None,
    trust: Trust = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Find lines that recur at the edges of scraped texts and may be page furniture.

    FOLDERS are the folders that you ingest. A line is removed from texts only after you accepted it.
    """
    _check(folders, keep, source, choosing=bool(accept or numbers or lines))
    if keep:
        keep_lines(archive, keep, source, trust=trust, commit=commit, dry_run=dry_run, as_json=as_json)
        return
    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=as_json) as progress:
        config = open_for_reading(archive, trust=trust, look=dry_run or not accept).config
        from backfile.operations import furniture as operation

        report = operation.find(folders or [], config, progress)
        chosen = _choose(report.proposals, numbers or [], lines or [])
        committed = Committed()
        if accept and not dry_run:
            committed = operation.accept([proposal for _, proposal in chosen], config, commit=commit)
    if as_json:
        output.print_json(_as_json(report, chosen, committed, written=accept and not dry_run))
    else:
        print_problems(report.problems)
        _print_proposals(report, chosen)
        _print_closing(len(chosen), folders or [], committed, accept=accept, dry_run=dry_run)
    exit_if_uncommitted(committed)
    if report.problems:
        raise typer.Exit(REPORTED)


def _check(folders: list[Path] | None, keep: list[str] | None, source: str | None, *, choosing: bool) -> None:
    """Raise BadParameter for options that do not belong together, and for lines and names that are empty."""
    if not keep and source is not None:
        raise typer.BadParameter("--source is for lines to keep. Name one with --keep.", param_hint="'--source'")
    if not keep and not folders:
        raise typer.BadParameter(
            "There is nothing to do. Name the folders that you ingest, or a line with --keep.", param_hint="'FOLDERS'"
        )
    if keep and (folders or choosing):
        raise typer.BadParameter(
            "--keep reads no texts. Leave out FOLDERS, --accept, --number and --line.", param_hint="'--keep'"
        )
    if keep and not all(map(str.strip, keep)):
        raise typer.BadParameter("The line is empty. Name its text.", param_hint="'--keep'")
    if source is not None and not source.strip():
        raise typer.BadParameter("The name is empty. Name a source or a folder.", param_hint="'--source'")


def _choose(proposals: Sequence[Proposal], numbers: Sequence[int], lines: Sequence[str]) -> _Numbered:
    """Return the proposals that are named by number or text; all if none is named. Raises BadParameter."""
    numbered = list(enumerate(proposals, start=1))
    texts = {" ".join(line.split()) for line in lines}
    missing = [f"{number}" for number in numbers if not 0 < number <= len(proposals)]
    missing += sorted(texts - {proposal.line for proposal in proposals})
    if missing:
        raise typer.BadParameter(
            f"{missing[0]!r} is not among the lines found. Run without --number and --line to see them.",
            param_hint="'--number'" if missing[0].isdecimal() else "'--line'",
        )
    if not numbers and not texts:
        return numbered
    return [(number, proposal) for number, proposal in numbered if number in numbers or proposal.line in texts]


def _as_json(report: FurnitureReport, chosen: _Numbered, committed: Committed, *, written: bool) -> output.Json:
    return {
        "texts": report.texts,
        "proposals": [{"number": number, **asdict(proposal)} for number, proposal in chosen],
        "accepted": written,
        "kept": [],
        "problems": problems_as_json(report.problems),
        **commit_as_json(committed),
    }


def _print_proposals(report: FurnitureReport, chosen: _Numbered) -> None:
    """Print the proposals by source, each with its number and some of its files."""
    width = len(str(len(report.proposals)))
    for source, group in groupby(chosen, key=lambda item: item[1].source):
        proposals = list(group)
        output.print_lines(f"{source}, {proposals[0][1].of:,} texts")
        for number, proposal in proposals:
            output.print_lines(f"  {number:>{width}}  {proposal.line}")
            output.print_lines(f"  {'':>{width}}  in {proposal.texts:,}, such as {', '.join(proposal.examples)}")
        output.print_lines("")


def _print_closing(count: int, folders: Sequence[Path], committed: Committed, *, accept: bool, dry_run: bool) -> None:
    lines = output.count(count, "line", "lines")
    if not count:
        output.print_lines("No other line recurs at the edges of these texts.")
    elif not accept:
        named = " ".join(quote_path(folder) for folder in folders)
        output.print_lines(
            "No line is removed from a text before you accept it.",
            f"Next: backfile furniture {named} --accept --number NUMBER",
        )
    elif dry_run:
        output.print_lines(f"{lines} would be added to furniture.yml. {output.DRY_RUN}")
    else:
        output.print_lines(f"{lines} added to furniture.yml. A page changes when its text is ingested again.")
    output.print_lines(*commit_lines(committed))


COMMAND = Command(
    "furniture",
    "Find lines that recur at the edges of texts.",
    furniture,
    (
        "backfile furniture ~/texts",
        "backfile furniture ~/texts --accept --number 1 --number 4",
        "backfile furniture ~/texts --accept --line 'Read more in our app' --dry-run",
        "backfile furniture --keep 'Correction: the pier is in Merrow.' --source post",
    ),
)
