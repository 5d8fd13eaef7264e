"""The cache of rendering: what became of the texts of pages, and from what each page of the site was made.

Owns its tables. When an entry may be used is decided in `texts` and `pages`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from backfile.site.rendering import plain_values
from backfile.site.rendering.sealed_database import SealedDatabase, as_bytes, as_text

_VERSION = 3
_COLUMNS = "(path TEXT PRIMARY KEY, key BLOB NOT NULL, data BLOB NOT NULL, signature BLOB NOT NULL)"
_TABLES = f"""
    CREATE TABLE text {_COLUMNS};
    CREATE TABLE page {_COLUMNS};
    CREATE TABLE body (path TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
_FAST = 1
"""The level of compression."""
_TEXT, _PAGE = "text", "page"


class RenderingCache:
    """The cache of one archive; in its parts as `SealedDatabase`."""

    def __init__(self, file: Path, *, is_new: bool = False) -> None:
        """Take the cache's file, which is made when it is missing or of another version, or if it shall be new."""
        if is_new:
            with suppress(OSError):
                file.unlink()
        self._database = SealedDatabase(file, _VERSION, _TABLES)

    @property
    def is_usable(self) -> bool:
        """Return whether what is stored can be found again."""
        return self._database.is_usable

    def text(self, path: str, key: bytes) -> list[Any] | None:
        """Return what is kept of the text of a page; None if there is nothing. In: the path under docs/, the digest of
        what the text depends on.
        """
        return self._database.find(_TEXT, path, key)

    def store_text(self, path: str, key: bytes, values: list[object], data: bytes) -> str:
        """Keep the text of a page, with the digest of its body as the last value, and return that digest.

        In: the body as `pack` returns it. Raises plain_values.NotPlainError.
        """
        self._database.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", path, data)
        self._database.store(_TEXT, path, key, [*values, _digest(data)])
        return _digest(data)

    def body(self, path: str, digest: str) -> list[Any] | None:
        """Return the values of the body of a page; None if they are not there. In: its path, the digest of the body."""
        row = self._database.row("SELECT data FROM body WHERE path = ?", path)
        if row is None or not isinstance(row[0], bytes) or _digest(row[0]) != digest:
            return None
        return unpack(row[0])

    def has_body(self, path: str) -> bool:
        """Return whether there is a body of a page, whatever is in it."""
        return self._database.row("SELECT 1 FROM body WHERE path = ?", path) is not None

    def page(self, path: str, key: bytes) -> list[Any] | None:
        """Return what is kept of a page of the site. In: its path under docs/, the digest of what it depends on."""
        return self._database.find(_PAGE, path, key)

    def store_page(self, path: str, key: bytes, values: list[object]) -> None:
        """Keep what is known of a page of the site. Raises plain_values.NotPlainError."""
        self._database.store(_PAGE, path, key, values)

    def remove_others(self, texts: Collection[str], pages: Collection[str]) -> int:
        """Remove what is kept of pages that the archive does not have any more, and return how many they were.

        In: the paths of the pages of which a text is kept, and of those of which the page of the site is kept.
        """
        self._database.remove_others("body", texts)
        self._database.remove_others(_TEXT, texts)
        return self._database.remove_others(_PAGE, pages)

    def commit(self) -> None:
        """Keep what was stored: forks read it."""
        self._database.commit()

    def reopen(self) -> None:
        """Read the file through a connection of its own, in a fork."""
        self._database.reopen()

    def close(self) -> None:
        """Keep what was stored, and close the file."""
        self._database.close()


def pack(body: list[object]) -> bytes:
    """Return the values of the body of a page as they are stored. Raises plain_values.NotPlainError."""
    return zlib.compress(as_bytes(plain_values.write(body)), _FAST)


def unpack(data: bytes) -> list[Any] | None:
    """Return the values of the body of a page; None for what is none."""
    found = plain_values.read(as_text(zlib.decompress(data)))
    return found if isinstance(found, list) else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
