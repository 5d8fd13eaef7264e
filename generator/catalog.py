"""A SQLite cache over the pages: which there are, what lists need of them, and which article is which.

The pages are the truth. The catalog only saves reading them all again: it keeps each file's size and time, reads what
changed, and may be deleted at any moment.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator import identity, page
from generator.article import Entry, When
from generator.problems import Kind, Problem

_VERSION = 3
"""Raise it when what is kept about a page changes; older catalogs are then built anew."""

_TABLE = """
    CREATE TABLE page (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
        url TEXT, file TEXT, body TEXT, headline TEXT, seal TEXT NOT NULL, intact INTEGER NOT NULL,
        entry TEXT, fault TEXT
    ) WITHOUT ROWID;
    CREATE INDEX by_url ON page (url) WHERE url IS NOT NULL;
    CREATE INDEX by_file ON page (file) WHERE file IS NOT NULL;
    CREATE INDEX by_body ON page (body) WHERE body IS NOT NULL;
    CREATE INDEX by_seal ON page (seal);
"""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A page that is there, as far as matching needs it."""

    path: str
    """Under docs/, with `/`."""
    headline: str
    """Empty where the page cannot be read."""
    url: str | None
    """As in `identity.url`."""
    seal: str
    """As in `page.Seal`."""
    intact: bool
    """Whether the page still is what the program wrote."""


class Catalog:
    """The cache of one archive. A context manager; one process at a time, under the shelf's lock."""

    def __init__(self, file: Path, docs: Path) -> None:
        """In: the cache's file, made where it is missing or unusable; the folder of the pages."""
        self._docs = docs
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _open(file)
        except sqlite3.DatabaseError:
            self._rebuild()

    def _rebuild(self) -> None:
        """Begin anew: the file is damaged."""
        self._file.unlink()
        self._file.with_name(f"{self._file.name}-journal").unlink(missing_ok=True)
        self._db = _open(self._file)

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.commit()
        self._db.close()

    def sync(self) -> None:
        """Read the pages under articles/ that are new or changed, forget those that are gone."""
        try:
            self._sync()
        except sqlite3.DatabaseError:
            self._db.close()
            self._rebuild()
            self._sync()

    def _sync(self) -> None:
        known = {path: (size, mtime) for path, size, mtime in self._db.execute("SELECT path, size, mtime FROM page")}
        found: set[str] = set()
        for file in _pages(self._docs / "articles"):
            path = file.relative_to(self._docs).as_posix()
            found.add(path)
            stat = file.stat()
            if known.get(path) != (stat.st_size, stat.st_mtime_ns):
                self.note(path)
        self._db.executemany("DELETE FROM page WHERE path = ?", [(path,) for path in known.keys() - found])
        self._db.commit()

    def note(self, path: str) -> None:
        """Take down the page at `path`, which was just written or has changed."""
        file = self._docs / path
        stat = file.stat()
        text = file.read_text("utf-8", "replace")
        seal = page.seal(text)
        names: tuple[str | None, ...] = (None, None, None, None)
        entry = None
        fault = None
        try:
            article = page.load(text)
        except page.PageError as error:
            fault = str(error)
        else:
            url = identity.url(article)
            names = (url, identity.place(article), None if url else identity.text(article))
            names = (*names, article.headline)
            entry = _entry(page.entry(path, article))
        values = (path, stat.st_size, stat.st_mtime_ns, *names, seal.value, seal.intact, entry, fault)
        self._db.execute(f"INSERT OR REPLACE INTO page VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608

    def by_url(self, url: str) -> list[Shelved]:
        """Give the pages with that `identity.url`, in the order of their paths."""
        return self._shelved("url = ?", url)

    def by_seal(self, seal: str) -> list[Shelved]:
        """Give the pages that the program wrote with that seal, in the order of their paths."""
        return self._shelved("seal = ?", seal)

    def by_place(self, place: str | None) -> list[Shelved]:
        """Give the pages that have that `identity.place`, in the order of their paths."""
        return self._shelved("file = ?", place) if place else []

    def by_text(self, text: str) -> list[Shelved]:
        """Give the pages that have no such URL and that `identity.text`, in the order of their paths."""
        return self._shelved("body = ?", text)

    def at(self, path: str) -> Shelved | None:
        """Give the page at that path, readable or not."""
        return next(iter(self._shelved("path = ?", path)), None)

    def _shelved(self, where: str, value: str) -> list[Shelved]:
        query = f"SELECT path, headline, url, seal, intact FROM page WHERE {where} ORDER BY path"  # noqa: S608
        with closing(self._db.execute(query, (value,))) as rows:
            return [
                Shelved(path, headline or "", url, seal, bool(intact)) for path, headline, url, seal, intact in rows
            ]

    def entries(self) -> Iterator[Entry]:
        """Give what lists need of every readable page, in the order of their paths."""
        with closing(self._db.execute("SELECT entry FROM page WHERE entry IS NOT NULL ORDER BY path")) as rows:
            for (entry,) in rows:
                yield _read_entry(entry)

    def faults(self) -> list[Problem]:
        """Give a problem for every page that cannot be read; lists leave those out."""
        rows = self._db.execute("SELECT path, fault FROM page WHERE fault IS NOT NULL ORDER BY path")
        step = "Mend its front matter as the handbook describes it, or take the page out of articles/."
        return [Problem(Kind.PAGE, f"{self._docs.name}/{path}", fault, step) for path, fault in rows]


def _open(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file)
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        db.close()
        file.unlink(missing_ok=True)
        db = sqlite3.connect(file)
        # What is lost with the power is read again from the pages.
        db.executescript(f"PRAGMA synchronous = OFF; PRAGMA user_version = {_VERSION}; {_TABLE}")
    db.execute("PRAGMA synchronous = OFF")
    return db


def _pages(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _entry(entry: Entry) -> str:
    return json.dumps(asdict(entry), default=lambda when: when.isoformat(), ensure_ascii=False)


def _read_entry(text: str) -> Entry:
    found: dict[str, Any] = json.loads(text)
    found["published"] = _when(found["published"]) if found["published"] else None
    for key in ("authors", "tags", "keywords"):
        found[key] = tuple(found[key])
    return Entry(**found)


def _when(text: str) -> When:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
