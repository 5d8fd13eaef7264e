"""Writing of files of the site that are no pages, such as feeds, unless the owner has a file of that name in docs/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

if TYPE_CHECKING:
    from collections.abc import Set

    from mkdocs.structure.files import Files


def used_paths(files: Files) -> frozenset[str]:
    """Return the paths of all files of the site, relative to its folder."""
    return frozenset(file.dest_uri for file in files)


def write_unless_used(site: Path, path: str, text: str, used: Set[str]) -> None:
    """Write `text` as UTF-8 to `path` in the folder `site`, unless `path` is in `used`."""
    if path not in used:
        write_file(text.encode(), f"{site}/{path}")


def can_be_written(site: Path, path: str) -> bool:
    """Return whether the place of a new file in the site is free: no file is there, nor where its folders must be."""
    file = site / path
    folders = [folder for folder in file.parents if folder.is_relative_to(site)]
    return not file.exists() and not any(folder.is_file() for folder in folders)
