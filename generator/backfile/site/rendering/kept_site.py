"""The folder of a build whose files are those of the last build's site where they have the same content.

If the site is as the last build left it (`unchanged`), such a file stays where it is: it is not read, and nothing is
written. Otherwise it is read, compared, and becomes a second link in the folder of the build. Files that MkDocs copies
(images, and the files of the theme) are copied into the folder by each build.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.site.rendering.kept_files import link_file, read_file, write_file
from backfile.site.rendering.unchanged import LastSite, folders_of
from backfile.site.site_folder import SiteFolder

if TYPE_CHECKING:
    from mkdocs.structure.files import File


class KeptSite(SiteFolder):
    """The folder of one build."""

    def __init__(self, path: Path, old: Path, last: LastSite | None) -> None:
        """Take the folder; that of the last build's site; what is in the second, if it is as that build left it."""
        super().__init__(path)
        self._old, self._last = old, last
        self._start = len(os.fspath(path)) + 1
        self.stays = set[str]()
        """The files that stay where they are."""
        self._folders = set[str]()
        """Those in which such files are."""
        self.digests = dict[str, str]()
        """Path of a file that was written or kept -> the digest of its content."""
        self.sources: Mapping[str, str] = {}
        """Path of a file under docs/ -> the digest of what is in it, of those that were read."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, or let it stay."""
        self._put(content, path)

    def publish(self, file: File) -> None:
        """Write what is in a file of docs/, or let it stay."""
        digest = self.sources.get(file.src_uri)
        if not (self._last and digest and self.keep(file.src_uri, digest)):
            super().publish(file)

    def digest_of(self, file: File) -> str:
        """Return the digest of what is in a file of docs/."""
        return self.sources.get(file.src_uri) or super().digest_of(file)

    def put(self, content: bytes, file: str) -> str:
        """Write a file, or let it stay, and return its digest. In: its content, and where it would be written."""
        return self._put(content, file[self._start :].replace(os.sep, "/"))

    def _put(self, content: bytes, path: str) -> str:
        file, digest = f"{self.path}/{path}", hashlib.sha256(content).hexdigest()
        if not (self._last and self.keep(path, digest)):
            if path in self.digests:
                self.stays.discard(path)
                Path(file).unlink(missing_ok=True)  # It may be a file of the last build's site as well.
            self.digests[path] = digest
            write_file(content, file)
        return digest

    def keep(self, path: str, digest: str) -> bool:
        """Let a file of the last build's site be one of the new site, if its content has this digest; return whether
        that is so.
        """
        if self._last is None:
            old = f"{self._old}/{path}"
            content = read_file(old)
            if content is None or hashlib.sha256(content).hexdigest() != digest:
                return False
            link_file(old, f"{self.path}/{path}", content)
        elif self._last.digest(path) != digest:
            return False
        else:
            self.stays.add(path)
            if path.rpartition("/")[0] not in self._folders:
                self._folders.update(folders_of(path))
        self.digests[path] = digest
        return True

    def always_write(self) -> None:
        """Let no file stay from now on: what a fork knows is lost."""
        self._last = None

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError where there is none."""
        return self._old.joinpath(path).read_bytes() if path in self.stays else super().read(path)

    def is_file(self, path: str) -> bool:
        """Return whether there is a file at a path."""
        return path in self.stays or super().is_file(path)

    def is_free(self, path: str) -> bool:
        """Return whether the place of a new file is free."""
        places = (path, *folders_of(path))
        return path not in self._folders and self.stays.isdisjoint(places) and super().is_free(path)

    def paths(self) -> Iterator[str]:
        """Yield the path of every file."""
        yield from chain(self.stays, (path for path in super().paths() if path not in self.stays))
