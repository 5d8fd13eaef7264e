"""The command line: arguments in, one call, an exit code out. What is printed is worded in `terminal`.

Whatever takes time to import is imported by the command that needs it: help and completion must not wait for it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from backfile.cli import explain, furniture, init, output, reingest, tags
from backfile.cli.errors import explaining
from backfile.cli.options import (
    Archive,
    DryRun,
    FetchImages,
    Jobs,
    Json,
    Quiet,
    ReadAs,
    Wait,
    end_uncommitted,
    examples,
    loaded_for_reading,
    only_pages,
    patience,
)
from backfile.problems import REPORTED, Problem
from backfile.report import Stored

app = typer.Typer(
    help="Turns collected articles into an archive that outlives its tools: Markdown pages, a searchable site, "
    "every change in git.",
    epilog="""
    Start with:

    \b
      backfile init --sample clippings
      cd clippings
      backfile build
      backfile serve

    Each command has help of its own: backfile ingest --help
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"backfile {version('backfile')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None: ...


app.command(
    name="init",
    short_help="Make a new archive.",
    epilog=examples(
        "backfile init clippings",
        'backfile init clippings --name "My clippings" --language de',
        "backfile init clippings --url https://example.org/clippings/ --host github",
        "backfile init --sample try-it",
    ),
)(explaining(init.init))


@app.command(
    short_help="Take articles into the archive.",
    epilog="""
    Examples:

    \b
      backfile ingest ~/saved-articles
      backfile ingest --dry-run --verbose ~/saved-articles
      backfile ingest page.html notes.txt.gz
      curl -s https://example.org/a | backfile ingest - --as html
      backfile ingest --fetch-images ~/saved-articles
      backfile ingest ~/saved-articles --json | jq .problems

    Exit code 3 says that all is done, and that some inputs were reported.
    """,
)
@explaining
def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCES", readable=False, hidden=True)],
    archive: Archive = Path(),
    commit: Annotated[bool, typer.Option(help="Commit what came in.")] = True,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    read_as: ReadAs = None,
    fetch_images: FetchImages = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what becomes of each input.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Take articles into the archive: read them, write pages and lists, commit.

    SOURCES are files and folders of articles; - is standard input.
    """
    pages: list[Stored] = []
    told = only_pages(pages) if as_json else output.tell if verbose else _nobody
    with output.reserved(as_json), output.progress("Reading", quiet=quiet, verbose=verbose) as progress:
        loaded = loaded_for_reading(archive)
        from backfile.operations import ingest as story

        options = story.Options(jobs, commit, dry_run, read_as, patience(wait), fetch_images)
        report = story.ingest(sources, loaded, options, progress, sys.stdin.buffer, told)
    if as_json:
        output.answer(output.report_as_json(report, pages, dry_run=dry_run))
    else:
        output.show_report(report, "Next: backfile build && backfile serve", dry_run=dry_run, quiet=quiet)
    end_uncommitted(report)
    if report.reported:
        raise typer.Exit(REPORTED)


def _nobody(_: Stored | Problem) -> None: ...


@app.command(
    short_help="Build the site with its search.",
    epilog="""
    Examples:

    \b
      backfile build
      backfile build --strict --quiet
      backfile build -C ~/clippings
    """,
)
@explaining
def build(
    archive: Archive = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Fail at any warning.")] = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Pass on all that MkDocs says.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Build the site with its search; mkdocs build gives the same."""
    from backfile.settings import mkdocs_yml
    from backfile.site.build import build as build_site

    with output.reserved(as_json):
        loaded = mkdocs_yml.load(mkdocs_yml.find(archive))
        built = build_site(loaded, strict, verbose, patience(wait))
    if as_json:
        result = {"site": str(loaded.site), "pages": built.pages, "seconds": round(built.seconds, 3)}
        output.answer(result | {"warnings": list(built.warnings)})
    else:
        output.show_built(built, loaded.site, quiet=quiet)


@app.command(
    short_help="Show the site on this machine.",
    epilog="""
    Examples:

    \b
      backfile serve
      backfile serve --port 8080 --open
    """,
)
@explaining
def serve(
    archive: Archive = Path(),
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=65535, help="The port to listen on.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
) -> None:
    """Show the site on this machine and rebuild it at every change, until Ctrl-C ends it."""
    from backfile.settings import mkdocs_yml
    from backfile.site.build import serve as serve_site

    serve_site(mkdocs_yml.load(mkdocs_yml.find(archive)), host, port, open_browser)


@app.command(
    name="lists",
    short_help="Write the list pages anew.",
    epilog="""
    Examples:

    \b
      backfile lists
      backfile lists --dry-run --verbose
      backfile lists --check --quiet || echo "Somebody edited a page"
    """,
)
@explaining
def update_lists(
    archive: Archive = Path(),
    dry_run: DryRun = False,
    check: Annotated[bool, typer.Option("--check", help="As --dry-run, and exit with 3 when lists are stale.")] = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each list page that changes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write the list pages anew from the pages, after pages were edited, moved or removed."""
    from backfile.archive.catalog import Catalog
    from backfile.archive.storage import Storage
    from backfile.lists import update
    from backfile.settings import mkdocs_yml
    from backfile.settings.layout import CATALOG

    dry_run = dry_run or check
    with output.reserved(as_json):
        loaded = mkdocs_yml.load(mkdocs_yml.find(archive))
        storage = Storage(loaded.root, loaded.docs)
        with storage.locked("lists", patience(wait)), Catalog(loaded.root / CATALOG, loaded.docs) as catalog:
            catalog.sync()
            done = update.update(storage, catalog, loaded, dry_run=dry_run)
            problems = [*catalog.faults(), *done.problems(storage.name(""))]
    result = output.lists_as_json(done, problems, storage.name, dry_run=dry_run)
    if as_json:
        output.answer(result)
    else:
        output.show_problems(problems)
        output.show_lists(result, verbose=verbose, quiet=quiet)
    if check and (done.written or done.removed):
        raise typer.Exit(REPORTED)


app.command(
    name="explain",
    short_help="Say why an article is as it is.",
    epilog=examples(
        "backfile explain ~/saved-articles/page.html",
        "backfile explain docs/articles/2020/03/a-page.md",
        "backfile explain ~/texts/post/a.txt --in ~/texts",
        "backfile explain ~/saved-articles --json",
    ),
)(explaining(explain.explain))
app.command(
    name="reingest",
    short_help="Make all pages anew from their originals.",
    epilog=examples("backfile reingest --dry-run", "backfile reingest", "backfile reingest --json | jq .changed"),
)(explaining(reingest.reingest))
app.command(
    name="furniture",
    short_help="Find lines that recur at the edges of texts.",
    epilog=examples(
        "backfile furniture ~/texts",
        "backfile furniture ~/texts --accept --number 1 --number 4",
        "backfile furniture ~/texts --accept --line 'Read more in our app' --dry-run",
    ),
)(explaining(furniture.furniture))
app.add_typer(tags.app, name="tags", short_help="Look at the tags, and change what they are called.")
