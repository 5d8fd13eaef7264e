"""Files of the site that are no pages, such as feeds: written where its owner has no file of that name in docs/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

if TYPE_CHECKING:
    from collections.abc import Set

    from mkdocs.structure.files import Files


def taken(files: Files) -> frozenset[str]:
    """Give the places that are taken, relative to the site."""
    return frozenset(file.dest_uri for file in files)


def write(site: Path, name: str, text: str, taken: Set[str]) -> None:
    """Write a file into the built `site`, unless its place is taken."""
    if name not in taken:
        write_file(text.encode(), f"{site}/{name}")
