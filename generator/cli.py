"""The command line: arguments in, one call, an exit code out. What is printed here is worded here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from shlex import quote
from typing import Annotated, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from generator.problems import INTERRUPTED, REFUSALS, REPORTED, BackfileError, GitError, Problem, Report

app = typer.Typer(
    help="Turns collected articles into an archive that outlives its tools: Markdown pages, a searchable site, "
    "every change in git.",
    epilog="Start with: backfile init clippings && cd clippings && backfile ingest ~/saved-articles && backfile serve",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Archive = Annotated[
    Path, typer.Option("--archive", "-C", metavar="FOLDER", help="The archive; this folder or one above by default.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for scripts.")]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_SHOWN = 20
"""How many problems of a kind are printed; --json has them all."""


def _explaining(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn the package's errors into a message and their exit code."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except BackfileError as error:
            _complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _complain("Interrupted. What is written stays; run again and the rest follows.")
            raise typer.Exit(INTERRUPTED) from error

    return run


def _complain(text: str) -> None:
    Console(stderr=True).print(f"[red]backfile:[/red] {escape(text)}", soft_wrap=True, highlight=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backfile {version('backfile')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None: ...


@app.command(epilog="Example: backfile init clippings --name 'My clippings'")
@_explaining
def init(
    folder: Annotated[Path, typer.Argument(help="Where the archive shall be; made if need be.")],
    name: Annotated[str | None, typer.Option(help="The site's name; the folder's by default.")] = None,
    git: Annotated[bool, typer.Option(help="Make it a git repository and commit what was made.")] = True,
) -> None:
    """Make a new archive."""
    from generator import archive

    made = archive.create(folder, name, versioned=git)
    typer.echo(f"An archive is in {made.root}.\nNext: cd {quote(str(folder))} && backfile ingest FOLDER-OF-ARTICLES")


@app.command(
    epilog="Examples: backfile ingest ~/saved-articles · backfile ingest page.html notes.txt.gz · "
    "curl -s https://example.org/a | backfile ingest - --as html"
)
@_explaining
def ingest(
    sources: Annotated[list[Path], typer.Argument(help="Files and folders of articles; - is standard input.")],
    archive: Archive = Path(),
    commit: Annotated[bool, typer.Option(help="Commit what came in.")] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; one a processor.")] = None,
    read_as: Annotated[
        str | None, typer.Option("--as", metavar="READER", help="How to read inputs whose names tell no reader.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take articles into the archive: read, write pages and lists, commit."""
    from generator import config
    from generator import ingest as story
    from generator.readers import READERS

    known = [reader.name for reader in READERS]
    if read_as is not None and read_as not in known:
        raise typer.BadParameter(f"no reader is called {read_as}; there are {', '.join(known)}", param_hint="--as")
    settings = config.load(config.find(archive))
    options = story.Options(jobs, commit, dry_run, read_as)
    with _progress("Reading", quiet=as_json) as progress:
        report = story.ingest(sources, settings, options, progress, sys.stdin.buffer)
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"reported": report.reported}, ensure_ascii=False, indent=2))
    else:
        _print_report(report, dry_run=dry_run)
    if report.uncommitted:
        _complain(report.uncommitted)
        raise typer.Exit(GitError.exit_code)
    if report.reported:
        raise typer.Exit(REPORTED)


@app.command(epilog="Example: backfile build --strict")
@_explaining
def build(
    archive: Archive = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Fail at any warning.")] = False,
    as_json: Json = False,
) -> None:
    """Build the site with its search; what `mkdocs build` gives too."""
    from generator import config
    from generator.site.build import build as build_site

    loaded = config.load(config.find(archive))
    built = build_site(loaded, strict)
    if as_json:
        typer.echo(json.dumps(asdict(built) | {"site": str(loaded.site)}, ensure_ascii=False, indent=2))
        return
    for warning in built.warnings:
        typer.echo(f"Warning: {warning}", err=True)
    typer.echo(f"{built.pages} pages in {built.seconds:.1f} s, in {loaded.site}\nNext: backfile serve")


@app.command(epilog="Example: backfile serve --port 8080 --open")
@_explaining
def serve(
    archive: Archive = Path(),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
) -> None:
    """Show the site on this machine and rebuild it at every change; end it with Ctrl-C."""
    from generator import config
    from generator.site.build import serve as serve_site

    serve_site(config.load(config.find(archive)), host, port, open_browser)


@app.command(name="lists", epilog="Examples: backfile lists · backfile lists --check")
@_explaining
def update_lists(
    archive: Archive = Path(),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 3 when lists are stale.")] = False,
    as_json: Json = False,
) -> None:
    """Write the list pages anew from the pages, after pages were edited, moved or removed."""
    from generator import config, lists
    from generator.catalog import Catalog
    from generator.shelf import CATALOG, Shelf

    loaded = config.load(config.find(archive))
    shelf = Shelf(loaded.root, loaded.docs)
    with shelf.locked(), Catalog(loaded.root / CATALOG, loaded.docs) as catalog:
        catalog.sync()
        done = lists.update(shelf, catalog, loaded, dry_run=check)
        problems = [*catalog.faults(), *done.problems(shelf.name(""))]
    if as_json:
        listed = [asdict(problem) for problem in problems]
        typer.echo(json.dumps(asdict(done) | {"problems": listed}, ensure_ascii=False, indent=2))
    else:
        verb = "stale" if check else "written"
        typer.echo(
            f"List pages {verb}: {len(done.written)}, {'superfluous' if check else 'removed'}: {len(done.removed)}"
        )
        for path in done.left_alone:
            typer.echo(f"{shelf.name(path)} is a page of your own and was left alone.")
        for problem in problems:
            typer.echo(str(problem))
    if check and (done.written or done.removed):
        raise typer.Exit(REPORTED)


@contextmanager
def _progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while it is a terminal; it vanishes when the work is done."""
    console = Console(stderr=True)
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_report(report: Report, *, dry_run: bool) -> None:
    console = Console(highlight=False)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    for number, label in (
        (report.read, "read"),
        (report.written, "written"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.reported, "reported"),
    ):
        table.add_row(str(number), label)
    _print_problems(console, [problem for problem in report.problems if problem.kind in REFUSALS], "Not taken in:")
    _print_problems(console, [problem for problem in report.problems if problem.kind not in REFUSALS], "Remarks:")
    console.print(table)
    if report.removed:
        console.print(f"{len(report.removed)} lines were taken for no part of an article; --json lists them.")
    if dry_run:
        console.print("Nothing was written: this was a dry run.")
    elif report.revision:
        console.print(f"Committed as {report.revision[:10]}. Next: backfile build")


def _print_problems(console: Console, problems: list[Problem], heading: str) -> None:
    if not problems:
        return
    console.print(heading, style="bold")
    for kind in sorted({problem.kind for problem in problems}):
        group = [problem for problem in problems if problem.kind == kind]
        for problem in group[:_SHOWN]:
            console.print(f"  [yellow]{kind}[/yellow]  {escape(str(problem))}", soft_wrap=True)
        if len(group) > _SHOWN:
            console.print(f"  [yellow]{kind}[/yellow]  and {len(group) - _SHOWN} more; --json lists them all")
    console.print()


def main() -> None:
    """Run the command line."""
    app()
