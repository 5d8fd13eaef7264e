"""The entry point, for `backfile` and for `python -m backfile`.

It handles signals and the standard streams before it imports the command line.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backfile.cli import signals, streams

if TYPE_CHECKING:
    from typer import Typer


def main() -> None:
    """Run the command line."""
    signals.raise_on_signals()
    try:
        streams.replace_standard_streams()
        app = _load_app()
        try:
            app(prog_name="backfile")
        except SystemExit as end:
            end.code = streams.final_exit_code(end.code)
            raise
    except signals.Interrupted as interruption:
        # Commands handle this exception themselves: this one came before a command began, or after its end.
        print(f"backfile: {interruption}", file=sys.stderr)
        sys.exit(interruption.exit_code)


def _load_app() -> Typer:
    """Import the application; exit with the code of DependencyError if a package is missing or broken."""
    try:
        from backfile.cli.app import app
    except ImportError as error:
        from backfile.cli.dependencies import dependency_error

        failure = dependency_error(error)
        print(f"backfile: {failure}", file=sys.stderr)
        sys.exit(failure.exit_code)
    return app


if __name__ == "__main__":
    main()
