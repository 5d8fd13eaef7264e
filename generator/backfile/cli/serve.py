"""The command `backfile serve`: shows the site on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backfile.cli.command import Command
from backfile.cli.options import Archive, Trust, open_archive


def serve(
    archive: Archive = Path(),
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The IP address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=65535, help="The port to listen on.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
    trust: Trust = False,
) -> None:
    """Show the site on this machine and rebuild it at every change, until Ctrl-C ends it."""
    from backfile.site.preview import serve as serve_site

    serve_site(open_archive(archive, trust=trust).config, host, port, open_browser)


COMMAND = Command(
    "serve", "Show the site on this machine.", serve, ("backfile serve", "backfile serve --port 8080 --open")
)
