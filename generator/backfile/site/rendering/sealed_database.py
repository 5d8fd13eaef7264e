"""A SQLite file in the cache of an archive whose rows are sealed. It only saves work.

A row that is missing, damaged or not sealed by this user (`settings.own_key`) is not there, and a file that cannot be
read or written is not used any more. Values are data, never code. Nothing is flushed to the disk: after a power cut the
file may be damaged, and is then replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from backfile.archive.catalog_database import open_tables
from backfile.archive.database_files import remove
from backfile.settings.own_key import is_sealed, seal
from backfile.site.rendering import plain_values

_BATCH = 500
"""After how many rows that are stored they are kept even if the build is killed."""


class SealedDatabase:
    """The file. One process at a time writes, which holds the lock of builds."""

    def __init__(self, file: Path, version: int, tables: str) -> None:
        """Take the file, which is made when it is missing or of another version, and the statements for its tables.

        Each has the columns `path` (the primary key), `key`, `data` and `signature`.
        """
        self._file, self._version, self._tables = file, version, tables
        self._stored = 0
        self._of_parent: sqlite3.Connection | None = None
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._open()
        except (sqlite3.Error, OSError):
            with suppress(OSError, sqlite3.Error):
                remove(file)
                self._database = self._open()

    def reopen(self) -> None:
        """Read the file through a connection of its own, in a fork: two processes must not share one."""
        if self._database:
            self._of_parent, self._database = self._database, None  # The former must not be closed here.
            self._database = self._open()

    @property
    def is_usable(self) -> bool:
        """Return whether what is stored can be found again."""
        return self._database is not None

    def _open(self) -> sqlite3.Connection:
        database = open_tables(self._file, self._version, self._tables)
        database.execute("PRAGMA busy_timeout = 60000")  # Forks read while their parent writes.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -16384")  # in KB
        return database

    def find(self, table: str, path: str, key: bytes) -> list[Any] | None:
        """Return the list that is kept of a path under a key; None if there is none. In: also the name of the table."""
        row = self.row(f"SELECT data, signature FROM {table} WHERE path = ? AND key = ?", path, key)  # noqa: S608
        if row is None or not all(isinstance(value, bytes) for value in row):
            return None
        if not is_sealed(row[1], f"site: {table}", path.encode(), key, row[0]):
            return None
        found = plain_values.read(as_text(row[0]))
        return found if isinstance(found, list) else None

    def has(self, table: str, path: str, key: bytes) -> bool:
        """Return whether something is kept of a path under a key, whatever it is. In: also the name of the table."""
        return self.row(f"SELECT 1 FROM {table} WHERE path = ? AND key = ?", path, key) is not None  # noqa: S608

    def store(self, table: str, path: str, key: bytes, values: list[object]) -> None:
        """Keep a list of plain values in the place of what was kept of the path. Raises plain_values.NotPlainError."""
        self.store_text(table, path, key, plain_values.write(values))

    def store_text(self, table: str, path: str, key: bytes, text: str) -> None:
        """Keep a list of plain values. In: as for `store`, but the list as `plain_values.write` returns it."""
        data = as_bytes(text)
        signature = seal(f"site: {table}", path.encode(), key, data)
        self.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", path, key, data, signature)  # noqa: S608
        self._stored += 1
        if self._stored % _BATCH == 0:
            self.commit()

    def paths(self, table: str) -> Iterator[str]:
        """Yield the paths of a table."""
        try:
            rows = self._database.execute(f"SELECT path FROM {table}").fetchall() if self._database else []  # noqa: S608
        except sqlite3.Error as error:
            self._give_up(error)
            return
        yield from (path for (path,) in rows if isinstance(path, str))

    def remove_others(self, table: str, paths: Collection[str]) -> int:
        """Remove what is kept of other paths than these from a table, and return how many they were."""
        others = [path for path in self.paths(table) if path not in paths]
        for path in others:
            self.execute(f"DELETE FROM {table} WHERE path = ?", path)  # noqa: S608
        return len(others)

    def close(self) -> None:
        """Keep what was stored, and close the file."""
        self.commit()
        if self._database:
            self._database.close()
            self._database = None

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of a query; None without one."""
        if self._database is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return row

    def execute(self, query: str, *values: object) -> None:
        """Execute a statement that returns nothing."""
        if self._database is None:
            return
        try:
            self._database.execute(query, values)
        except sqlite3.Error as error:
            self._give_up(error)

    def commit(self) -> None:
        """Keep what was stored, also if the process is killed."""
        try:
            if self._database:
                self._database.commit()
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        """Use the file no more: it is damaged, or cannot be written. A damaged one is removed."""
        if self._database:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None
            if not isinstance(error, sqlite3.OperationalError):
                with suppress(OSError):
                    remove(self._file)


def as_bytes(text: str) -> bytes:
    """Return text as bytes, also one with half of a surrogate pair."""
    return text.encode("utf-8", "surrogatepass")


def as_text(data: bytes) -> str:
    """Return the text that `as_bytes` was given."""
    return data.decode("utf-8", "surrogatepass")
