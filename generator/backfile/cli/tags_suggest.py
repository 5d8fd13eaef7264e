"""`backfile tags suggest`: arguments in, one call; what it prints is worded here too."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.options import Archive, Json

if TYPE_CHECKING:
    from backfile.tags.suggestions import Merge

_KINDS = ("tags", "authors", "sources")


def _kinds(incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


def _kind(name: str) -> str:
    if name not in _KINDS:
        raise typer.BadParameter(f"nothing is called {name}. There are: {', '.join(_KINDS)}.")
    return name


def suggest(
    archive: Archive = Path(),
    least: Annotated[
        int, typer.Option("--least", min=2, metavar="NUMBER", help="New tags that so many articles would have.")
    ] = 5,
    kind: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="KIND",
            callback=_kind,
            autocompletion=_kinds,
            help="Suggest merges of tags, authors or sources.",
        ),
    ] = "tags",
    as_json: Json = False,
) -> None:
    """Suggest tags that may be one, and names that many articles have and that are no tag. Nothing is changed."""
    from backfile.operations import tag_counts
    from backfile.settings import mkdocs_yml

    with output.reserved(as_json), output.progress("Reading", quiet=as_json) as progress:
        loaded = mkdocs_yml.load(mkdocs_yml.find(archive))
        found = tag_counts.suggestions(loaded, least, progress) if kind == "tags" else tag_counts.names(loaded, kind)
    if as_json:
        output.answer({"merges": [asdict(m) for m in found.merges], "new": [asdict(n) for n in found.new]})
        return
    for merge in found.merges:
        output.say(f"{merge.why}: {', '.join((merge.into, *merge.labels))}")
        output.say(*(f"    {line}" for line in _ways(merge, kind)), "")
    for new in found.new:
        output.say(f"{new.articles:,} articles have {new.label}, such as {new.examples[0]}")
    if found.new:
        output.say("Give those you want an entry in tags.yml, then: backfile tags apply")
    elif found.merges and kind != "tags":
        output.say("Put the entries you agree with into that file, then: backfile lists")
    elif not found.merges:
        output.say("There is nothing to suggest.")


def _ways(merge: Merge, kind: str) -> list[str]:
    """Say how to follow a suggestion, and how to be spared it from now on."""
    labels = " ".join(quote(label) for label in merge.labels)
    if kind == "tags":
        return [
            f"backfile tags merge {labels} --into {quote(merge.into)}",
            f"backfile tags distinct {quote(merge.into)} {labels}",
        ]
    listed = json.dumps(merge.labels, ensure_ascii=False)
    into = json.dumps(merge.into, ensure_ascii=False)
    return [f"{kind}.yml, if they are: {into}: {{aliases: {listed}}}", f"and if not: {into}: {{distinct: {listed}}}"]
