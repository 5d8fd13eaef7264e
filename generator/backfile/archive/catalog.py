"""The catalog: a SQLite cache over the pages, for list pages and for matching articles with their pages.

The pages are the only source: the catalog stores size and time of each file, reads the files that have changed, and
may be deleted at any time. What is stored about a page is in `catalog_row`, the database in `catalog_database`. Errors
of the disk are raised as StorageError.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import git
from backfile.archive.catalog_database import disk_error, open_database, open_to_read
from backfile.archive.catalog_row import Row, fault_problem, read_entry, read_row
from backfile.article import PageSummary
from backfile.problems import Problem, ProblemKind, StorageError
from backfile.settings.folder_path import undecodable
from backfile.settings.inside import LEADS_OUT, REMOVE_LINK, files_inside, links_out

_STORED = "path, headline, url, seal, intact, folded, scraped, sha256, host"
"""The columns of a `StoredPage`."""
_COLUMNS, _VALUES = ", ".join(Row._fields), ", ".join("?" * len(Row._fields))


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
        return catalog

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
        for name in (self._file.name, f"{self._file.name}-journal"):
            self._file.with_name(name).unlink(missing_ok=True)

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
        rows = self._database.execute("SELECT path, size, mtime FROM page")
        cataloged = {path: (size, mtime) for path, size, mtime in rows}
        existing: set[str] = set()
        for file in _pages(self._docs / "articles"):
            path = file.relative_to(self._docs).as_posix()
            if shown := undecodable(path):
                raise StorageError(shown, OSError(errno.EILSEQ, "its name is not UTF-8; rename it"), "read")
            existing.add(path)
            stat = file.stat()
            if cataloged.get(path) != (stat.st_size, stat.st_mtime_ns):
                self.update_page(path)
        self._database.executemany("DELETE FROM page WHERE path = ?", [(path,) for path in cataloged.keys() - existing])
        self._database.commit()

    def update_page(self, path: str) -> None:
        """Read the page at `path`, which was just written or has changed, into the catalog."""
        row = read_row(self._docs, path)
        self._database.execute(f"INSERT OR REPLACE INTO page ({_COLUMNS}) VALUES ({_VALUES})", row)  # noqa: S608

    def by_addresses(self, addresses: Sequence[str]) -> list[StoredPage]:
        """Return the pages that claim one of these addresses, sorted by path."""
        claiming = (stored for address in addresses for stored in self._select("url = ?", address))
        return sorted(claiming, key=lambda stored: stored.path)

    def by_digest(self, sha256: str) -> list[StoredPage]:
        """Return the pages that were made from the input with that digest, sorted by path."""
        return self._select("sha256 = ?", sha256)

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

    def by_path(self, path: str) -> StoredPage | None:
        """Return the page at that path, readable or not."""
        return next(iter(self._select("path = ?", path)), None)

    def _select(self, condition: str, *values: str | bool, most: int = -1) -> list[StoredPage]:
        """Return the pages that meet a condition, sorted by path: at most `most`, or all."""
        query = f"SELECT {_STORED} FROM page WHERE {condition} ORDER BY path LIMIT ?"  # noqa: S608
        with closing(self._database.execute(query, (*values, most))) as rows:
            return [
                StoredPage(path, headline or "", url, seal, bool(intact), folded, bool(scraped), sha256, host)
                for path, headline, url, seal, intact, folded, scraped, sha256, host in rows
            ]

    def entries(self) -> Iterator[PageSummary]:
        """Yield the summary of every readable page, sorted by path."""
        with closing(self._database.execute("SELECT entry FROM page WHERE entry IS NOT NULL ORDER BY path")) as rows:
            for (entry,) in rows:
                yield read_entry(entry)

    def problems(self) -> list[Problem]:
        """Return a problem for every page that cannot be read, and for every link out of docs/; list pages leave these
        pages out.
        """
        rows = self._database.execute("SELECT path, fault FROM page WHERE fault IS NOT NULL ORDER BY path")
        links = [path.relative_to(self._docs.parent).as_posix() for path in links_out(self._docs)]
        problems = [Problem(ProblemKind.PAGE, path, LEADS_OUT, REMOVE_LINK) for path in links]
        return problems + [fault_problem(f"{self._docs.name}/{path}", fault) for path, fault in rows]


def _pages(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files under a folder of docs/, sorted, without those in hidden folders or behind links out of
    docs/.
    """
    for path in sorted(files_inside(folder, folder.parent, ".md")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
