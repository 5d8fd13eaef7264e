"""The SQLite file of the catalog: its tables, their version, opening it, errors of the disk."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from backfile.archive.database_files import connect, connect_to_read, remove
from backfile.fields.future_dates import RELEASE_YEAR
from backfile.settings.inside import is_inside

_VERSION = 10 * 10_000 + RELEASE_YEAR
"""Increase the first number when the stored data of a page change; files with another version are then replaced.

The year decides which dates lie in the future, and these are not stored.
"""

_TABLE = """
    CREATE TABLE page (
        path TEXT PRIMARY KEY, state TEXT NOT NULL,
        url TEXT, file TEXT, body TEXT, headline TEXT, seal TEXT NOT NULL, intact INTEGER NOT NULL,
        entry TEXT, fault TEXT, illustrated TEXT, folded TEXT, scraped INTEGER NOT NULL,
        sha256 TEXT, host TEXT, signature BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX by_url ON page (url) WHERE url IS NOT NULL;
    CREATE INDEX by_file ON page (file) WHERE file IS NOT NULL;
    CREATE INDEX by_body ON page (body) WHERE body IS NOT NULL;
    CREATE INDEX by_seal ON page (seal);
    CREATE INDEX by_input ON page (illustrated) WHERE illustrated IS NOT NULL;
    CREATE INDEX by_digest ON page (sha256) WHERE sha256 IS NOT NULL;
    CREATE INDEX by_headline ON page (folded, scraped) WHERE folded IS NOT NULL;
"""

_DISK_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
"""SQLite's error code -> the system's error number, for errors of the disk rather than of the file."""


def open_database(file: Path) -> sqlite3.Connection:
    """Open the catalog's file, which is replaced when it is missing or of another version. Raises sqlite3.Error."""
    return open_tables(file, _VERSION, _TABLE)


def open_tables(file: Path, version: int, tables: str) -> sqlite3.Connection:
    """Open a cache's file, which is replaced when it is missing or has other tables. Raises sqlite3.Error.

    In: also its version, and the statements that make its tables. A file of a stranger can have triggers and views.
    """
    database = connect(file)
    if not _is_ours(database, version, tables):
        database.close()
        remove(file)
        database = connect(file)
        database.executescript(f"BEGIN; PRAGMA user_version = {version}; {tables} COMMIT")
    return database


def _is_ours(database: sqlite3.Connection, version: int, tables: str) -> bool:
    """Return whether a database has a version and these tables, and nothing else: reading a view may never end."""
    stated = database.execute("PRAGMA user_version").fetchone()[0]
    return bool(stated == version) and _statements(database) == _parts(tables)


def _statements(database: sqlite3.Connection) -> list[str]:
    """Return the statements that made what is in a database, without what SQLite makes itself; sorted."""
    rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return sorted(" ".join(str(sql).split()) for (sql,) in rows)


def _parts(tables: str) -> list[str]:
    return sorted(" ".join(part.split()) for part in tables.split(";") if part.strip())


def open_to_read(file: Path) -> sqlite3.Connection | None:
    """Open the catalog's file for reading only; None when it is missing, damaged, of another version, or not ours."""
    database = connect_to_read(file) if is_inside(file, file.parent.parent) else None
    if database is None:
        return None
    with suppress(sqlite3.Error):
        if _is_ours(database, _VERSION, _TABLE):
            return database
    database.close()
    return None


def disk_error(error: sqlite3.Error) -> int | None:
    """Return the system's error number when the disk is full, read-only or failing; None when the file is damaged."""
    return _DISK_ERRORS.get(_code(error))


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def pages_with_images(file: Path, sha256: str) -> list[str]:
    """Return the paths, sorted, of the pages that were made from an input and have its images.

    In: the catalog's file, which is only read, so that workers can use it while a run writes; the digest of the input's
    content. Empty when there is no catalog.
    """
    opened = connect_to_read(file) if is_inside(file, file.parent.parent) else None
    if opened is None:
        return []
    query = "SELECT path FROM page WHERE illustrated = ? ORDER BY path"
    try:
        with closing(opened) as database:
            is_ours = _is_ours(database, _VERSION, _TABLE)
            return [path for (path,) in database.execute(query, (sha256,))] if is_ours else []
    except sqlite3.DatabaseError as error:
        if _code(error) == sqlite3.SQLITE_BUSY:
            raise
        # The file is damaged or of another version: the next run that writes replaces it first.
        return []
