"""The commands that edit tags.yml and change the tags of pages: apply, rename, merge, split, block, distinct.

Each function returns its edit; `retag.run_edit` adds the options that all of them share, runs the edit and prints the
result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli.command import Command
from backfile.cli.tags.retag import run_edit

if TYPE_CHECKING:
    from backfile.operations.retag import Edit

_MatchText = Annotated[
    bool, typer.Option("--match-text", help="Also search the texts of all articles for the words of these tags.")
]
_Tag = Annotated[str, typer.Argument(metavar="TAG", hidden=True)]


@run_edit
def apply() -> None:
    """Update the tags of all pages from tags.yml, in one commit. Pages that you edited are left alone."""


@run_edit
def rename(
    label: _Tag, new: Annotated[str, typer.Argument(metavar="NEW", hidden=True)], match_text: _MatchText = False
) -> Edit:
    """Rename TAG to NEW on the pages that have it, and in tags.yml for later articles."""
    from backfile.operations import tag_edits

    return tag_edits.rename(label, new, match_text=match_text)


@run_edit
def merge(
    labels: Annotated[list[str], typer.Argument(metavar="TAGS", hidden=True)],
    into: Annotated[str, typer.Option("--into", metavar="TAG", help="The tag that replaces all of them.")],
    match_text: _MatchText = False,
) -> Edit:
    """Merge TAGS into one on the pages that have them, and in tags.yml for later articles."""
    from backfile.operations import tag_edits

    return tag_edits.merge(labels, into, match_text=match_text)


@run_edit
def split(
    label: _Tag,
    new: Annotated[str, typer.Argument(metavar="NEW", hidden=True)],
    context: Annotated[
        list[str],
        typer.Option("--with", metavar="WORDS", help="Words of the articles that get NEW; can be repeated."),
    ],
    match_text: _MatchText = False,
) -> Edit:
    """Replace TAG by NEW on the pages that have TAG and contain any of the words after --with."""
    from backfile.operations import tag_edits

    return tag_edits.split(label, new, context, match_text=match_text)


@run_edit
def block(label: _Tag, undo: Annotated[bool, typer.Option("--undo", help="Allow the tag again.")] = False) -> Edit:
    """Block TAG in tags.yml, and remove it from the pages that have it. Tags that it kept out may take its place."""
    from backfile.operations import tag_edits

    return tag_edits.allow(label) if undo else tag_edits.block(label)


@run_edit
def distinct(label: _Tag, others: Annotated[list[str], typer.Argument(metavar="OTHERS", hidden=True)]) -> Edit:
    """Record in tags.yml that TAG and the OTHERS are different tags, so that no merge is suggested again."""
    from backfile.operations import tag_edits

    return tag_edits.distinct(label, others)


APPLY = Command(
    "apply",
    "Update the tags of all pages from tags.yml.",
    apply,
    ("backfile tags apply --dry-run", "backfile tags apply"),
)
RENAME = Command("rename", "Rename a tag.", rename, ("backfile tags rename Ferries 'Ferry traffic'",))
MERGE = Command(
    "merge",
    "Merge several tags into one.",
    merge,
    (
        "backfile tags merge 'Global warming' 'Climate crisis' --into 'Climate change' --dry-run",
        "backfile tags merge 'Global warming' 'Climate crisis' --into 'Climate change'",
    ),
)
SPLIT = Command(
    "split",
    "Give some articles of a tag a new tag.",
    split,
    ("backfile tags split Mercury 'Mercury (planet)' --with orbit --with probe",),
)
BLOCK = Command(
    "block",
    "Block a tag: no article gets it.",
    block,
    ("backfile tags block 'Top stories'", "backfile tags block --undo 'Top stories'"),
)
DISTINCT = Command("distinct", "Record that tags are different.", distinct, ("backfile tags distinct Mercury Merkur",))
