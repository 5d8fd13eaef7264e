"""The command `init`: what its owner decides beforehand, asked for on a terminal or taken from options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from backfile.cli import output
from backfile.cli.options import Json, as_typed, end_uncommitted, named_folder, only_pages
from backfile.operations.hosting import NEXT, Host
from backfile.problems import SettingsError
from backfile.report import Stored

if TYPE_CHECKING:
    from backfile.operations.init import Plan

_T = TypeVar("_T")


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", hidden=True, parser=named_folder)],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The site's name; the folder's by default.")] = None,
    url: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where the site will be.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language of the site's own words; en by default.")
    ] = None,
    host: Annotated[Host | None, typer.Option(help="Who publishes the site; write what that needs.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Take in the sample articles that come along.")] = False,
    git: Annotated[bool, typer.Option(help="Make it a git repository and commit what was made.")] = True,
    as_json: Json = False,
) -> None:
    """Make a new archive in FOLDER, which is made if need be and must hold no mkdocs.yml.

    On a terminal it asks for what no option says, unless the samples or JSON are wanted.
    """
    from backfile.operations import init as archive

    archive.refuse(folder)
    plan = archive.plan(name, url or "", language or "", host or Host.NONE)
    if sys.stdin.isatty() and not sample and not as_json:
        plan = _asked(folder, plan, {"name": name, "url": url, "language": language, "host": host})
    left = [file for file in plan.beside if (folder / file).exists()]
    pages: list[Stored] = []
    report = None
    with output.reserved(as_json), output.progress("Reading", quiet=not sample) as progress:
        made = archive.create(folder, plan, versioned=git)
        if sample:
            report = archive.take_samples(made, progress, only_pages(pages), commit=git)
    there = as_typed(folder)
    if as_json:
        samples = output.report_as_json(report, pages, dry_run=False) if report else None
        decided = {"site_url": plan.site_url or None, "language": plan.language or "en", "host": plan.host}
        about = {"archive": str(made.root), "site_name": made.site_name, **decided, "git": git}
        output.answer(about | {"left_alone": left, "samples": samples})
    elif report:
        output.say(f"An archive is in {made.root}, and the sample articles are in it.", *_about(plan, left), "")
        output.show_report(report, f"Next: cd {there} && backfile build && backfile serve")
    else:
        next_step = f"Next: cd {there} && backfile ingest FOLDER-OF-ARTICLES"
        output.say(f"An archive is in {made.root}.", *_about(plan, left), next_step)
    end_uncommitted(report)


def _asked(folder: Path, plan: Plan, given: Mapping[str, object]) -> Plan:
    """Ask for what is not given; each question has an answer that Enter takes."""
    from backfile.operations import init as archive

    def ask(what: str, default: str, read: Callable[[str], _T]) -> _T:
        """Ask until the answer can be read."""

        def understood(text: str) -> _T:
            try:
                return read(text)
            except SettingsError as error:
                raise typer.BadParameter(str(error)) from error

        answer: _T = typer.prompt(what, default=default, value_proc=understood, err=True)
        return answer

    if given["name"] is None:
        plan = replace(plan, site_name=ask("The site's name", folder.resolve().name, str))
    if given["url"] is None:
        found = ask("Where it will be, such as https://example.org/clippings/", _UNKNOWN, _address)
        plan = replace(plan, site_url=found)
    if given["language"] is None:
        plan = replace(plan, language=ask("Language of the site's own words", "en", archive.spoken))
    if given["host"] is None:
        plan = replace(plan, host=ask(f"Who publishes it ({', '.join(Host)})", Host.NONE, _host))
    return plan


_UNKNOWN = "not known yet"


def _address(text: str) -> str:
    from backfile.operations import init as archive

    return "" if text == _UNKNOWN else archive.site_address(text)


def _host(text: str) -> Host:
    try:
        return Host(text.strip().lower())
    except ValueError as error:
        raise SettingsError(f"There is nothing for {text}. Choose one of: {', '.join(Host)}.") from error


def _about(plan: Plan, left: list[str]) -> Iterator[str]:
    """Say what publishing it still needs, and which files were there already."""
    for file in left:
        yield f"{file} was there already and is as it was: see in the handbook what publishing needs."
    if plan.host in NEXT:
        yield NEXT[plan.host]
