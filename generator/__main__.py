"""The program's way in, for `backfile` and for `python -m generator`: it heeds signals before anything takes time."""

from __future__ import annotations

import sys

from generator import signals, streams


def main() -> None:
    """Run the command line."""
    signals.heed()
    try:
        streams.begin()
        from generator.cli import app

        try:
            app(prog_name="backfile")
        except SystemExit as end:
            end.code = streams.ended(end.code)
            raise
    except signals.Stopped as stopped:
        # Commands explain it themselves: this one came before a command began, or after its end.
        print(f"backfile: {stopped}", file=sys.stderr)
        sys.exit(stopped.exit_code)


if __name__ == "__main__":
    main()
