"""The cache of history: the facts of texts and the changes between them, by git's hashes of the texts; and
which texts are of the article of a page.

It only saves work. Texts with one hash are the same, so an entry never becomes outdated; only the program that made it
does. What is of an article depends on what its owner says, too: the key has a digest of that. Entries are data, and
each is sealed (`settings.own_key`), because archives come from strangers. A file that is damaged, locked by another
run, or behind a link that leads out of the archive is not used.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from backfile.archive.catalog_database import open_tables
from backfile.archive.revisions.judgement import Change
from backfile.archive.revisions.page_facts import PageFacts
from backfile.settings.inside import is_inside
from backfile.settings.layout import HISTORY
from backfile.settings.own_key import is_sealed, seal

_VERSION = 2
"""Increase it when facts, judgements or the rule of identity change: files with another version are replaced."""
_TABLES = """
    CREATE TABLE facts (blob TEXT PRIMARY KEY, data TEXT NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE own (page TEXT PRIMARY KEY, data TEXT NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE change (pair TEXT PRIMARY KEY, data TEXT NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID;
"""


class HistoryCache:
    """The entries of one archive's cache, which are read when it is opened."""

    def __init__(self, database: sqlite3.Connection | None) -> None:
        """Take the open file; None for a cache that keeps nothing."""
        self._database = database
        self._facts: dict[str, str] = dict(self._read("facts"))
        self._own: dict[str, str] = dict(self._read("own"))
        self._changes: dict[str, str] = dict(self._read("change"))

    def _read(self, table: str) -> Iterator[tuple[str, str]]:
        """Yield key and data of each entry of a table that is sealed."""
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            for key, data, signature in self._database.execute(f"SELECT * FROM {table}"):  # noqa: S608
                is_text = isinstance(key, str) and isinstance(data, str) and isinstance(signature, bytes)
                if is_text and is_sealed(signature, f"history: {table}", key.encode(), data.encode()):
                    yield key, data

    def facts(self, blob: str) -> PageFacts | None:
        """Return the facts of a text; None if they are not kept. In: its hash in git."""
        data = self._facts.get(blob)
        return _facts(json.loads(data)) if data else None

    def change(self, old: str, new: str) -> Change | None:
        """Return the change between two texts; None if it is not kept. In: their hashes in git."""
        data = self._changes.get(f"{old} {new}")
        return _change(json.loads(data)) if data else None

    def own(self, key: str) -> frozenset[str] | None:
        """Return which versions of a page are of its article, by git's hashes; None if that is not kept.

        In: a digest of all that decides it.
        """
        data = self._own.get(key)
        return frozenset(json.loads(data)) if data else None

    def store_facts(self, entries: Iterable[tuple[str, PageFacts]]) -> None:
        """Keep the facts of texts, by their hashes in git."""
        self._store("facts", ((blob, astuple(facts)) for blob, facts in entries))

    def store_changes(self, entries: Iterable[tuple[str, str, Change]]) -> None:
        """Keep the changes between texts, by their hashes in git."""
        self._store("change", ((f"{old} {new}", astuple(change)) for old, new, change in entries))

    def store_own(self, key: str, blobs: Iterable[str]) -> None:
        """Keep which versions of a page are of its article, as `own` returns it: from the next `commit` on."""
        self._insert("own", [(key, sorted(blobs))])

    def commit(self) -> None:
        """Write what was stored."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.commit()

    def _store(self, table: str, entries: Iterable[tuple[str, object]]) -> None:
        self._insert(table, entries)
        self.commit()

    def _insert(self, table: str, entries: Iterable[tuple[str, object]]) -> None:
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            self._database.executemany(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)",  # noqa: S608
                (_row(table, key, json.dumps(values)) for key, values in entries),
            )


def _row(table: str, key: str, data: str) -> tuple[str, str, bytes]:
    return key, data, seal(f"history: {table}", key.encode(), data.encode())


def _facts(values: list[Any]) -> PageFacts:
    digest, title, dek, authors, *rest = values
    return PageFacts(digest, title, dek, tuple(authors), *rest)


def _change(values: list[Any]) -> Change:
    added, removed, headline, fields, *rest = values
    return Change(added, removed, headline, tuple(fields), *rest)


@contextmanager
def open_cache(root: Path) -> Iterator[HistoryCache]:
    """Open the cache of the archive at `root`; one that keeps nothing where its file cannot be used."""
    file = root / HISTORY
    database = None
    if is_inside(file, root) and file.parent.is_dir():
        with suppress(sqlite3.Error, OSError):
            database = open_tables(file, _VERSION, _TABLES)
    try:
        yield HistoryCache(database)
    finally:
        if database is not None:
            database.close()
