"""The entry point, for `backfile` and for `python -m backfile`.

It handles signals and the standard streams before it imports the command line.
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    _leave_current_folder()
    from backfile.cli import signals, streams

    signals.raise_on_signals()
    try:
        streams.replace_standard_streams()
        try:
            _run()
        except SystemExit as end:
            end.code = streams.final_exit_code(end.code)
            raise
    except signals.Interrupted as interruption:
        # Commands handle this exception themselves: this one came before a command began, or after its end.
        print(f"backfile: {interruption}", file=sys.stderr)
        sys.exit(interruption.exit_code)
    finally:
        gc.freeze()  # Python would look for garbage in all of it once more before the process ends.


def _leave_current_folder() -> None:
    """Import nothing from the current folder, as `python -m` does: it may be the archive of a stranger."""
    if __name__ == "__main__" and not sys.flags.safe_path and sys.path[0] == os.getcwd():  # noqa: PTH109
        del sys.path[0]


def _run() -> None:
    """Run the application; exit with the code of DependencyError if a package is missing or broken.

    Commands handle such an error themselves: this one is raised while the application or its options are loaded.
    """
    try:
        from backfile.cli.app import app

        app(prog_name="backfile")
    except ImportError as error:
        from backfile.cli.dependencies import dependency_error

        failure = dependency_error(error)
        print(f"backfile: {failure}", file=sys.stderr)
        sys.exit(failure.exit_code)


if __name__ == "__main__":
    main()
