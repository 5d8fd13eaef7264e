"""The option --keep of `backfile furniture`: writes lines to furniture.yml that stay in texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backfile.cli import output
from backfile.cli.committed import commit_as_json, commit_lines, exit_if_uncommitted
from backfile.cli.options import open_archive
from backfile.report import Committed


def keep_lines(
    archive: Path, lines: Sequence[str], source: str | None, *, trust: bool, commit: bool, dry_run: bool, as_json: bool
) -> None:
    """Write lines that no rule may remove, and print what was written. In: the name of their entry, if not that of all
    texts.
    """
    with output.reserve_stdout(as_json):
        config = open_archive(archive, trust=trust, look=dry_run, renders=False).config
        from backfile.extract.text.owner_lines import ANY_SOURCE
        from backfile.operations import furniture as operation

        name = " ".join((source or ANY_SOURCE).split())
        texts = list(dict.fromkeys(" ".join(line.split()) for line in lines))
        committed = operation.keep(texts, name, config, commit=commit, dry_run=dry_run)
    if as_json:
        output.print_json(_as_json(name, texts, committed))
    else:
        _print_result(name, texts, committed, dry_run=dry_run)
    exit_if_uncommitted(committed)


def _as_json(source: str, lines: Sequence[str], committed: Committed) -> output.Json:
    return {
        "texts": 0,
        "proposals": [],
        "accepted": False,
        "kept": [{"source": source, "line": line} for line in lines],
        "problems": [],
        **commit_as_json(committed),
    }


def _print_result(source: str, lines: Sequence[str], committed: Committed, *, dry_run: bool) -> None:
    output.print_lines(source, *(f"  {line}" for line in lines))
    lines_named = output.count(len(lines), "line", "lines")
    if dry_run:
        output.print_lines(f"{lines_named} would be kept by furniture.yml. {output.DRY_RUN}")
    else:
        output.print_lines(f"{lines_named} kept by furniture.yml. A page changes when its text is ingested again.")
    output.print_lines(*commit_lines(committed))
