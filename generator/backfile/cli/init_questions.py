"""The questions that `backfile init` asks on a terminal, and the reading of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from backfile.operations.hosting import Host
from backfile.problems import SettingsError

if TYPE_CHECKING:
    from backfile.operations.plan import Plan

_T = TypeVar("_T")

_UNKNOWN = "not known yet"


def ask_plan(folder: Path, plan: Plan, options: Mapping[str, object]) -> Plan:
    """Return `plan` with answers for the options that are None. Enter accepts the default of each question."""
    from backfile.operations.plan import parse_language, parse_look
    from backfile.settings.schema import LOOKS

    if options["name"] is None:
        plan = replace(plan, site_name=_ask("Name of the site", folder.resolve().name, str))
    if options["url"] is None:
        url = _ask("Address that it will have, such as https://example.org/clippings/", _UNKNOWN, _parse_address)
        plan = replace(plan, site_url=url)
    if options["language"] is None:
        plan = replace(plan, language=_ask("Language of the site's own words", "en", parse_language))
    if options["host"] is None:
        plan = replace(plan, host=_ask(f"Host that publishes it ({', '.join(Host)})", Host.NONE, _parse_host))
    if options["look"] is None:
        plan = replace(plan, look=_ask(f"How it looks ({', '.join(LOOKS)})", LOOKS[0], parse_look))
    return plan


def _ask(question: str, default: str, parse: Callable[[str], _T]) -> _T:
    """Ask a question on the terminal until the answer can be parsed; return the parsed answer."""

    def parse_answer(text: str) -> _T:
        try:
            return parse(text)
        except SettingsError as error:
            raise typer.BadParameter(str(error)) from error

    answer: _T = typer.prompt(question, default=default, value_proc=parse_answer, err=True)
    return answer


def _parse_address(text: str) -> str:
    from backfile.operations.plan import parse_site_url

    return "" if text == _UNKNOWN else parse_site_url(text)


def _parse_host(text: str) -> Host:
    try:
        return Host(text.strip().lower())
    except ValueError as error:
        raise SettingsError(f"There is no host called {text}. Choose one of: {', '.join(Host)}.") from error
