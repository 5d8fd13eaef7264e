"""What is kept of the pages of an archive, in one row of a sealed database for each folder.

A build asks for the pages in the order of their folders. So it reads and checks a row for each folder instead of one
for each page, and has no more than one folder in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from backfile.site.rendering import plain_values
from backfile.site.rendering.sealed_database import SealedDatabase

_KEY = b"folder"
"""The key of each row: when what is kept of a page may be used is decided page by page."""


class FolderRows:
    """A table of the database."""

    def __init__(self, database: SealedDatabase, table: str) -> None:
        """Take the database and the name of the table."""
        self._database, self._table = database, table
        self._folder: str | None = None
        self._rows = dict[str, list[Any]]()
        """Name of a page in the folder -> what is kept of it."""
        self._texts = dict[str, str]()
        """The same as JSON, of the pages of which something was stored."""
        self._names = dict[str, set[str]]()
        """Folder -> its pages, of the folders that were read or stored."""

    def find(self, path: str) -> list[Any] | None:
        """Return what is kept of a page; None if there is nothing. In: the path under docs/."""
        folder, _, name = path.rpartition("/")
        self._enter(folder)
        return self._rows.get(name)

    def store(self, path: str, values: list[Any]) -> None:
        """Keep a list of plain values. Raises plain_values.NotPlainError."""
        folder, _, name = path.rpartition("/")
        self._enter(folder)
        self._texts[name] = plain_values.write([name, *values])
        self._rows[name] = values

    def flush(self) -> None:
        """Write what was stored."""
        if self._folder is None:
            return
        self._names[self._folder] = set(self._rows)
        if self._texts:
            texts = (self._texts.get(name) or _text(name, values) for name, values in self._rows.items())
            self._database.store_text(self._table, self._folder, _KEY, f"[{','.join(texts)}]")
            self._texts = {}

    def remove_others(self, paths: Collection[str]) -> int:
        """Remove what is kept of other pages, and return how many they were."""
        self.flush()
        wanted = defaultdict[str, set[str]](set)
        for path in paths:
            folder, _, name = path.rpartition("/")
            wanted[folder].add(name)
        removed = 0
        for folder in [*self._database.paths(self._table)]:
            gone = self._names.get(folder, set()) - wanted[folder]
            if not wanted[folder]:
                removed += len(self._database.find(self._table, folder, _KEY) or ())
            elif gone:
                removed += len(gone)
                self._enter(folder)
                self._texts = {name: _text(name, values) for name, values in self._rows.items() if name not in gone}
                self._rows = {name: values for name, values in self._rows.items() if name not in gone}
                self.flush()
        self._database.remove_others(self._table, {folder for folder, names in wanted.items() if names})
        return removed

    def _enter(self, folder: str) -> None:
        """Read what is kept of the pages of a folder."""
        if folder != self._folder:
            self.flush()
            found = self._database.find(self._table, folder, _KEY) or ()
            self._folder, self._rows = folder, {name: values for name, *values in found}


def _text(name: str, values: list[Any]) -> str:
    return plain_values.write([name, *values])
