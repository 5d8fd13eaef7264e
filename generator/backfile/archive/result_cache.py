"""The cache of results: what became of inputs that were read before, by a digest of the input and of the rules.

The cache only saves work: without it, or where an entry is missing, damaged or not signed by this user, the
input is read again. Entries are data, never code, and each is signed (`settings.own_key`): archives come from
strangers. What an entry says is decided in `operations.read_inputs`; the state of stored files is kept so that those
that have not changed since they were verified need not be read again.

Nothing is flushed to the disk: after a power cut the file may be damaged, and it is then replaced.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from backfile.archive.catalog_database import disk_error, open_tables
from backfile.archive.database_files import remove
from backfile.archive.file_state import regular_state
from backfile.problems import StorageError
from backfile.settings.own_key import is_sealed, seal

_VERSION = 1
_TABLES = """
    CREATE TABLE input (
        name BLOB PRIMARY KEY, rules BLOB NOT NULL, data TEXT NOT NULL, signature BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE record (
        name BLOB NOT NULL, number INTEGER NOT NULL, data TEXT NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (name, number)
    ) WITHOUT ROWID;
    CREATE TABLE page (
        name BLOB NOT NULL, number INTEGER NOT NULL, page BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (name, number)
    );
    CREATE TABLE verified (path TEXT PRIMARY KEY, state TEXT NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID;
"""
_CHECKPOINT_SECONDS = 5.0
"""What a run that is killed has stored in the last seconds is lost."""
_DAMAGED = "a page in it is damaged"
_FAST = 1
"""The level of compression: pages are written once for each input, and rarely read."""


@dataclass(frozen=True, slots=True)
class CachedInput:
    """What is kept of an input: how many records it has, and what else its results depend on."""

    records: int
    lookups: tuple[tuple[str, ...], ...] = ()
    """As in `workers.lookups`."""
    needs_more: bool = False
    """Whether it depends on more than the input: on lookups, or on files that only its conversion provides."""
    only: str | None = None
    """The data of its record, as JSON, if it has just one; those of other inputs are in rows of their own."""


class ResultCache:
    """The cache of one archive, for one process at a time, which holds the archive's lock.

    A damaged file is replaced, also during a run: then nothing is found any more. Raises StorageError when the disk is
    the cause.
    """

    def __init__(self, file: Path) -> None:
        """Take the cache's file, which is made when it is missing or of another version."""
        self._file = file
        self._stored_at = monotonic()
        try:
            self._database = self._open()
        except sqlite3.Error as error:
            self._replace(error)

    def _open(self) -> sqlite3.Connection:
        database = open_tables(self._file, _VERSION, _TABLES)
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -32768")  # in KB
        return database

    def _replace(self, error: sqlite3.Error) -> None:
        """Make a new file in the place of the damaged one."""
        number = disk_error(error)
        if number is not None:
            raise StorageError(self._file, OSError(number, str(error))) from error
        remove(self._file)
        self._database = self._open()

    def close(self) -> None:
        """Store what was added, and close the file."""
        try:
            self._database.commit()
        except sqlite3.Error as error:
            self._database.close()
            self._replace(error)
        self._database.close()

    def find(self, name: bytes) -> CachedInput | None:
        """Return what is kept of an input, if all of it is there and signed. In: its digest."""
        try:
            row = self._database.execute("SELECT data, signature FROM input WHERE name = ?", (name,)).fetchone()
            if row is None or not _is_signed(row[1], "input", name, row[0]):
                return None
            values = json.loads(row[0])
            found = CachedInput(values[0], tuple(tuple(lookup) for lookup in values[1]), *values[2:])
            is_whole = found.only is not None or sum(1 for _ in self._signed(name)) == found.records
        except sqlite3.Error as error:
            self._replace(error)
            return None
        return found if is_whole else None

    def records(self, name: bytes, only: str | None) -> Iterator[tuple[int, Any]]:
        """Yield number and data of each record of an input that `find` found, in order. Raises StorageError.

        In: the digest of the input, and its `CachedInput.only`.
        """
        if only is not None:
            yield 0, json.loads(only)
            return
        query = "SELECT number, data FROM record WHERE name = ? ORDER BY number"
        try:
            for number, data in self._database.execute(query, (name,)):
                yield number, json.loads(data)
        except sqlite3.Error as error:
            raise StorageError(self._file, OSError(str(error)), "read") from error

    def _signed(self, name: bytes) -> Iterator[int]:
        """Yield the numbers of the records that are signed, from 0 on, up to the first gap."""
        query = "SELECT number, data, signature FROM record WHERE name = ? ORDER BY number"
        for at, (number, data, signature) in enumerate(self._database.execute(query, (name,))):
            if at != number or not _is_signed(signature, "record", name, str(number), data):
                return
            yield number

    def page(self, name: bytes, number: int) -> str:
        """Return the text of the page of a record.

        Raises StorageError when it is not there, or not signed. Then nothing is kept, and the next run reads again.
        """
        query = "SELECT page, signature FROM page WHERE name = ? AND number = ?"
        try:
            page, signature = self._database.execute(query, (name, number)).fetchone() or (b"", b"")
        except sqlite3.Error as error:
            raise StorageError(self._file, OSError(str(error)), "read") from error
        if not _is_signed(signature, "page", name, str(number), page):
            self.clear()
            raise StorageError(self._file, OSError(_DAMAGED), "read")
        return zlib.decompress(page).decode()

    def store_record(self, name: bytes, number: int, data: str) -> None:
        """Keep the data of a record of an input, as JSON."""
        signature = _sign("record", name, str(number), data)
        self._store("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", name, number, data, signature)

    def store_page(self, name: bytes, number: int, text: str) -> None:
        """Keep the text of the page of a record of an input."""
        packed = zlib.compress(text.encode("utf-8", "replace"), _FAST)
        signature = _sign("page", name, str(number), packed)
        self._store("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", name, number, packed, signature)

    def store_input(self, name: bytes, rules: bytes, found: CachedInput) -> None:
        """Keep an input, all of whose records are stored. In: also the digest of the rules."""
        text = json.dumps([found.records, found.lookups, found.needs_more, found.only])
        signature = _sign("input", name, text)
        self._store("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?)", name, rules, text, signature)

    def is_verified(self, path: str, state: str) -> bool:
        """Return whether the file at a path was verified when it had that `file_state`."""
        query = "SELECT state, signature FROM verified WHERE path = ?"
        try:
            row = self._database.execute(query, (path,)).fetchone()
        except sqlite3.Error as error:
            self._replace(error)
            return False
        return row is not None and row[0] == state and _is_signed(row[1], "verified", path, state)

    def store_verified(self, path: str, state: str) -> None:
        """Keep that the file at a path was verified when it had that `file_state`."""
        signature = _sign("verified", path, state)
        self._store("INSERT OR REPLACE INTO verified VALUES (?, ?, ?)", path, state, signature)

    def verify(self, path: str, file: str, check: Callable[[], bool]) -> bool:
        """Return whether a file is complete: it was when it was checked before and has not changed since, or `check`
        says so now.

        In: a path that identifies the file, the file.
        """
        state = regular_state(file)
        if state and self.is_verified(path, state):
            return True
        if not check():
            return False
        if state:
            self.store_verified(path, state)
        return True

    def clear(self) -> None:
        """Remove everything."""
        for table in ("input", "record", "page", "verified"):
            self._store(f"DELETE FROM {table}")  # noqa: S608

    def remove_others(self, rules: bytes) -> None:
        """Remove the results that were made by other rules, and records of inputs that were not read to their end."""
        self._store("DELETE FROM input WHERE rules <> ?", rules)
        for table in ("record", "page"):
            self._store(f"DELETE FROM {table} WHERE name NOT IN (SELECT name FROM input)")  # noqa: S608

    def _store(self, query: str, *values: object) -> None:
        try:
            self._database.execute(query, values)
            if monotonic() - self._stored_at > _CHECKPOINT_SECONDS:
                self._database.commit()
                self._stored_at = monotonic()
        except sqlite3.Error as error:
            self._database.close()
            self._replace(error)


def _sign(purpose: str, *values: bytes | str) -> bytes:
    return seal(f"result: {purpose}", *map(_as_bytes, values))


def _is_signed(signature: object, purpose: str, *values: object) -> bool:
    """Return whether a signature is that of values from the file, which may have other types there."""
    if not isinstance(signature, bytes) or not all(isinstance(value, bytes | str) for value in values):
        return False
    return is_sealed(signature, f"result: {purpose}", *map(_as_bytes, values))


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
