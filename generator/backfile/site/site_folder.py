"""The folder in which a site is built: what was written there, by paths from the site's root.

`rendering.kept_site` has one of which a part stays where the last build put it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

if TYPE_CHECKING:
    from mkdocs.structure.files import File


class SiteFolder:
    """The folder of one build."""

    def __init__(self, path: Path) -> None:
        """Take the folder."""
        self.path = path

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the site."""
        write_file(content, f"{self.path}/{path}")

    def publish(self, file: File) -> None:
        """Write what is in a file of docs/, at its path there."""
        self.write(file.src_uri, file.content_bytes)

    def digest_of(self, file: File) -> str:
        """Return the SHA-256 of what is in a file of docs/, in hexadecimal."""
        return hashlib.sha256(file.content_bytes).hexdigest()

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError where there is none."""
        return self.path.joinpath(path).read_bytes()

    def is_file(self, path: str) -> bool:
        """Return whether there is a file at a path."""
        return self.path.joinpath(path).is_file()

    def is_free(self, path: str) -> bool:
        """Return whether the place of a new file is free: nothing is there, and no file where its folders must be."""
        file = self.path / path
        folders = [folder for folder in file.parents if folder.is_relative_to(self.path)]
        return not file.exists() and not any(folder.is_file() for folder in folders)

    def paths(self) -> Iterator[str]:
        """Yield the path of every file."""
        yield from site_files(self.path)


def site_files(site: Path) -> Iterator[str]:
    """Yield the path of every file of a built site, from its root."""
    start = len(os.fspath(site)) + 1
    for folder, _, names in os.walk(site):
        inside = folder[start:].replace(os.sep, "/")
        yield from (f"{inside}/{name}" if inside else name for name in names)
