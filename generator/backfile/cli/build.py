"""The command `backfile build`: builds the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, Quiet, Trust, Wait, open_archive, wait_listener

if TYPE_CHECKING:
    from backfile.site.built import Built


def build(
    archive: Archive = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Fail at any warning.")] = False,
    trust: Trust = False,
    wait: Wait = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print all messages of MkDocs.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Render all pages, also those that have not changed.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Build the site and its search index; mkdocs build writes the same files.

    Pages that have not changed since the last build are left as they are.
    """
    with output.reserve_stdout(as_json):
        looks = not (full or trust or verbose)
        built = _find_unchanged(archive, strict) if looks else None
        is_unchanged = built is not None
        if built is None:
            config = open_archive(archive, trust=trust).config
            from backfile.site.build import build as build_site

            built = build_site(config, strict, verbose, wait_listener(wait), full, is_changed=looks)
    if as_json:
        output.print_json(_as_json(built))
    else:
        _print_built(built, is_unchanged=is_unchanged, quiet=quiet)


def _find_unchanged(archive: Path, strict: bool) -> Built | None:
    """Return the result of the last build if nothing changed since; for a strict build only one without warnings."""
    from backfile.settings.folder_path import find
    from backfile.site.rendering.unchanged import unchanged

    built = unchanged(find(archive))
    return None if built and strict and built.warnings else built


def _as_json(built: Built) -> dict[str, object]:
    return {
        "site": str(built.site),
        "pages": built.pages,
        "rendered": built.rendered,
        "kept": built.kept,
        "removed": built.removed,
        "all_because": built.all_because,
        "seconds": round(built.seconds, 3),
        "warnings": list(built.warnings),
    }


def _print_built(built: Built, *, is_unchanged: bool, quiet: bool) -> None:
    for warning in built.warnings:
        text = f"Warning: {output.escape_controls(warning)}"
        output.console(stderr=True).print(text, soft_wrap=True, markup=False, emoji=False)
    if quiet:
        return
    pages = output.count(built.pages, "page", "pages")
    if is_unchanged:
        output.print_lines(f"Nothing has changed: {built.site} has {pages}.", "Next: backfile serve")
        return
    parts = [f"{number:,} {what}" for number, what in _numbers(built)]
    output.print_lines(f"Built {pages} in {built.site} ({', '.join([*parts, f'{built.seconds:.1f} s'])}).")
    if built.all_because:
        output.print_lines(f"All pages were rendered: {output.escape_controls(built.all_because)}.")
    output.print_lines("Next: backfile serve")


def _numbers(built: Built) -> list[tuple[int, str]]:
    """Return the numbers of pages that a build made, kept and removed; none if it made all."""
    if not built.kept:
        return []
    removed = [(built.removed, "removed")] if built.removed else []
    return [(built.rendered, "rendered"), (built.kept, "unchanged"), *removed]


COMMAND = Command(
    "build",
    "Build the site and its search index.",
    build,
    ("backfile build", "backfile build --strict --quiet", "backfile build -C ~/clippings"),
)
