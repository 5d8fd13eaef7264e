"""The files of SQLite in the cache of an archive. Owns opening and removing them.

A cloned archive can bring such files. SQLite applies a journal that lies beside a database, and then deletes the file
that the journal names as its super-journal, wherever that is (https://www.sqlite.org/fileformat2.html, "The Rollback
Journal"). This program never writes to two databases at once, so that its journals name none, and never
uses a write-ahead log.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from pathlib import Path

_JOURNAL = "-journal"
_LOG = ("-wal", "-shm")
_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal that names a super-journal."""
_VERSIONS = slice(18, 20)
"""The bytes of a database that state its versions for writing and reading: 1 each without a write-ahead log."""


def connect(file: Path) -> sqlite3.Connection:
    """Open a database to write, which is made when it is missing, and removed first if it is not this program's.

    Raises sqlite3.Error, and OSError for what cannot be removed.
    """
    if not _is_own(file):
        remove(file)
    return sqlite3.connect(file)


def connect_to_read(file: Path) -> sqlite3.Connection | None:
    """Open a database for reading only; None when it is missing, not this program's, or cannot be opened."""
    if not file.exists() or not _is_own(file):
        return None
    try:
        return sqlite3.connect(f"{file.as_uri()}?mode=ro", timeout=20, uri=True)
    except sqlite3.Error:
        return None


def remove(file: Path) -> None:
    """Remove a database with what lies beside it. Links are removed, not followed."""
    for path in _files(file):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _files(file: Path) -> list[Path]:
    return [file.with_name(file.name + end) for end in ("", _JOURNAL, *_LOG)]


def _is_own(file: Path) -> bool:
    """Return whether this program's SQLite could have written a database and what lies beside it."""
    database, journal, *log = _files(file)
    if any(map(os.path.lexists, log)) or not all(map(_is_regular, (database, journal))):
        return False
    return _read(database, 0, _VERSIONS.stop)[_VERSIONS] in (b"", b"\1\1") and _read(journal, -len(_MAGIC)) != _MAGIC


def _is_regular(path: Path) -> bool:
    """Return whether a path is missing or a file; a pipe could wait for ever."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True


def _read(path: Path, begin: int, length: int = -1) -> bytes:
    """Return bytes of a file; none if it cannot be read, as a journal that a run removes now. SQLite reports others.

    In: where they begin, from the end if it is negative.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(begin, -path.stat().st_size), os.SEEK_END if begin < 0 else os.SEEK_SET)
            return file.read(length)
    except OSError:
        return b""
