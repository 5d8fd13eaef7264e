"""The command `backfile build`: builds the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, Quiet, Trust, Wait, open_archive, wait_listener

if TYPE_CHECKING:
    from backfile.site.build import Built


def build(
    archive: Archive = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Fail at any warning.")] = False,
    trust: Trust = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print all messages of MkDocs.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Build the site and its search index; mkdocs build writes the same files."""
    with output.reserve_stdout(as_json):
        opened = open_archive(archive, trust=trust)
        built = opened.build(strict=strict, verbose=verbose, wait=wait_listener(wait))
    if as_json:
        result = {"site": str(opened.site), "pages": built.pages, "seconds": round(built.seconds, 3)}
        output.print_json(result | {"warnings": list(built.warnings)})
    else:
        _print_built(built, opened.site, quiet=quiet)


def _print_built(built: Built, site: Path, *, quiet: bool) -> None:
    for warning in built.warnings:
        text = f"Warning: {output.escape_controls(warning)}"
        output.console(stderr=True).print(text, soft_wrap=True, markup=False, emoji=False)
    if not quiet:
        pages = output.count(built.pages, "page", "pages")
        output.print_lines(f"Built {pages} in {site} ({built.seconds:.1f} s).", "Next: backfile serve")


COMMAND = Command(
    "build",
    "Build the site and its search index.",
    build,
    ("backfile build", "backfile build --strict --quiet", "backfile build -C ~/clippings"),
)
