"""The typer application: the list of commands, and the options of `backfile` itself.

Each command imports its libraries when it runs, so that `--help` and completion start fast.
"""

from __future__ import annotations

from typing import Annotated

import typer

from backfile.cli import (
    build,
    diff,
    edit,
    explain,
    formats,
    furniture,
    identity,
    ingest,
    init,
    lists,
    log,
    new,
    pin,
    reingest,
    restore,
    seal,
    serve,
    tags,
    trust,
    undo,
    upgrade,
    verify,
    withdraw,
)
from backfile.cli.command import list_examples, register

COMMANDS = (
    init.COMMAND,
    ingest.COMMAND,
    formats.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    lists.COMMAND,
    explain.COMMAND,
    log.COMMAND,
    diff.COMMAND,
    reingest.COMMAND,
    furniture.COMMAND,
    new.COMMAND,
    edit.COMMAND,
    undo.COMMAND,
    withdraw.COMMAND,
    restore.COMMAND,
    verify.COMMAND,
    seal.COMMAND,
    upgrade.COMMAND,
    trust.COMMAND,
    pin.COMMAND,
)
"""The commands, in the order of the help text. The groups `tags` and `identity` follow them."""

app = typer.Typer(
    help="Turns collected articles into an archive: Markdown pages, a searchable site, every change in git.",
    epilog=list_examples(
        "backfile init --sample clippings",
        "cd clippings",
        "backfile build",
        "backfile serve",
        title="Start with:",
        note="Each command has its own help: backfile ingest --help",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(is_requested: bool) -> None:
    if is_requested:
        from importlib.metadata import version

        typer.echo(f"backfile {version('backfile')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None: ...


for _command in COMMANDS:
    register(app, _command)
app.add_typer(tags.app, name="tags", short_help=tags.SUMMARY)
app.add_typer(identity.app, name="identity", short_help=identity.SUMMARY)
