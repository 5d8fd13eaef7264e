"""The command `backfile tags suggest`: suggests merges of tags, authors and sources, and new tags, and follows them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Trust, Wait, open_archive, wait_listener
from backfile.cli.tags.retag import change_as_json, print_result
from backfile.report import Committed, Progress

if TYPE_CHECKING:
    from backfile import api
    from backfile.archive.lock import WaitListener
    from backfile.operations import tag_counts
    from backfile.operations.retag import RetagReport
    from backfile.tags.suggestions import Merge, New

_KINDS = ("tags", "authors", "sources")


def _complete_kind(incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


def _check_kind(kind: str) -> str:
    if kind not in _KINDS:
        raise typer.BadParameter(f"{kind} cannot be merged. Choose one of: {', '.join(_KINDS)}.")
    return kind


_Accept = Annotated[
    bool, typer.Option("--accept", help="Follow suggestions: those with the named numbers, or all if none is named.")
]
_Numbers = Annotated[
    list[int] | None,
    typer.Option("--number", metavar="NUMBER", help="Only the suggestion with this number; can be repeated."),
]
_Kind = Annotated[
    str,
    typer.Option(
        "--of",
        metavar="KIND",
        callback=_check_kind,
        autocompletion=_complete_kind,
        help="What to suggest merges of: tags, authors or sources.",
    ),
]
_Numbered = list[tuple[int, "Merge | New"]]
"""Suggestions with their numbers, from 1."""


def suggest(
    archive: Archive = Path(),
    least: Annotated[
        int,
        typer.Option("--least", min=2, metavar="NUMBER", help="Suggest new tags for at least this many articles."),
    ] = 5,
    kind: _Kind = "tags",
    accept: _Accept = False,
    numbers: _Numbers = None,
    trust: Trust = False,
    commit: Commit = True,
    dry_run: DryRun = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Suggest tags to merge, and names that many articles mention and that are not tags.

    Nothing is changed without --accept.
    """
    writes, listener = accept and not dry_run, wait_listener(wait)
    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=quiet or as_json) as progress:
        opened = open_archive(archive, trust=trust, look=not writes)
        suggestions = _find(opened, kind, least, progress, listener)
        chosen = _choose([*suggestions.merges, *suggestions.new], numbers or [])
        report, committed = None, Committed()
        if accept and chosen:
            options = {"commit": commit, "dry_run": dry_run}
            report, committed = _follow([each for _, each in chosen], opened, kind, listener, **options)
    if as_json:
        output.print_json(_as_json(chosen, report, committed, accepted=writes))
    elif quiet and accept:
        if report:
            print_result(report, dry_run=dry_run, quiet=True)
    else:
        _print_suggestions(chosen, kind, accept=accept)
        _print_result(chosen, report, committed, kind, accept=accept, dry_run=dry_run)
    exit_if_uncommitted(committed)


def _find(
    archive: api.Archive, kind: str, least: int, progress: Progress, wait: WaitListener | None
) -> tag_counts.Suggestions:
    from backfile.operations import tag_counts

    if kind == "tags":
        return tag_counts.suggest_tags(archive.config, least, progress, wait)
    return tag_counts.suggest_names(archive.config, kind, wait)


def _choose(suggestions: Sequence[Merge | New], numbers: Sequence[int]) -> _Numbered:
    """Return the suggestions with these numbers; all without numbers. Raises BadParameter."""
    missing = [number for number in numbers if not 0 < number <= len(suggestions)]
    if missing:
        raise typer.BadParameter(
            f"{missing[0]} is not among the suggestions. Run without --number to see them.", param_hint="'--number'"
        )
    numbered = list(enumerate(suggestions, start=1))
    return [item for item in numbered if item[0] in numbers] if numbers else numbered


def _follow(
    chosen: Sequence[Merge | New],
    archive: api.Archive,
    kind: str,
    wait: WaitListener | None,
    *,
    commit: bool,
    dry_run: bool,
) -> tuple[RetagReport | None, Committed]:
    """Follow suggestions. Return the report for tags, and the commit."""
    from backfile.operations import name_edits, tag_edits
    from backfile.tags.suggestions import Merge, New

    merges = [each for each in chosen if isinstance(each, Merge)]
    if kind != "tags":
        return None, name_edits.merge_names(archive.config, kind, merges, commit=commit, dry_run=dry_run, wait=wait)
    edit = tag_edits.accept(merges, [each for each in chosen if isinstance(each, New)])
    report = archive.tags.edit(edit, commit=commit, dry_run=dry_run, wait=wait)
    return report, report.commit


def _as_json(chosen: _Numbered, report: RetagReport | None, committed: Committed, *, accepted: bool) -> output.Json:
    rows = [(hasattr(each, "into"), {"number": number, **asdict(each)}) for number, each in chosen]
    return {
        "merges": [row for is_merge, row in rows if is_merge],
        "new": [row for is_merge, row in rows if not is_merge],
        "accepted": accepted,
        "changed": list(map(change_as_json, report.changed)) if report else [],
        **commit_as_json(committed),
    }


def _print_suggestions(chosen: _Numbered, kind: str, *, accept: bool) -> None:
    """Print the suggestions with their numbers, and each merge with what to type."""
    from backfile.tags.suggestions import Merge

    width = len(str(chosen[-1][0])) if chosen else 0
    for number, each in chosen:
        if isinstance(each, Merge):
            output.print_lines(f"{number:>{width}}  {each.why}: {', '.join((each.into, *each.labels))}")
            if not accept:
                output.print_lines(*(f"{'':>{width}}  {line}" for line in _merge_or_distinguish(each, kind)), "")
        else:
            example = f"such as {each.examples[0]}"
            output.print_lines(f"{number:>{width}}  {each.articles:,} articles mention {each.label}, {example}")


def _print_result(
    chosen: _Numbered, report: RetagReport | None, committed: Committed, kind: str, *, accept: bool, dry_run: bool
) -> None:
    of_kind = "" if kind == "tags" else f" --of {kind}"
    if not chosen:
        output.print_lines("There is nothing to suggest.")
    elif not accept:
        output.print_lines(
            "Nothing is changed before you accept it.", f"Next: backfile tags suggest{of_kind} --accept --number NUMBER"
        )
    elif report:
        print_result(report, dry_run=dry_run, quiet=False)
    else:
        entries = output.count(len(chosen), "entry", "entries")
        end = f"would be written to {kind}.yml. {output.DRY_RUN}" if dry_run else f"written to {kind}.yml."
        output.print_lines(f"{entries} {end}", *commit_lines(committed))


def _merge_or_distinguish(merge: Merge, kind: str) -> list[str]:
    """Return what to type to follow a suggestion, and what to type so that it is not suggested again."""
    labels = " ".join(quote(label) for label in merge.labels)
    if kind == "tags":
        return [
            f"backfile tags merge {labels} --into {quote(merge.into)}",
            f"backfile tags distinct {quote(merge.into)} {labels}",
        ]
    others = json.dumps(merge.labels, ensure_ascii=False)
    into = json.dumps(merge.into, ensure_ascii=False)
    return [
        f"entry in {kind}.yml if they are the same: {into}: {{aliases: {others}}}",
        f"entry in {kind}.yml if they are not: {into}: {{distinct: {others}}}",
    ]


COMMAND = Command(
    "suggest",
    "Suggest merges and new tags.",
    suggest,
    (
        "backfile tags suggest --least 20",
        "backfile tags suggest --accept --dry-run",
        "backfile tags suggest --accept --number 1 --number 4",
        "backfile tags suggest --of authors",
    ),
)
