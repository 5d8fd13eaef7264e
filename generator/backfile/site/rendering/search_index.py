"""Making the search index of what the last build read and made of it: entries of pages, and parts of the index.

Each is kept in `.backfile/`, by the digest of what it was made of, with the seal of this user (`sealed_database`). The
files of a part are those in the site of the last build.
"""

from __future__ import annotations

import hashlib
import posixpath
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backfile.archive.digests import digest
from backfile.archive.program import installed_packages, program_digest
from backfile.site.rendering.kept_page import MissingTextError
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.sealed_database import SealedDatabase
from backfile.site.search.entries import Listed, SearchEntry, read_entry, unpack_entry
from backfile.site.search.facets import FacetRow
from backfile.site.search.index import MadePart, build_index
from backfile.site.site_folder import SiteFolder

_VERSION = 2
_SEALED = "(path TEXT PRIMARY KEY, key BLOB NOT NULL, data BLOB NOT NULL, signature BLOB NOT NULL)"
_LISTED, _PART, _ENTRY = "listed", "part", "entry"
_TABLES = f"""
    CREATE TABLE {_LISTED} {_SEALED};
    CREATE TABLE {_PART} {_SEALED};
    CREATE TABLE {_ENTRY} (path TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
_WORDS = " words"
"""What the name of a part has where its words are kept: most builds do not read them."""
_NO_SEARCH = ("cli", "samples", "theme")
"""Folders of the program that do not decide what is in the index."""


class SearchIndex:
    """The search index of one build: where its entries come from, and the parts that are kept."""

    def __init__(self, file: Path, site: KeptSite, *, is_new: bool) -> None:
        """Take the file of the cache; the folder of the site; whether nothing that is kept shall be used."""
        self._file, self._site, self._is_new = file, site, is_new
        self.requested: tuple[str, dict[str, str], list[str]] | None = None
        """What `build_index` gets: the language, thumbnails, and the labels of tags.yml."""

    def request(
        self,
        site: SiteFolder,
        language: str,
        thumbnails: Mapping[str, str] = MappingProxyType({}),
        owned_tags: Collection[str] = (),
    ) -> None:
        """Note what `write` shall write: a function to put in the place of `build_index`."""
        self.requested = language, dict(thumbnails), sorted(owned_tags)

    def write(self) -> None:
        """Write the index that was requested, if one was. Raises BuildError if Pagefind fails."""
        if self.requested is None:
            return
        with self._cache() as cache:
            pages, parts = _Pages(cache, self._site), _Parts(cache, self._site)
            build_index(self._site, *self.requested, pages, parts)
            pages.remove_others()
            parts.remove_others()

    @contextmanager
    def _cache(self) -> Iterator[SealedDatabase]:
        if self._is_new:
            with suppress(OSError):
                self._file.unlink()
        cache = SealedDatabase(self._file, _VERSION, _TABLES)
        try:
            yield cache
        finally:
            cache.close()


class _Pages:
    """The entries of the pages of a site: those that are kept, and those that are read now."""

    def __init__(self, cache: SealedDatabase, site: KeptSite) -> None:
        self._cache, self._site = cache, site
        self._basis = _basis()
        self._known: dict[str, str] = {}
        """Path of a page -> digest of its entry; an empty string for a page of no article."""
        self._folders = set[str]()
        self._folder, self._kept, self._seen = "", dict[str, list[Any]](), dict[str, list[Any]]()

    def listed(self, page: str) -> Listed | None:
        """Return what is known of the article of a page; None if it is no article's. In: its path in the site."""
        folder = posixpath.dirname(posixpath.dirname(page))
        if folder != self._folder:
            self._keep_folder()
            self._folder, self._seen = folder, {}
            self._kept = {name: values for name, *values in self._cache.find(_LISTED, folder, self._basis) or ()}
        written = self._site.digests.get(page) or hashlib.sha256(self._site.read(page)).hexdigest()
        known = self._kept.get(page)
        if known and known[0] == written:
            listed = _listed(page, known[1:])
            self._seen[page] = known
        else:
            listed = self._read(page, keep=True)[0]
            self._seen[page] = [written, *_values(listed)]
        self._known[page] = listed.digest if listed else ""
        return listed

    def _keep_folder(self) -> None:
        """Keep what is known of the pages of a folder, if that is new."""
        if self._folder:
            self._folders.add(self._folder)
        if self._seen != self._kept:
            self._cache.store(
                _LISTED, self._folder, self._basis, [[name, *known] for name, known in self._seen.items()]
            )

    def entry(self, page: str) -> SearchEntry:
        """Return the entry of a page of which `listed` was asked."""
        row = self._cache.row(f"SELECT data FROM {_ENTRY} WHERE path = ?", page)  # noqa: S608
        data = row[0] if row and isinstance(row[0], bytes) else b""
        if hashlib.sha256(data).hexdigest() != self._known[page]:
            data = self._read(page)[1]
        return unpack_entry(data)

    def remove_others(self) -> None:
        """Remove what is kept of other pages."""
        self._keep_folder()
        self._cache.remove_others(_LISTED, self._folders)
        self._cache.remove_others(_ENTRY, self._known)

    def _read(self, page: str, *, keep: bool = False) -> tuple[Listed | None, bytes]:
        """Read a page; return what is known of its article, and its entry."""
        listed, data = read_entry(page, self._site.read(page)) or (None, b"")
        if keep:
            self._cache.execute(f"INSERT OR REPLACE INTO {_ENTRY} VALUES (?, ?)", page, data)  # noqa: S608
        return listed, data


def _values(listed: Listed | None) -> list[object]:
    if listed is None:
        return []
    row = listed.row
    return [
        listed.letters,
        listed.digest,
        row.url,
        row.day,
        row.source,
        *map(list, (row.authors, row.tags, row.subjects)),
    ]


def _listed(page: str, values: list[Any]) -> Listed | None:
    if not values:
        return None
    letters, found, url, day, source, *labels = values
    return Listed(page, FacetRow("", url, day, source, *map(tuple, labels)), letters, found)


class _Parts:
    """The parts of the index of the last build."""

    def __init__(self, cache: SealedDatabase, site: KeptSite) -> None:
        self._cache, self._site = cache, site
        self._basis = _basis()
        self._names: set[str] = set()

    def find(self, name: str, key: object) -> MadePart | None:
        """Put the files of a part into the site, and return what is known of it; None if another must be made."""
        self._names |= {name, name + _WORDS}
        found = self._key(key)
        values = self._cache.find(_PART, name, found)
        if values is None:
            return None
        keys, entry, files = values
        if not self._cache.has(_PART, name + _WORDS, found) or not all(self._site.keep(*file) for file in files):
            return None
        return MadePart(keys, lambda: self._words(name, found), entry)

    def _words(self, name: str, key: bytes) -> dict[str, int]:
        """Return the words of a part. Raises MissingTextError if they cannot be read any more."""
        values = self._cache.find(_PART, name + _WORDS, key)
        if values is None:
            raise MissingTextError(f"the part {name} of the search")
        words = values[0].split()
        return dict(zip(words[::2], map(int, words[1::2]), strict=True))

    def store(self, name: str, key: object, part: MadePart, files: Iterable[str]) -> None:
        """Remember a part. In: also the paths of its files in the site."""
        digests = [[path, self._site.digests[path]] for path in files]
        found, words = self._key(key), part.words()
        self._cache.store(_PART, name + _WORDS, found, [" ".join(f"{word} {count}" for word, count in words.items())])
        self._cache.store(_PART, name, found, [part.keys, part.entry, digests])

    def remove_others(self) -> None:
        """Remove what is kept of other parts."""
        self._cache.remove_others(_PART, self._names)

    def _key(self, key: object) -> bytes:
        return digest(self._basis, repr(key).encode("utf-8", "surrogatepass"))


def _basis() -> bytes:
    """Return the digest of the program and the packages, on which everything depends."""
    return digest(program_digest(_NO_SEARCH), repr([sys.version, installed_packages()]).encode())
