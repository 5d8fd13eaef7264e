"""The files of a manifest as they are on the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from backfile.settings.inside import LARGEST_TEXT, open_file, read_bytes


def read_folders(root: Path, folders: Iterable[str]) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield the files below folders of an archive: path, relative to `root`, SHA-256, and content. The digest is empty
    if the file cannot be read. The content is None then, and for a file that is too large for a text.

    The content of a link is the path that it names, as in git: no link is followed.
    """
    for folder in folders:
        for name, subfolders, names in os.walk(root / folder):
            links = [entry for entry in subfolders if Path(name, entry).is_symlink()]
            for file in (Path(name, entry) for entry in sorted([*names, *links])):
                try:
                    digest, content = _read(file, root)
                except OSError:
                    digest, content = "", None
                yield file.relative_to(root).as_posix(), digest, content


def _read(file: Path, root: Path) -> tuple[str, bytes | None]:
    if not file.is_symlink() and file.lstat().st_size > LARGEST_TEXT:
        with os.fdopen(open_file(file, root), "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest(), None
    content = os.fsencode(file.readlink()) if file.is_symlink() else read_bytes(file, root)
    return hashlib.sha256(content).hexdigest(), content
