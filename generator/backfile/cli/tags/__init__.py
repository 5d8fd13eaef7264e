"""The commands `backfile tags`: they list the tags of an archive, suggest merges, and edit its tags.yml."""

from __future__ import annotations

import typer

from backfile.cli.command import list_examples, register
from backfile.cli.tags import edits, listing, suggest, undo

COMMANDS = (
    listing.COMMAND,
    suggest.COMMAND,
    edits.APPLY,
    edits.RENAME,
    edits.MERGE,
    edits.SPLIT,
    edits.BLOCK,
    edits.DISTINCT,
    undo.COMMAND,
)
"""The commands of the group, in the order of the help text."""

SUMMARY = "List the tags, rename them, merge them."

app = typer.Typer(
    help=SUMMARY,
    epilog=list_examples(
        "backfile tags list --least 5",
        "backfile tags suggest",
        'backfile tags merge Warming "Climate crisis" --into "Climate change"',
        "backfile tags undo",
        "backfile tags apply --dry-run",
        note="Each command has its own help: backfile tags merge --help",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
for _command in COMMANDS:
    register(app, _command)
