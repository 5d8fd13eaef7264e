"""Errors that end a command: each becomes a message on standard error, an exit code, and JSON with `--json`."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import NamedTuple, ParamSpec

import typer

from backfile.cli import output
from backfile.cli.signals import Interrupted, terminal_hangup
from backfile.problems import UNFORESEEN, BackfileError, DependencyError, SettingsError, UntrustedError

_P = ParamSpec("_P")


class _Failure(NamedTuple):
    """An error as it is printed."""

    name: str
    exit_code: int
    message: str
    details: Mapping[str, object] = MappingProxyType({})
    """What the JSON object has beside name, exit code and message."""

    def as_json(self) -> dict[str, object]:
        """Return the JSON object of the error."""
        return {"name": self.name, "exit_code": self.exit_code, "message": self.message, **self.details}


def exit_on_errors(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return a command that turns errors into a message and their exit code.

    It also refuses the options --verbose and --quiet together.
    """

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        if kwargs.get("verbose") and kwargs.get("quiet"):
            raise typer.BadParameter("it excludes --quiet. Leave out one of them.", param_hint="'--verbose'")
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except (Exception, Interrupted) as error:
            failure = _describe(error)
            output.print_error(failure.message)
            if kwargs.get("as_json"):
                output.print_json({"error": failure.as_json()})
            raise typer.Exit(failure.exit_code) from error

    return run


def _describe(error: Exception | Interrupted) -> _Failure:
    """Return the name, exit code and message of an error; print the traceback of an unexpected one."""
    if isinstance(error, Interrupted):
        return _Failure("Interrupted", error.exit_code, str(error))
    if isinstance(error, BackfileError):
        return _describe_known(error)
    if isinstance(error, ImportError):
        from backfile.cli.dependencies import dependency_error

        return _describe_known(dependency_error(error))
    if hangup := terminal_hangup(error):
        return _describe(hangup)
    traceback.print_exception(error)
    message = (
        f"Unexpected error: {type(error).__name__}: {error}. "
        "Please report it with the lines above, unless they name a plugin of your own."
    )
    return _Failure(type(error).__name__, UNFORESEEN, message)


def _missing_module(error: SettingsError) -> DependencyError | None:
    """Return the error for a module that MkDocs could not import, if its message names one of an installed package."""
    from backfile.cli.dependencies import broken_package

    match = re.search(r"No module named '([\w.]+)'", str(error))
    return broken_package(match[1], match[0]) if match else None


def _describe_known(error: BackfileError) -> _Failure:
    """Return the failure for an error of the project; a missing package is named instead of its consequences."""
    if isinstance(error, SettingsError):
        # MkDocs reports a package that cannot be imported as an error in mkdocs.yml.
        from backfile.cli.dependencies import unmet_requirements

        error = unmet_requirements() or _missing_module(error) or error
    failure = _Failure(type(error).__name__, error.exit_code, str(error))
    if isinstance(error, UntrustedError):
        return failure._replace(details={"code": error.code, "environment": error.environment})
    return failure
