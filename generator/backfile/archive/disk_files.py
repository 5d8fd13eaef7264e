"""The files of a manifest as they are on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from backfile.settings.inside import read_bytes


def read_folders(root: Path, folders: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files below folders of an archive: path, relative to `root`, and content; None if it cannot be read.

    The content of a link is the path that it names, as in git: no link is followed.
    """
    for folder in folders:
        for name, subfolders, names in os.walk(root / folder):
            links = [entry for entry in subfolders if Path(name, entry).is_symlink()]
            for file in (Path(name, entry) for entry in sorted([*names, *links])):
                try:
                    content = os.fsencode(file.readlink()) if file.is_symlink() else read_bytes(file, root)
                except OSError:
                    yield file.relative_to(root).as_posix(), None
                else:
                    yield file.relative_to(root).as_posix(), content
