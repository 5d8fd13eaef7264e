"""The command `backfile ingest`: imports articles into the archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import exit_if_uncommitted
from backfile.cli.import_options import Include, Map, Preview, parse_mapping, show_preview
from backfile.cli.ingest_report import collect_pages, print_record, print_report, report_as_json
from backfile.cli.options import (
    Archive,
    Commit,
    DryRun,
    FetchImages,
    Jobs,
    Json,
    Quiet,
    ReadAs,
    Trust,
    Wait,
    open_for_reading,
    parse_source,
    wait_listener,
)
from backfile.problems import REPORTED, Problem
from backfile.report import Report, Stored

_NEXT_STEP = "Next: backfile build && backfile serve"


def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCES", parser=parse_source, hidden=True)],
    archive: Archive = Path(),
    commit: Commit = True,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    read_as: ReadAs = None,
    trust: Trust = False,
    include: Include = None,
    mapping: Map = None,
    preview: Preview = False,
    fetch_images: FetchImages = False,
    reread: Annotated[bool, typer.Option("--reread", help="Read all inputs again, also those that are known.")] = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print the result of each input.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Import articles into the archive: read them, write pages and list pages, commit.

    SOURCES are files and folders of articles; - is standard input.
    """
    columns = parse_mapping(mapping)
    if preview:
        show_preview(open_for_reading(archive, trust=trust, look=True), sources, read_as, columns)
        return
    pages: list[Stored] = []
    listener = collect_pages(pages) if as_json else print_record if verbose else _ignore
    bar = output.progress_bar("Reading", quiet=quiet, verbose=verbose, of_bytes=True)
    with output.reserve_stdout(as_json), bar as progress:
        options: dict[str, Any] = {"jobs": jobs, "commit": commit, "dry_run": dry_run, "fetch_images": fetch_images}
        options |= {"read_as": read_as, "drafts": bool(include), "mapping": columns, "wait": wait_listener(wait)}
        opened = open_for_reading(archive, trust=trust, look=dry_run, starts=reread or fetch_images)
        report = opened.ingest(sources, progress, stdin=sys.stdin.buffer, on_record=listener, reread=reread, **options)
    _finish(report, pages if as_json else None, dry_run=dry_run, fetched=fetch_images, quiet=quiet)


def _finish(report: Report, pages: list[Stored] | None, *, dry_run: bool, fetched: bool, quiet: bool) -> None:
    """Print the report, as JSON where `pages` is a list, and end with its exit code."""
    if pages is not None:
        output.print_json(report_as_json(report, pages, dry_run=dry_run))
    else:
        print_report(report, _NEXT_STEP, dry_run=dry_run, fetched=fetched, quiet=quiet)
    exit_if_uncommitted(report.commit)
    if report.reported:
        raise typer.Exit(REPORTED)


def _ignore(_: Stored | Problem) -> None: ...


COMMAND = Command(
    "ingest",
    "Import articles into the archive.",
    ingest,
    (
        "backfile ingest ~/saved-articles",
        "backfile ingest --dry-run --verbose ~/saved-articles",
        "backfile ingest page.html notes.txt.gz",
        "curl -s https://example.org/a | backfile ingest - --as html",
        "backfile ingest --fetch-images ~/saved-articles",
        "backfile ingest --reread ~/saved-articles",
        "backfile ingest corpus.csv --map headline=Titel --map body=Text --preview",
        "backfile ingest ~/saved-articles --json | jq .problems",
    ),
    note="Exit code 3: the run is complete, and some inputs were reported.",
)
