"""The cache of rendering: what became of the texts of pages, and from what each page of the site was made.

Owns its tables. When an entry may be used is decided in `texts` and `pages`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from backfile.site.rendering import plain_values
from backfile.site.rendering.folder_rows import FolderRows
from backfile.site.rendering.sealed_database import SealedDatabase, as_bytes, as_text

_VERSION = 6
_COLUMNS = "(path TEXT PRIMARY KEY, key BLOB NOT NULL, data BLOB NOT NULL, signature BLOB NOT NULL)"
_TABLES = f"""
    CREATE TABLE text {_COLUMNS};
    CREATE TABLE page {_COLUMNS};
    CREATE TABLE preview {_COLUMNS};
    CREATE TABLE body (path TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
_FAST = 1
"""The level of compression."""
_TEXT, _PAGE, _PREVIEW = "text", "page", "preview"


class Source(NamedTuple):
    """Of what the text of a page was made."""

    state: str
    """The state of its file, if that tells whether the file is the same (`file_state.settled_state`)."""
    digest: str
    """The SHA-256 of what is in the file."""
    key: bytes
    """The digest of all that the text depends on, but for what is looked for."""


class RenderingCache:
    """The cache of one archive; in its parts as `SealedDatabase`."""

    def __init__(self, file: Path, *, is_new: bool = False, is_preview: bool = False) -> None:
        """Take the cache's file, which is made when it is missing or of another version, or if it shall be new.

        What is known of the pages of previews is apart.
        """
        if is_new:
            with suppress(OSError):
                file.unlink()
        self._database = SealedDatabase(file, _VERSION, _TABLES)
        self._texts = FolderRows(self._database, _TEXT)
        self._pages = FolderRows(self._database, _PREVIEW if is_preview else _PAGE)
        self._bodies: set[str] | None = None
        """The pages of which there is a body."""

    @property
    def is_usable(self) -> bool:
        """Return whether what is stored can be found again."""
        return self._database.is_usable

    def text(self, path: str) -> tuple[Source, list[Any]] | None:
        """Return what is kept of the text of a page, and of what it was made; None if there is nothing.

        In: the path under docs/.
        """
        found = self._texts.find(path)
        return (Source(found[0], found[1], bytes.fromhex(found[2])), found[3:]) if found else None

    def store_text(self, path: str, source: Source, values: list[object]) -> None:
        """Keep the text of a page. In: the digest of its body as the last value. Raises plain_values.NotPlainError."""
        self._texts.store(path, [source.state, source.digest, source.key.hex(), *values])

    def store_body(self, path: str, data: bytes) -> str:
        """Keep the body of a page, as `pack` returns it, and return its digest."""
        self._database.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", path, data)
        self._paths_of_bodies().add(path)
        return _digest(data)

    def body(self, path: str, digest: str) -> list[Any] | None:
        """Return the values of the body of a page; None if they are not there. In: its path, the digest of the body."""
        row = self._database.row("SELECT data FROM body WHERE path = ?", path)
        if row is None or not isinstance(row[0], bytes) or _digest(row[0]) != digest:
            return None
        return unpack(row[0])

    def has_body(self, path: str) -> bool:
        """Return whether there is a body of a page, whatever is in it."""
        return path in self._paths_of_bodies()

    def _paths_of_bodies(self) -> set[str]:
        if self._bodies is None:
            self._bodies = set(self._database.paths("body"))
        return self._bodies

    def page(self, path: str, key: bytes) -> list[Any] | None:
        """Return what is kept of a page of the site. In: its path under docs/, the digest of what it depends on."""
        found = self._pages.find(path)
        return found[1:] if found and found[0] == key.hex() else None

    def store_page(self, path: str, key: bytes, values: list[object]) -> None:
        """Keep what is known of a page of the site. Raises plain_values.NotPlainError."""
        self._pages.store(path, [key.hex(), *values])

    def remove_others(self, texts: Collection[str], pages: Collection[str]) -> int:
        """Remove what is kept of pages that the archive does not have any more, and return how many they were.

        In: the paths of the pages of which a text is kept, and of those of which the page of the site is kept.
        """
        self._database.remove_others("body", texts)
        self._texts.remove_others(texts)
        return self._pages.remove_others(pages)

    def commit(self) -> None:
        """Keep what was stored. Forks read it, and must not wait for this process, which waits for them."""
        self._flush()
        self._database.commit()

    def reopen(self) -> None:
        """Read the file through a connection of its own, in a fork."""
        self._database.reopen()

    def close(self) -> None:
        """Keep what was stored, and close the file."""
        self._flush()
        self._database.close()

    def _flush(self) -> None:
        self._texts.flush()
        self._pages.flush()


def pack(body: list[object]) -> bytes:
    """Return the values of the body of a page as they are stored. Raises plain_values.NotPlainError."""
    return zlib.compress(as_bytes(plain_values.write(body)), _FAST)


def unpack(data: bytes) -> list[Any] | None:
    """Return the values of the body of a page; None for what is none."""
    found = plain_values.read(as_text(zlib.decompress(data)))
    return found if isinstance(found, list) else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
