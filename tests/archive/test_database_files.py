"""Databases that a cloned archive brings in its cache: SQLite must do nothing for them outside of it."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

import backfile
from backfile.archive.catalog_database import open_database, open_to_read, pages_with_images
from backfile.archive.database_files import connect
from backfile.archive.result_cache import ResultCache
from backfile.archive.revisions.cache import open_cache
from backfile.settings.layout import CATALOG
from backfile.site.rendering.sealed_database import SealedDatabase

MAGIC = bytes.fromhex("d9d505f920a163d7")
TABLE = "CREATE TABLE text (path TEXT PRIMARY KEY, key BLOB, data BLOB, signature BLOB) WITHOUT ROWID;"


def journal(size: int, named: str) -> bytes:
    """Return a journal without pages for a database of some pages, which names a super-journal."""
    name = named.encode()
    head = (MAGIC + struct.pack(">IIIII", 0, 0, size, 512, 4096)).ljust(512, b"\0")
    check = struct.pack(">II", len(name), sum(name) & 0xFFFFFFFF)
    return head + struct.pack(">I", 0x40000000 // 4096 + 1) + name + check + MAGIC


def absolute(database: Path, victim: Path) -> None:
    """Name the file in a journal."""
    beside(database).write_bytes(journal(database.stat().st_size // 4096, str(victim)))


def relative(database: Path, victim: Path) -> None:
    """Name the file by a relative path, for a database without pages that are changed."""
    beside(database).write_bytes(journal(1, os.path.relpath(victim)))


def linked(database: Path, victim: Path) -> None:
    """Put a link in the place of the journal."""
    beside(database).symlink_to(victim)


def pipe(database: Path, victim: Path) -> None:
    """Put a pipe in the place of the journal, which waits for ever."""
    os.mkfifo(beside(database))


def folder(database: Path, victim: Path) -> None:
    """Put a folder in the place of the journal."""
    beside(database).mkdir()


def linked_log(database: Path, victim: Path) -> None:
    """Put a link in the place of the memory that a write-ahead log shares."""
    with sqlite3.connect(database) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
    database.with_name(f"{database.name}-shm").symlink_to(victim)


def log(database: Path, victim: Path) -> None:
    """State in a database that it has a write-ahead log."""
    with database.open("r+b") as file:
        file.seek(18)
        file.write(b"\2\2")


def beside(database: Path) -> Path:
    return database.with_name(f"{database.name}-journal")


def use_catalog(root: Path) -> None:
    open_to_read(root / CATALOG)
    pages_with_images(root / CATALOG, "a")
    open_database(root / CATALOG).close()


def use_results(root: Path) -> None:
    ResultCache(root / ".backfile" / "results.sqlite").close()


def use_history(root: Path) -> None:
    with open_cache(root):
        pass


def use_site(root: Path) -> None:
    SealedDatabase(root / ".backfile" / "rendered.sqlite", 1, TABLE).close()


@pytest.mark.parametrize("attack", [absolute, relative, linked, pipe, folder, linked_log, log])
@pytest.mark.parametrize("use", [use_catalog, use_results, use_history, use_site])
def test_what_lies_beside_a_database_is_not_believed(
    use: Callable[[Path], None], attack: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    cache = tmp_path / "archive" / ".backfile"
    cache.mkdir(parents=True)
    use(cache.parent)
    (database,) = cache.glob("*.sqlite")
    before = database.read_bytes()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    attack(database, victim)
    use(cache.parent)
    assert victim.read_text() == "precious"
    assert [file.name for file in cache.iterdir()] == [database.name]
    assert database.read_bytes()[:24] == before[:24]


def test_a_run_that_was_killed_is_rolled_back(tmp_path: Path) -> None:
    """A journal of this program is believed: what it keeps is not lost."""
    file = tmp_path / CATALOG
    file.parent.mkdir()
    with open_database(file) as database:
        database.execute("PRAGMA cache_size = 1")
        database.execute("CREATE TABLE many (text)")
        database.execute("INSERT INTO many VALUES ('kept')")
    database.execute("BEGIN")
    database.execute("UPDATE many SET text = 'lost'")
    database.executemany("INSERT INTO many VALUES (?)", [("lost" * 1000,)] * 50)
    copies = [(path.name, path.read_bytes()) for path in file.parent.iterdir()]
    database.close()
    assert len(copies) == 2
    for name, content in copies:
        (file.parent / name).write_bytes(content)
    opened = connect(file)
    assert opened.execute("SELECT * FROM many").fetchall() == [("kept",)]
    opened.close()


def test_databases_are_opened_in_one_place() -> None:
    package = Path(backfile.__file__).parent
    opening = [path.name for path in package.rglob("*.py") if "sqlite3.connect(" in path.read_text("utf-8")]
    assert opening == ["database_files.py"]
