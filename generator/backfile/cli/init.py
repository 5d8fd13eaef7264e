"""The command `backfile init`: makes a new archive. Its plan comes from options, or from questions on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.committed import exit_if_uncommitted
from backfile.cli.ingest_report import collect_pages, print_report, report_as_json
from backfile.cli.init_questions import ask_plan
from backfile.cli.options import Json, parse_folder, quote_path
from backfile.operations.hosting import NEXT, Host
from backfile.report import Report, Stored

if TYPE_CHECKING:
    from backfile.api import Archive
    from backfile.operations.plan import Plan
    from backfile.settings.mkdocs_yml import Config


_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", hidden=True, parser=parse_folder)]
_Name = Annotated[str | None, typer.Option(metavar="NAME", help="The name of the site. Default: the folder's name.")]
_Url = Annotated[str | None, typer.Option(metavar="URL", help="The address that the site will have.")]
_Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language of the site's own words. Default: en.")
]
_Host = Annotated[
    Host | None, typer.Option(help="The host that publishes the site; write the files that it needs. Default: none.")
]
_Look = Annotated[
    str | None, typer.Option(metavar="LOOK", help="How the site looks: paper, library or plain. Default: paper.")
]
_Sample = Annotated[bool, typer.Option("--sample", help="Import the sample articles of the program.")]
_Git = Annotated[bool, typer.Option(help="Make the archive a git repository and commit the new files.")]


def init(
    folder: _Folder,
    name: _Name = None,
    url: _Url = None,
    language: _Language = None,
    host: _Host = None,
    look: _Look = None,
    sample: _Sample = False,
    git: _Git = True,
    as_json: Json = False,
) -> None:
    """Create a new archive in FOLDER. The folder is created if necessary; it must not contain a mkdocs.yml.

    On a terminal it asks for the name, address, language, host and look that no option gives, except with --sample or
    --json.
    """
    from backfile.operations import init as operation
    from backfile.operations.plan import make_plan

    operation.refuse_existing(folder)
    plan = make_plan(name, url or "", language or "", host or Host.NONE, look or "")
    if sys.stdin.isatty() and not sample and not as_json:
        plan = ask_plan(folder, plan, {"name": name, "url": url, "language": language, "host": host, "look": look})
    existing = [file for file in plan.host_files if (folder / file).exists()]
    pages: list[Stored] = []
    report = None
    with output.reserve_stdout(as_json), output.progress_bar("Reading", quiet=not sample) as progress:
        archive = _create(folder, plan, versioned=git)
        config = archive.config
        if sample:
            report = operation.ingest_samples(config, progress, collect_pages(pages), commit=git)
    if as_json:
        samples = report_as_json(report, pages, dry_run=False) if report else None
        output.print_json({**_as_json(config, plan), "git": git, "left_alone": existing, "samples": samples})
    else:
        _print_created(config, folder, list(_notes(plan, existing)), report)
    exit_if_uncommitted(report.commit if report else None)


def _create(folder: Path, plan: Plan, *, versioned: bool) -> Archive:
    from backfile import api

    return api.Archive.create(
        folder,
        name=plan.site_name,
        language=plan.language,
        url=plan.site_url,
        host=plan.host,
        look=plan.look,
        versioned=versioned,
    )


def _as_json(config: Config, plan: Plan) -> output.Json:
    return {
        "archive": str(config.root),
        "site_name": config.site_name,
        "site_url": plan.site_url or None,
        "language": plan.language or "en",
        "host": plan.host,
        "look": plan.look,
    }


def _print_created(config: Config, folder: Path, notes: list[str], report: Report | None) -> None:
    """Print where the archive is, notes on publishing, the report on the sample articles, and the next step."""
    enter = "" if folder == Path() else f"cd {quote_path(folder)} && "
    if report:
        output.print_lines(f"Created the archive {config.root} with the sample articles.", *notes, "")
        print_report(report, f"Next: {enter}backfile build && backfile serve")
    else:
        next_step = f"Next: {enter}backfile ingest FOLDER-OF-ARTICLES"
        output.print_lines(f"Created the archive {config.root}.", *notes, next_step)


def _notes(plan: Plan, existing: list[str]) -> Iterator[str]:
    """Yield a line for each file of the host that existed already, and the next step of publishing."""
    for file in existing:
        yield f"{file} already existed and was not changed. The handbook's page on publishing says what it needs."
    if plan.host in NEXT:
        yield NEXT[plan.host]


COMMAND = Command(
    "init",
    "Create a new archive.",
    init,
    (
        "backfile init clippings",
        "backfile init clippings --name 'My clippings' --language de --look library",
        "backfile init clippings --url https://example.org/clippings/ --host github",
        "backfile init --sample try-it",
    ),
)
