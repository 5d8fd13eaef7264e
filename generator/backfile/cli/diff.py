"""The command `backfile diff`: shows how two revisions of a page differ, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backfile.cli import output
from backfile.cli.command import Command
from backfile.cli.options import Archive, Json, open_archive
from backfile.cli.revision_lines import change_as_json, revision_as_json, word_counts

if TYPE_CHECKING:
    from backfile.archive.revisions.differences import Difference, Piece
    from backfile.operations.page_history import Compared


def diff(
    page: Annotated[Path, typer.Argument(metavar="PAGE", readable=False, hidden=True)],
    old: Annotated[str, typer.Argument(metavar="[REV]", hidden=True)] = "",
    new: Annotated[str, typer.Argument(metavar="[REV]", hidden=True)] = "",
    archive: Archive = Path(),
    as_json: Json = False,
) -> None:
    """Show how two revisions of PAGE differ: words that were [-removed-] and {+added+}.

    REV is the id of a revision, or its beginning, as `backfile log PAGE` lists it. One is compared with the revision
    before it; without any, the last is. Nothing is written.
    """
    with output.reserve_stdout(as_json):
        compared = open_archive(archive, look=True, renders=False).history.diff(page, *filter(None, (old, new)))
    if as_json:
        output.print_json(_as_json(compared))
    else:
        output.print_lines(*_lines(compared))


def _as_json(compared: Compared) -> output.Json:
    return {
        "page": compared.page,
        "old": revision_as_json(compared.old),
        "new": revision_as_json(compared.new),
        "change": change_as_json(compared.change),
        "paragraphs": [
            [{"op": str(piece.op), "text": piece.text} for piece in paragraph]
            for region in compared.difference.regions
            for paragraph in region.paragraphs
        ],
    }


def _lines(compared: Compared) -> Iterator[str]:
    old, new, change = compared.old, compared.new, compared.change
    judged = "Substantive" if change.substantive else "Small"
    yield f"{compared.page}: {old.id} to {new.id}"
    yield f"{judged}: {word_counts(change)}."
    if change.headline:
        yield f"Headline: [-{old.facts.title}-] {{+{new.facts.title}+}}"
    if "description" in change.fields:
        yield f"Summary: [-{old.facts.dek}-] {{+{new.facts.dek}+}}"
    if "authors" in change.fields:
        yield f"Authors: [-{', '.join(old.facts.authors)}-] {{+{', '.join(new.facts.authors)}+}}"
    yield from _paragraph_lines(compared.difference)


def _paragraph_lines(difference: Difference) -> Iterator[str]:
    """Yield the paragraphs that changed, with an empty line before each."""
    for region in difference.regions:
        for paragraph in region.paragraphs:
            yield ""
            yield "".join(map(_marked, paragraph)).strip()


def _marked(piece: Piece) -> str:
    if piece.op == "kept":
        return piece.text
    blank = " " if piece.text.startswith(" ") else ""
    text = piece.text.strip()
    return f"{blank}[-{text}-]" if piece.op == "removed" else f"{blank}{{+{text}+}}"


COMMAND = Command(
    "diff",
    "Show how two revisions of a page differ.",
    diff,
    (
        "backfile diff docs/articles/2021/04/pier.md",
        "backfile diff docs/articles/2021/04/pier.md 3f1c22 9a0b71",
        "backfile diff docs/articles/2021/04/pier.md --json",
    ),
)
