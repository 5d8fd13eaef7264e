"""Options that several commands share, their help texts, and the loading of the archive that they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.problems import DependencyError

if TYPE_CHECKING:
    from backfile import api

Archive = Annotated[
    Path,
    typer.Option(
        "--archive",
        "-C",
        metavar="FOLDER",
        show_default=False,
        help="The folder of the archive. Default: the current folder, or the nearest one above it that is an archive.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for scripts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems and errors only.")]
Wait = Annotated[
    bool, typer.Option("--wait", help="If another run is using the archive, wait until it ends instead of failing.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, metavar="NUMBER", help="Number of worker processes. Default: one for each processor."
    ),
]
FetchImages = Annotated[
    bool, typer.Option("--fetch-images", help="Download the images of articles that are on the web, and keep them.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would be done, and write nothing.")]
Trust = Annotated[
    bool, typer.Option("--trust", help="Let the code run that the settings name, now and until it changes.")
]
Commit = Annotated[bool, typer.Option(help="Commit the changes to git, or leave that to you.")]


def complete_reader(incomplete: str) -> list[str]:
    """Return the names of the readers that begin with `incomplete`; without those of packages that cannot be loaded."""
    from backfile.readers import READERS

    try:
        names = _reader_names()
    except DependencyError:
        names = [reader.name for reader in READERS]
    return [name for name in names if name.startswith(incomplete)]


def _reader_names() -> list[str]:
    from backfile.readers import all_readers

    return [reader.name for reader in all_readers()]


def _check_reader(name: str | None) -> str | None:
    """Return the name of a reader unchanged. Raises BadParameter if there is no such reader."""
    if name is None:
        return None
    from backfile.readers import reader_named

    try:
        if reader_named(name) is None:
            raise typer.BadParameter(f"there is no reader called {name}. Choose one of: {', '.join(_reader_names())}.")
    except DependencyError as error:
        # Options are checked before `errors.exit_on_errors` is active.
        output.print_error(str(error))
        raise typer.Exit(error.exit_code) from error
    return name


ReadAs = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="READER",
        callback=_check_reader,
        autocompletion=complete_reader,
        help="The reader for inputs without a known file extension, such as html or text.",
    ),
]


def parse_folder(text: str) -> Path:
    """Parse the name of a folder. An empty name would be the current folder, which nobody named: it is refused."""
    if not text:
        raise typer.BadParameter("it is empty, as a variable that is not set. Name a folder; . is the current one.")
    return Path(text)


def parse_source(text: str) -> Path:
    """Parse the name of an input. An empty name would be the current folder, which nobody named: it is refused."""
    if not text:
        raise typer.BadParameter("it is empty, as a variable that is not set. Name a file or a folder.")
    if re.match(r"(?:https?|ftp)://", text, re.IGNORECASE) and not Path(text).exists():
        raise typer.BadParameter(
            f"{text} is an address, and pages are not fetched. Name the file of a page that you saved in a browser, or "
            f"fetch it yourself: `curl -s {quote(text)} | backfile ingest -`."
        )
    return Path(text)


def quote_path(path: Path) -> str:
    """Return a path quoted for a shell, so that no command reads it as an option."""
    return quote(f"./{path}" if str(path).startswith("-") else str(path))


def wait_listener(wait: bool) -> Callable[[str], None] | None:
    """Return the callback that prints which run is waited for; None without --wait, so that the run fails instead."""
    return output.print_error if wait else None


def open_archive(folder: Path, *, trust: bool = False, look: bool = False, renders: bool = True) -> api.Archive:
    """Open the archive at or above a folder, with `look` for a command that writes nothing.

    `renders` is whether the result of the command depends on how the site renders text.
    Raises NotAnArchiveError, SettingsError, and without `trust` and `look` UntrustedError.
    """
    from backfile import api

    if trust:
        announce_trust(folder)
    archive = api.Archive.open(folder, trust=trust, look=look)
    if archive.config.not_run and renders:
        named = "; ".join(map(str, archive.config.not_run))
        output.print_error(f"Left out, because it is not trusted: {named}. With it, the result may be another.")
    return archive


def announce_trust(folder: Path) -> None:
    """Remember that the code of an archive may run, and print what was not trusted before."""
    from backfile.settings.folder_path import find
    from backfile.settings.inspection import allow, name_variables

    seen, why_not = allow(find(folder))
    if seen.untrusted:
        named = "; ".join(map(str, seen.untrusted))
        until = f"for this run only, because {why_not}" if why_not else "until it changes"
        variables = f" {name_variables(seen.environment)}" if seen.environment else ""
        output.print_error(f"Trusted {until}: {named}.{variables}")


def open_for_reading(folder: Path, *, trust: bool = False, look: bool = False, starts: bool = True) -> api.Archive:
    """Open the archive for a command that reads inputs; start the process that workers are forked from.

    That process imports the libraries of the workers while the settings are loaded. Without `starts` it is started now
    only if no results of inputs are kept, for which it may not be needed.
    """
    from backfile.settings.folder_path import find
    from backfile.settings.layout import RESULTS
    from backfile.workers import forkserver

    root = find(folder)
    if starts or not (root / RESULTS).exists():
        forkserver.start_forkserver()
    return open_archive(root, trust=trust, look=look)
