"""The catalog: a SQLite cache over the pages, for list pages and for matching articles with their pages.

The pages are the only source: the catalog stores size and time of each file, reads the files that have changed, and
may be deleted at any time. What is stored about a page is in `catalog_row`, the database in `catalog_database`. Errors
of the disk are raised as StorageError.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import git
from backfile.archive.catalog_database import disk_error, open_database, open_to_read
from backfile.archive.catalog_row import TOMBSTONE_FAULTS, Row, fault_problem, read_entry, read_row
from backfile.archive.database_files import remove
from backfile.archive.file_state import file_state
from backfile.archive.storage import Storage
from backfile.article import Article, PageSummary
from backfile.problems import Problem, ProblemKind, StorageError
from backfile.settings.folder_path import undecodable
from backfile.settings.inside import LEADS_OUT, REMOVE_LINK, is_inside, links_out
from backfile.settings.layout import CATALOG
from backfile.settings.own_key import is_sealed, seal

_STORED = "path, headline, url, seal, intact, folded, scraped, sha256, host, state"
"""The columns of a `StoredPage`."""
_COLUMNS, _VALUES = ", ".join((*Row._fields, "signature")), ", ".join("?" * (len(Row._fields) + 1))
_SEALED = "catalog"
"""What the signatures of rows are for, as in `own_key.seal`."""
_ROWS = f"SELECT {_COLUMNS} FROM page"  # noqa: S608


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of the archive, as far as matching needs it."""

    path: str
    """Under docs/, with `/`."""
    headline: str
    """Empty when the page cannot be read."""
    url: str | None
    """As in `identity.address`."""
    seal: str
    """As in `page.Seal`."""
    intact: bool
    """Whether the page is still the text that the program wrote."""
    folded: str | None
    """As in `resemblance.fold_headline`."""
    scraped: bool
    """As in `identity.is_scraped`."""
    sha256: str | None
    """As in `Row.sha256`."""
    host: str | None
    """As in `Row.host`."""
    state: str
    """As in `Row.state`."""


class Catalog:
    """The cache of one archive. A context manager, for one process at a time, which holds the archive's lock."""

    def __init__(self, file: Path, docs: Path) -> None:
        """Take the cache's file, which is made when it is missing or damaged; the folder of the pages."""
        self._docs = docs
        self._file = file
        try:
            self._database = open_database(file)
        except sqlite3.Error as error:
            self._discard(error)
            self._database = open_database(file)

    @classmethod
    def to_read(cls, file: Path, docs: Path) -> Catalog | None:
        """Return the cache as the last run left it, for commands that write nothing; None if it cannot be used."""
        database = open_to_read(file)
        if database is None:
            return None
        catalog = cls.__new__(cls)
        catalog._docs, catalog._file, catalog._database = docs, file, database
        try:
            if all(_is_own(row) for row in database.execute(_ROWS)):
                return catalog
        except sqlite3.Error:
            pass  # It is damaged.
        database.close()
        return None

    def close(self) -> None:
        """Close the cache without writing."""
        self._database.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Commit and close. When the database failed, remove its file, so that the next run makes a new one."""
        try:
            self._database.commit()
        except sqlite3.Error as commit_error:
            error = error or commit_error
        self._database.close()
        if isinstance(error, sqlite3.Error):
            self._discard(error)
            raise StorageError(self._file, OSError(errno.EIO, f"it was damaged ({error}) and is removed")) from error

    def _discard(self, error: sqlite3.Error) -> None:
        """Remove the damaged file. Raises StorageError when the disk is the cause and not the file."""
        number = disk_error(error)
        if number is not None:
            raise StorageError(self._file, OSError(number, str(error))) from error
        remove(self._file)

    def sync(self) -> None:
        """Read the pages under articles/ that are new or have changed, and drop those that do not exist.

        Raises GitError for a sparse checkout: pages that are not checked out are not removed.
        """
        git.refuse_sparse_checkout(self._docs, "articles")
        try:
            self._sync()
        except sqlite3.Error as error:
            self._database.close()
            self._discard(error)
            self._database = open_database(self._file)
            self._sync()

    def _sync(self) -> None:
        if self._database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("it is malformed")
        cataloged = {row[0]: row[1] if _is_own(row) else "" for row in self._database.execute(_ROWS)}
        existing: set[str] = set()
        for path, state in _pages(self._docs, "articles"):
            if shown := undecodable(path):
                raise StorageError(shown, OSError(errno.EILSEQ, "its name is not UTF-8; rename it"), "read")
            existing.add(path)
            if cataloged.get(path) != state:
                self.update_page(path)
        self._database.executemany("DELETE FROM page WHERE path = ?", [(path,) for path in cataloged.keys() - existing])
        self._database.commit()

    def update_page(self, path: str, written: tuple[str, Article] | None = None) -> None:
        """Read the page at `path`, which was just written or has changed, into the catalog.

        In: where they are known, the text that was written and the article that `page.load` returns for it.
        """
        row = read_row(self._docs, path, written)
        signed = (*row, seal(_SEALED, _as_bytes(row)))
        self._database.execute(f"INSERT OR REPLACE INTO page ({_COLUMNS}) VALUES ({_VALUES})", signed)  # noqa: S608

    def by_addresses(self, addresses: Sequence[str]) -> list[StoredPage]:
        """Return the pages that claim one of these addresses, sorted by path."""
        claiming = (stored for address in addresses for stored in self._select("url = ?", address))
        return sorted(claiming, key=lambda stored: stored.path)

    def by_digest(self, sha256: str) -> list[StoredPage]:
        """Return the pages that were made from the input with that digest, sorted by path."""
        return self._select("sha256 = ?", sha256)

    def illustrated(self, sha256: str) -> list[StoredPage]:
        """Return the pages that were made from the input with that digest and have images, sorted by path."""
        return self._select("illustrated = ?", sha256)

    def by_seal(self, seal: str) -> list[StoredPage]:
        """Return the pages that carry that seal, sorted by path."""
        return self._select("seal = ?", seal)

    def by_input(self, input_record: str | None) -> list[StoredPage]:
        """Return the pages with that `identity.input_record`, sorted by path; none for None."""
        return self._select("file = ?", input_record) if input_record else []

    def in_collection(self, collection: str) -> list[tuple[str, str]]:
        """Return the pages of records of a collection, as path and record, sorted by path."""
        query = "SELECT path, file FROM page WHERE file > ? AND file < ? ORDER BY path"
        with closing(self._database.execute(query, (f"{collection}\0", f"{collection}\x01"))) as rows:
            return [(path, file.removeprefix(f"{collection}\0")) for path, file in rows]

    def by_text(self, text_digest: str) -> list[StoredPage]:
        """Return the pages without an `identity.address` that have that `identity.text_digest`, sorted by path."""
        return self._select("body = ?", text_digest)

    def by_headline(self, folded: str, most: int, *, scraped: bool) -> list[StoredPage]:
        """Return the first `most` pages by path that have that `fold_headline` and `is_scraped`."""
        return self._select("folded = ? AND scraped = ?", folded, scraped, most=most)

    def digests(self) -> frozenset[str]:
        """Return the digests of the inputs that pages were made from."""
        rows = self._database.execute("SELECT sha256 FROM page WHERE sha256 IS NOT NULL")
        return frozenset(sha256 for (sha256,) in rows)

    def with_other_kind(self) -> frozenset[str]:
        """Return the paths of the pages whose headline (`fold_headline`) a page of the other `is_scraped` has."""
        query = """
            SELECT path FROM page WHERE folded IN (
                SELECT folded FROM page WHERE folded IS NOT NULL GROUP BY folded HAVING min(scraped) <> max(scraped)
            )
        """
        return frozenset(path for (path,) in self._database.execute(query))

    def is_current(self, stored: StoredPage) -> bool:
        """Return whether the file of a page is still the one that the catalog has read."""
        try:
            return stored.state == file_state(os.stat(f"{self._docs}/{stored.path}"))  # noqa: PTH116
        except OSError:
            return False

    def by_path(self, path: str) -> StoredPage | None:
        """Return the page at that path, readable or not."""
        return next(iter(self._select("path = ?", path)), None)

    def tombstones(self) -> list[str]:
        """Return the paths of the tombstones, sorted."""
        query = "SELECT path FROM page WHERE headline IS NULL AND (fault IS NULL OR fault IN (?, ?)) ORDER BY path"
        return [path for (path,) in self._database.execute(query, TOMBSTONE_FAULTS)]

    def _select(self, condition: str, *values: str | bool, most: int = -1) -> list[StoredPage]:
        """Return the pages that meet a condition, sorted by path: at most `most`, or all."""
        query = f"SELECT {_STORED} FROM page WHERE {condition} ORDER BY path LIMIT ?"  # noqa: S608
        with closing(self._database.execute(query, (*values, most))) as rows:
            return [
                StoredPage(path, headline or "", url, seal, bool(intact), folded, bool(scraped), sha256, host, state)
                for path, headline, url, seal, intact, folded, scraped, sha256, host, state in rows
            ]

    def entries(self) -> Iterator[PageSummary]:
        """Yield the summary of every readable page, sorted by path."""
        yield from map(read_entry, self.entry_texts())

    def entry_texts(self) -> Iterator[str]:
        """Yield what `entries` yields as the texts that are stored."""
        with closing(self._database.execute("SELECT entry FROM page WHERE entry IS NOT NULL ORDER BY path")) as rows:
            yield from (entry for (entry,) in rows)

    def problems(self) -> list[Problem]:
        """Return a problem for every page that cannot be read, and for every link out of docs/; list pages leave these
        pages out.
        """
        rows = self._database.execute("SELECT path, fault FROM page WHERE fault IS NOT NULL ORDER BY path")
        links = [path.relative_to(self._docs.parent).as_posix() for path in links_out(self._docs)]
        problems = [Problem(ProblemKind.PAGE, path, LEADS_OUT, REMOVE_LINK) for path in links]
        return problems + [fault_problem(f"{self._docs.name}/{path}", fault) for path, fault in rows]


def open_catalog(storage: Storage) -> Catalog:
    """Open the catalog of an archive, whose lock the run holds."""
    return Catalog(storage.cache_file(CATALOG), storage.docs)


def _is_own(row: Sequence[object]) -> bool:
    """Return whether a row, with its signature, was written by this user. An archive can come with any rows."""
    return isinstance(row[-1], bytes) and is_sealed(row[-1], _SEALED, _as_bytes(row[:-1]))


def _as_bytes(row: Sequence[object]) -> bytes:
    """Return the values of a row for its signature: SQLite has numbers for truth values."""
    return repr([int(value) if isinstance(value, bool) else value for value in row]).encode()


def _pages(docs: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Yield path under docs/ and `file_state` of the Markdown files under a folder of docs/, without those in hidden
    folders or behind links out of docs/.
    """
    if not is_inside(docs / folder, docs):
        return
    folders = [folder]
    while folders:
        below = folders.pop()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(docs / below) as entries:
            for entry in entries:
                path, is_hidden = f"{below}/{entry.name}", entry.name.startswith(".")
                if entry.is_dir(follow_symlinks=False):
                    folders += [path] * (not is_hidden)
                elif entry.name.endswith(".md") and not is_hidden and _is_page(entry, docs):
                    yield path, file_state(entry.stat())


def _is_page(entry: os.DirEntry[str], docs: Path) -> bool:
    return entry.is_file() and (not entry.is_symlink() or is_inside(Path(entry.path), docs))
