"""The options that all commands share that edit tags.yml, the run of such an edit, and the printing of its result."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import output
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import Archive, Commit, DryRun, Json, Quiet, Trust, Wait, open_archive, wait_listener

if TYPE_CHECKING:
    from backfile.operations.retag import Edit, RetagReport, TagChange


def run_edit(build_edit: Callable[..., Edit | None]) -> Callable[..., None]:
    """Return a command that runs the edit that `build_edit` returns; for None, tags.yml stays as it is.

    The command has the parameters of `build_edit` and then those of `_retag`, by name; typer reads its signature.
    """
    # The return type is imported for type checking only.
    own = inspect.signature(build_edit, eval_str=True, locals={"Edit": object}).parameters
    _, *shared = inspect.signature(_retag, eval_str=True, locals={"Edit": object}).parameters.values()

    @wraps(build_edit)
    def command(**options: object) -> None:
        edit = build_edit(**{name: options.pop(name) for name in own})
        _retag(edit, **options)  # type: ignore[arg-type]

    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own.values(), *shared)]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _retag(
    edit: Edit | None,
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    trust: Trust = False,
    wait: Wait = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Edit tags.yml, update the tags of all pages, and print the result."""
    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=quiet or as_json) as progress:
        tags = open_archive(archive, trust=trust, look=dry_run).tags
        result = tags.edit(edit, progress, commit=commit, dry_run=dry_run, wait=wait_listener(wait))
    if as_json:
        output.print_json(as_json_of(result, dry_run=dry_run))
    else:
        print_result(result, dry_run=dry_run, quiet=quiet)
    exit_if_uncommitted(result.commit)


def as_json_of(result: RetagReport, *, dry_run: bool) -> output.Json:
    """Return the JSON result of a command that changes tags."""
    return {
        "pages": result.pages,
        "changed": list(map(change_as_json, result.changed)),
        "left_alone": list(map(change_as_json, result.left_alone)),
        "dry_run": dry_run,
        **commit_as_json(result.commit),
    }


def change_as_json(change: TagChange) -> output.Json:
    """Return the JSON object of a page whose tags change."""
    return {**asdict(change), "gained": change.gained, "lost": change.lost}


def print_result(result: RetagReport, *, dry_run: bool, quiet: bool) -> None:
    """Print the pages that are left alone, in a dry run those that change, and a summary."""
    if result.left_alone:
        output.print_lines("Left alone, because you edited these pages:", *_change_lines(result.left_alone), "")
    if quiet:
        return
    if dry_run:
        output.print_lines(*_change_lines(result.changed))
    output.print_lines(_summary(result, dry_run=dry_run), *commit_lines(result.commit))


def _summary(result: RetagReport, *, dry_run: bool) -> str:
    """Return how many pages change, and how many tags they gain and lose in all."""
    pages = f"{len(result.changed):,} of {output.count(result.pages, 'page', 'pages')}"
    gained = sum(len(change.gained) for change in result.changed)
    lost = sum(len(change.lost) for change in result.changed)
    tags = f": {output.count(gained, 'tag', 'tags')} gained, {lost:,} lost" if gained or lost else ""
    return f"{pages} would change{tags}. {output.DRY_RUN}" if dry_run else f"{pages} changed{tags}."


def _change_lines(changes: Iterable[TagChange]) -> Iterator[str]:
    """Yield two lines for each page: its path, and the tags that it loses and gains, and its subjects."""
    for change in changes:
        tags = [*(f"-{tag}" for tag in change.lost), *(f"+{tag}" for tag in change.gained)]
        before, after = change.subjects_before, change.subjects_after
        if before != after:
            tags.append(f"subjects: {', '.join(before) or 'none'} -> {', '.join(after) or 'none'}")
        yield change.page
        yield f"    {', '.join(tags) or 'only their order changes'}"
