"""How a command ends that cannot go on: an error becomes a message, an exit code and, for scripts, JSON."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import typer

from backfile.cli import output
from backfile.cli.signals import Stopped, hung_up
from backfile.problems import UNFORESEEN, BackfileError, SettingsError

_P = ParamSpec("_P")
_R = TypeVar("_R")


def explaining(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn errors into a message and their exit code; --verbose and --quiet exclude each other."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if kwargs.get("verbose") and kwargs.get("quiet"):
            raise typer.BadParameter(
                "it and --quiet exclude each other. Leave one of them out.", param_hint="'--verbose'"
            )
        try:
            return command(*args, **kwargs)
        except BackfileError as error:
            failure = _dependencies_first(error)
            raise _failure(type(failure).__name__, failure.exit_code, str(failure), kwargs) from error
        except Stopped as stopped:
            raise _failure("Interrupted", stopped.exit_code, str(stopped), kwargs) from stopped
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except ImportError as error:
            from backfile.cli.dependencies import dependency_error

            failure = dependency_error(error)
            raise _failure(type(failure).__name__, failure.exit_code, str(failure), kwargs) from error
        except Exception as error:
            if lost := hung_up(error):
                raise _failure("Interrupted", lost.exit_code, str(lost), kwargs) from error
            traceback.print_exc()
            what = f"Nobody foresaw this: {type(error).__name__}: {error}."
            message = f"{what} Please report it with the lines above, unless they name a plugin of your own."
            raise _failure(type(error).__name__, UNFORESEEN, message, kwargs) from error

    return run


def _dependencies_first(error: BackfileError) -> BackfileError:
    """Return what stands behind an error: MkDocs takes a missing package for a fault of the settings."""
    if isinstance(error, SettingsError):
        from backfile.cli.dependencies import unmet_requirements

        if unmet := unmet_requirements():
            return unmet
    return error


def _failure(name: str, exit_code: int, message: str, options: Mapping[str, Any]) -> typer.Exit:
    """Say what ended a run, on standard error; with --json also on standard output."""
    output.complain(message)
    if options.get("as_json"):
        output.answer({"error": {"name": name, "exit_code": exit_code, "message": message}})
    return typer.Exit(exit_code)
