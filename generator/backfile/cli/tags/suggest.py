"""The command `backfile tags suggest`: suggests merges of tags, authors and sources, and new tags."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, open_archive

if TYPE_CHECKING:
    from backfile.operations.tag_counts import Suggestions
    from backfile.tags.suggestions import Merge

_KINDS = ("tags", "authors", "sources")


def _complete_kind(incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


def _check_kind(kind: str) -> str:
    if kind not in _KINDS:
        raise typer.BadParameter(f"{kind} cannot be merged. Choose one of: {', '.join(_KINDS)}.")
    return kind


def suggest(
    archive: Archive = Path(),
    least: Annotated[
        int,
        typer.Option("--least", min=2, metavar="NUMBER", help="Suggest new tags for at least this many articles."),
    ] = 5,
    kind: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="KIND",
            callback=_check_kind,
            autocompletion=_complete_kind,
            help="What to suggest merges of: tags, authors or sources.",
        ),
    ] = "tags",
    as_json: Json = False,
) -> None:
    """Suggest tags to merge, and names that many articles mention and that are not tags. Nothing is changed."""
    from backfile.operations import tag_counts

    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=as_json) as progress:
        config = open_archive(archive, look=True).config
        if kind == "tags":
            suggestions = tag_counts.suggest_tags(config, least, progress)
        else:
            suggestions = tag_counts.suggest_names(config, kind)
    if as_json:
        merges, new = suggestions.merges, suggestions.new
        output.print_json({"merges": [asdict(merge) for merge in merges], "new": [asdict(tag) for tag in new]})
    else:
        _print_suggestions(suggestions, kind)


def _print_suggestions(suggestions: Suggestions, kind: str) -> None:
    """Print the suggestions, each with what to type, and the next step."""
    for merge in suggestions.merges:
        output.print_lines(f"{merge.why}: {', '.join((merge.into, *merge.labels))}")
        output.print_lines(*(f"    {line}" for line in _merge_or_distinguish(merge, kind)), "")
    for new in suggestions.new:
        output.print_lines(f"{new.articles:,} articles mention {new.label}, such as {new.examples[0]}")
    if suggestions.new:
        output.print_lines("To make one of these names a tag, add it to tags.yml and run: backfile tags apply")
    elif suggestions.merges and kind != "tags":
        output.print_lines(f"Add the entries that are right to {kind}.yml, then run: backfile lists")
    elif not suggestions.merges:
        output.print_lines("There is nothing to suggest.")


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
    ("backfile tags suggest", "backfile tags suggest --least 20", "backfile tags suggest --of authors"),
)
