"""`backfile furniture`: arguments in, one call, an exit code out; what it prints is worded here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.options import Archive, Commit, DryRun, Json, as_typed, loaded_for_reading
from backfile.problems import REPORTED, GitError

if TYPE_CHECKING:
    from backfile.operations.furniture import Accepted, Found, Proposal


def furniture(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDERS", readable=False, hidden=True)],
    archive: Archive = Path(),
    accept: Annotated[
        bool, typer.Option("--accept", help="Write lines to furniture.yml; all, if none is named.")
    ] = False,
    numbers: Annotated[
        list[int] | None, typer.Option("--number", metavar="NUMBER", help="The line of that number; repeatable.")
    ] = None,
    lines: Annotated[
        list[str] | None, typer.Option("--line", metavar="TEXT", help="Just this line; repeatable.")
    ] = None,
    commit: Commit = True,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Find lines that recur at the edges of scraped texts, and may be no part of them.

    FOLDERS are what you ingest. None of these lines is cut from texts that come in before you accept it.
    """
    with output.reserved(as_json), output.progress("Reading", quiet=as_json) as progress:
        loaded = loaded_for_reading(archive)
        from backfile.operations import furniture as recurring

        found = recurring.find(folders, loaded, progress)
        chosen = _chosen(found.proposals, numbers or [], lines or [])
        done = recurring.Accepted()
        if accept and not dry_run:
            done = recurring.accept([proposal for _, proposal in chosen], loaded, commit=commit)
    if as_json:
        output.answer(_as_json(found, chosen, done, accepted=accept and not dry_run))
    else:
        output.show_problems(found.problems)
        _show(found, chosen)
        _close(len(chosen), folders, done, accept=accept, dry_run=dry_run)
    if done.uncommitted:
        output.complain(done.uncommitted)
        raise typer.Exit(GitError.exit_code)
    if found.problems:
        raise typer.Exit(REPORTED)


Numbered = list[tuple[int, "Proposal"]]


def _chosen(proposals: Sequence[Proposal], numbers: Sequence[int], lines: Sequence[str]) -> Numbered:
    """Give the proposals that were named, by number or text; all where none was."""
    numbered = list(enumerate(proposals, start=1))
    wanted = {" ".join(line.split()) for line in lines}
    missing = [f"{number}" for number in numbers if not 0 < number <= len(proposals)]
    missing += sorted(wanted - {proposal.line for proposal in proposals})
    if missing:
        raise typer.BadParameter(
            f"no proposal is {missing[0]!r}. Run without --number and --line to see them.",
            param_hint="'--number'" if missing[0].isdecimal() else "'--line'",
        )
    if not numbers and not wanted:
        return numbered
    return [(number, proposal) for number, proposal in numbered if number in numbers or proposal.line in wanted]


def _as_json(found: Found, chosen: Numbered, done: Accepted, *, accepted: bool) -> output.Json:
    return {
        "texts": found.texts,
        "proposals": [{"number": number, **asdict(proposal)} for number, proposal in chosen],
        "accepted": accepted,
        "problems": output.problems_as_json(found.problems),
        "revision": done.revision,
        "uncommitted": done.uncommitted,
    }


def _show(found: Found, chosen: Numbered) -> None:
    width = len(str(len(found.proposals)))
    for source, group in groupby(chosen, key=lambda item: item[1].source):
        listed = list(group)
        output.say(f"{source}, {listed[0][1].of:,} texts")
        for number, proposal in listed:
            output.say(f"  {number:>{width}}  {proposal.line}")
            output.say(f"  {'':>{width}}  in {proposal.texts:,}, such as {', '.join(proposal.examples)}")
        output.say("")


def _close(count: int, folders: Sequence[Path], done: Accepted, *, accept: bool, dry_run: bool) -> None:
    lines = f"{count:,} line{'s' * (count != 1)}"
    if not count:
        output.say("Nothing recurs at the edges of these texts that is not cut already.")
    elif not accept:
        named = " ".join(as_typed(folder) for folder in folders)
        output.say("Nothing is cut before you accept it.", f"Next: backfile furniture {named} --accept --number NUMBER")
    elif dry_run:
        output.say(f"{lines} would go into furniture.yml. Nothing was written.")
    else:
        output.say(f"{lines} accepted in furniture.yml. Pages change when their texts come in again.")
    if done.revision:
        output.say(f"Committed as {done.revision[:10]}.")
