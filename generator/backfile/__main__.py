"""The program's way in, for `backfile` and for `python -m backfile`: it heeds signals before anything takes time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backfile.cli import signals, streams

if TYPE_CHECKING:
    from typer import Typer


def main() -> None:
    """Run the command line."""
    signals.heed()
    try:
        streams.begin()
        app = _app()
        try:
            app(prog_name="backfile")
        except SystemExit as end:
            end.code = streams.ended(end.code)
            raise
    except signals.Stopped as stopped:
        # Commands explain it themselves: this one came before a command began, or after its end.
        print(f"backfile: {stopped}", file=sys.stderr)
        sys.exit(stopped.exit_code)


def _app() -> Typer:
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
