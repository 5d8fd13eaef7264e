"""A SQLite cache over the pages: which there are, what lists need of them, and which article is which.

The pages are the truth. The catalog only saves reading them all again: it keeps each file's size and time, reads what
changed, and may be deleted at any moment. What the disk refuses is a StorageError here as everywhere.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from backfile.archive import git, identity, page
from backfile.article import Article, PageSummary, When
from backfile.problems import Problem, ProblemKind, StorageError

_VERSION = 4
"""Raise it when what is kept about a page changes; older catalogs are then built anew."""

_TABLE = """
    CREATE TABLE page (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
        url TEXT, file TEXT, body TEXT, headline TEXT, seal TEXT NOT NULL, intact INTEGER NOT NULL,
        entry TEXT, fault TEXT, illustrated TEXT
    ) WITHOUT ROWID;
    CREATE INDEX by_url ON page (url) WHERE url IS NOT NULL;
    CREATE INDEX by_file ON page (file) WHERE file IS NOT NULL;
    CREATE INDEX by_body ON page (body) WHERE body IS NOT NULL;
    CREATE INDEX by_seal ON page (seal);
    CREATE INDEX by_input ON page (illustrated) WHERE illustrated IS NOT NULL;
"""


_REFUSED = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
"""What SQLite says when the disk, not the file, is at fault."""


@dataclass(frozen=True, slots=True)
class StoredPage:
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
    """The cache of one archive. A context manager; one process at a time, under the storage's lock."""

    def __init__(self, file: Path, docs: Path) -> None:
        """In: the cache's file, made where it is missing or unusable; the folder of the pages."""
        self._docs = docs
        self._file = file
        try:
            self._db = _open(file)
        except sqlite3.Error as error:
            self._give_up(error)
            self._db = _open(file)

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Keep what was noted. Where it is the catalog that failed, its next user finds a new one."""
        try:
            self._db.commit()
        except sqlite3.Error as failed:
            error = error or failed
        self._db.close()
        if isinstance(error, sqlite3.Error):
            self._give_up(error)
            raise StorageError(self._file, OSError(errno.EIO, f"it was damaged ({error}) and is removed")) from error

    def _give_up(self, error: sqlite3.Error) -> None:
        """Remove the file, which is damaged. Raises StorageError where the disk is at fault and not the file."""
        number = _REFUSED.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if number is not None:
            raise StorageError(self._file, OSError(number, str(error))) from error
        for name in (self._file.name, f"{self._file.name}-journal"):
            self._file.with_name(name).unlink(missing_ok=True)

    def sync(self) -> None:
        """Read the pages under articles/ that are new or changed, forget those that are gone.

        Raises GitError where git keeps some out of the way: they are not gone.
        """
        git.expect_whole(self._docs, "articles")
        try:
            self._sync()
        except sqlite3.Error as error:
            self._db.close()
            self._give_up(error)
            self._db = _open(self._file)
            self._sync()

    def _sync(self) -> None:
        if self._db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("it is malformed")
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
        names: tuple[str | None, ...] = (None, None, None, None)
        size, text = stat.st_size, ""
        entry = fault = illustrated = None
        try:
            data = file.read_bytes()
            text = data.decode("utf-8", "replace")
            article = _loaded(data)
        except OSError as error:
            # Whether it may be read changes neither its size nor its time: it is to be looked at each time.
            size, fault = -1, f"{_UNREADABLE}: {error.strerror or error}"
        except page.PageError as error:
            fault = str(error)
        else:
            url = identity.url(article)
            names = (url, identity.place(article), None if url else identity.text(article))
            names = (*names, article.headline)
            entry = _entry(page.summary(path, article))
            illustrated = article.origin.sha256 if article.origin.images else None
        seal = page.read_seal(text)
        values = (path, size, stat.st_mtime_ns, *names, seal.value, seal.intact, entry, fault, illustrated)
        self._db.execute(f"INSERT OR REPLACE INTO page VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608

    def by_url(self, url: str) -> list[StoredPage]:
        """Give the pages with that `identity.url`, in the order of their paths."""
        return self._shelved("url = ?", url)

    def by_seal(self, seal: str) -> list[StoredPage]:
        """Give the pages that the program wrote with that seal, in the order of their paths."""
        return self._shelved("seal = ?", seal)

    def by_place(self, place: str | None) -> list[StoredPage]:
        """Give the pages that have that `identity.place`, in the order of their paths."""
        return self._shelved("file = ?", place) if place else []

    def by_text(self, text: str) -> list[StoredPage]:
        """Give the pages that have no such URL and that `identity.text`, in the order of their paths."""
        return self._shelved("body = ?", text)

    def at(self, path: str) -> StoredPage | None:
        """Give the page at that path, readable or not."""
        return next(iter(self._shelved("path = ?", path)), None)

    def _shelved(self, where: str, value: str) -> list[StoredPage]:
        query = f"SELECT path, headline, url, seal, intact FROM page WHERE {where} ORDER BY path"  # noqa: S608
        with closing(self._db.execute(query, (value,))) as rows:
            return [
                StoredPage(path, headline or "", url, seal, bool(intact)) for path, headline, url, seal, intact in rows
            ]

    def entries(self) -> Iterator[PageSummary]:
        """Give what lists need of every readable page, in the order of their paths."""
        with closing(self._db.execute("SELECT entry FROM page WHERE entry IS NOT NULL ORDER BY path")) as rows:
            for (entry,) in rows:
                yield _read_entry(entry)

    def faults(self) -> list[Problem]:
        """Give a problem for every page that cannot be read; lists leave those out."""
        rows = self._db.execute("SELECT path, fault FROM page WHERE fault IS NOT NULL ORDER BY path")
        named = ((f"{self._docs.name}/{path}", fault) for path, fault in rows)
        return [
            Problem(ProblemKind.PAGE, path, fault, _NEXT.get(fault.partition(":")[0], _MEND)) for path, fault in named
        ]


_UNREADABLE, _NO_TEXT = "it cannot be read", "it is not text in UTF-8"
_MEND = "Mend its front matter as the handbook describes it, or take the page out of articles/."
_NEXT = {
    page.EMPTY_PAGE: "Ingest its input again, or fetch the page from git with git restore.",
    _UNREADABLE: "Make it readable, or take it out of articles/.",
    _NO_TEXT: "Save it as UTF-8 in your editor, or fetch the page from git with git restore.",
}
"""Fault, up to a colon -> what to do about it."""


def _loaded(data: bytes) -> Article:
    """Load a page from its bytes. Raises PageError, also where they are no UTF-8: MkDocs would not build it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise page.PageError(f"{_NO_TEXT}: byte {error.start + 1} is none") from error
    return page.load(text)


def pages_with_images(file: Path, sha256: str) -> list[str]:
    """Give the paths of the pages that an input became and that have images of it, in order; none without a catalog.

    In: the cache's file, which is only read, so that any process may ask; the digest of the input's content.
    """
    if not file.exists():
        return []
    query = "SELECT path FROM page WHERE illustrated = ? ORDER BY path"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", timeout=20, uri=True)) as db:
            return [path for (path,) in db.execute(query, (sha256,))]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise
        # It is damaged, or of another version: whoever writes next makes it anew first.
        return []


def _open(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file)
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        db.close()
        file.unlink(missing_ok=True)
        db = sqlite3.connect(file)
        db.executescript(f"BEGIN; PRAGMA user_version = {_VERSION}; {_TABLE} COMMIT")
    return db


def _pages(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _entry(entry: PageSummary) -> str:
    return json.dumps(asdict(entry), default=lambda when: when.isoformat(), ensure_ascii=False)


def _read_entry(text: str) -> PageSummary:
    found: dict[str, Any] = json.loads(text)
    found["published"] = _when(found["published"]) if found["published"] else None
    for key in ("authors", "tags", "keywords"):
        found[key] = tuple(found[key])
    return PageSummary(**found)


def _when(text: str) -> When:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
