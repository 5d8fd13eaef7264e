"""The folder of an archive: finding it, and paths that are not UTF-8, which MkDocs and Pagefind cannot read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from backfile.problems import NotAnArchiveError
from backfile.settings.layout import MKDOCS_YML

if TYPE_CHECKING:
    from pathlib import Path


def find(start: Path) -> Path:
    """Return the archive's folder: `start` or the nearest folder above it that holds a mkdocs.yml.

    Raises NotAnArchiveError when there is none.
    """
    start = start.resolve()
    refuse_undecodable(start)
    if not start.is_dir():
        raise NotAnArchiveError(f"{start} is not a folder. Name the archive's folder, or a folder in it.")
    for folder in (start, *start.parents):
        if (folder / MKDOCS_YML).is_file():
            return folder
    raise NotAnArchiveError(
        f"{start} is not an archive: no {MKDOCS_YML} here or above it. Make one with: backfile init FOLDER"
    )


def refuse_undecodable(folder: Path) -> None:
    """Raise NotAnArchiveError for a folder whose absolute path is not UTF-8."""
    if shown := undecodable(str(folder.absolute())):
        raise NotAnArchiveError(
            f"{shown} cannot be an archive: its path is not UTF-8. Rename the folder, or move the archive."
        )


def first_undecodable(folder: Path) -> str | None:
    """Return the first file or folder below `folder` whose name is not UTF-8, as messages show it; None without one."""
    for parent, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            if shown := undecodable(name):
                return os.path.join(parent, shown)  # noqa: PTH118  (the name that is shown is no path)
    return None


def undecodable(path: str) -> str | None:
    """Return a path that is not UTF-8, with U+FFFD for its other bytes; None for a path that is UTF-8."""
    encoded = os.fsencode(path)
    try:
        encoded.decode("utf-8")
    except UnicodeDecodeError:
        return encoded.decode("utf-8", "replace")
    return None
