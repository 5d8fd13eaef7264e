"""Options and arguments that several commands have, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.problems import GitError, Problem
from backfile.report import Report, Stored

if TYPE_CHECKING:
    from backfile.settings.mkdocs_yml import Config

Archive = Annotated[
    Path,
    typer.Option(
        "--archive",
        "-C",
        metavar="FOLDER",
        show_default=False,
        help="The archive; by default this folder or the nearest one above that is one.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for scripts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems and errors only.")]
Wait = Annotated[bool, typer.Option("--wait", help="While another run is at work in the archive, wait for its end.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="NUMBER", help="Worker processes; one a processor.")
]
FetchImages = Annotated[
    bool, typer.Option("--fetch-images", help="Fetch the images of articles that are on the web, and keep them.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]


def named_folder(text: str) -> Path:
    """Read the name of a folder. An empty one would be the current folder, which nobody has named."""
    if not text:
        raise typer.BadParameter("it is empty, as a variable that is not set. Name a folder; . is the current one.")
    return Path(text)


def as_typed(path: Path) -> str:
    """Give a path as a shell and any command take it, also where it would be taken for an option."""
    return quote(f"./{path}" if str(path).startswith("-") else str(path))


def readers(incomplete: str = "") -> list[str]:
    """Name the readers; for completion too."""
    from backfile.readers import READERS

    return [reader.name for reader in READERS if reader.name.startswith(incomplete)]


def _reader(name: str | None) -> str | None:
    if name is not None and name not in readers():
        raise typer.BadParameter(f"no reader is called {name}. There are: {', '.join(readers())}.")
    return name


ReadAs = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="READER",
        callback=_reader,
        autocompletion=readers,
        help="The reader for inputs whose names tell none: html or text.",
    ),
]
Commit = Annotated[bool, typer.Option(help="Commit what changed.")]


def examples(*lines: str) -> str:
    """Give the end of a help text: examples, each on a line of its own."""
    return "\n".join(["Examples:", "", "\b", *(f"  {line}" for line in lines)])


def patience(wait: bool) -> Callable[[str], None] | None:
    """Give what is told that another run is waited for, where it is."""
    return output.complain if wait else None


def loaded_for_reading(archive: Path) -> Config:
    """Find and load an archive for a command that reads inputs: what its workers need is loaded meanwhile."""
    from backfile.settings import mkdocs_yml
    from backfile.workers import forkserver

    root = mkdocs_yml.find(archive)
    forkserver.begin()
    return mkdocs_yml.load(root)


def only_pages(pages: list[Stored]) -> Callable[[Stored | Problem], None]:
    """Give what takes down in `pages` what an ingest tells of pages, and nothing else that it tells."""
    return lambda what: pages.append(what) if isinstance(what, Stored) else None


def end_uncommitted(report: Report | None) -> None:
    """End the run as failed, and say why, where what was written could not be committed."""
    if report and report.uncommitted:
        output.complain(report.uncommitted)
        raise typer.Exit(GitError.exit_code)
