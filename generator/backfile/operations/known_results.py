"""The results of inputs that were read before. Owns when they are those of an input now, and when they are kept.

They are found by the name of the input, its bytes and the rules (`rules`). They are used if what they depend on beside
these is as it was, and if the archive has the images, and the originals of records, that only a conversion provides.
What is kept of a record is in `read_record`, the file in `archive.result_cache`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from backfile import images
from backfile.archive.catalog import Catalog
from backfile.archive.digests import digest
from backfile.archive.file_state import file_state, regular_state
from backfile.archive.result_cache import CachedInput, ResultCache
from backfile.archive.storage import Storage, original_path
from backfile.operations.read_record import ReadRecord, read_record, write_record
from backfile.operations.rules import rules_digest
from backfile.problems import ProblemKind
from backfile.readers.files import InputFile
from backfile.settings.layout import RESULTS
from backfile.settings.mkdocs_yml import Config
from backfile.workers.image_supply import names_on_pages
from backfile.workers.lookups import Lookup, agree, known_names

_PASSING = frozenset({ProblemKind.UNREADABLE, ProblemKind.TOO_SLOW, ProblemKind.CRASHED})
"""Problems that may be gone the next time, though the input is the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input that could be read, and the name of its results."""

    item: InputFile
    name: bytes
    state: str
    """As in `file_state`, when its bytes were read."""
    is_known: bool
    """Whether its results can be used."""
    only: str | None = None
    """As in `CachedInput.only`."""


class KnownResults:
    """The results that are kept for one archive, and the stored files that were verified."""

    def __init__(
        self, config: Config, storage: Storage, catalog: Catalog, cache: ResultCache, rules: bytes, reading: bytes
    ) -> None:
        """Take also the digest of the rules, and what the run's options say about reading."""
        self._config = config
        self._root = str(config.root)
        self._storage = storage
        self._catalog = catalog
        self._cache = cache
        self._rules = rules
        self._reading = reading

    def find(self, item: InputFile) -> Found | None:
        """Return an input with the name of its results; None for one that cannot be read."""
        if item.fault:
            return None
        try:
            with open(item.path, "rb", buffering=0) as file:  # noqa: PTH123
                state = file_state(os.fstat(file.fileno()))
                content = hashlib.file_digest(file, "sha256").digest()
        except OSError:
            return None  # Its conversion reports it.
        name = digest(self._rules, self._reading, content, os.fsencode(item.file), b"named" if item.named else b"")
        kept = self._cache.find(name)
        if kept is None or not self._is_valid(item, kept, name):
            return Found(item, name, state, is_known=False)
        return Found(item, name, state, is_known=True, only=kept.only)

    def load(self, found: Found) -> Iterator[tuple[int, list[Any]]]:
        """Yield the number and the values, as `write_record` made them, of each record of an input."""
        yield from self._cache.records(found.name, found.only)

    def page(self, found: Found, number: int) -> str:
        """Return the text of the page of a record of an input."""
        return self._cache.page(found.name, number)

    def keep(self, found: Found) -> Keeper:
        """Return what keeps the results of an input while it is converted."""
        return Keeper(self._cache, found, self._rules)

    def has_original(self, sha256: str) -> bool:
        """Return whether the archive has an original, complete. In: its digest."""
        path = original_path(sha256)
        return self._cache.verify(path, f"{self._root}/{path}", partial(self._storage.has_original, sha256))

    def add_original(self, sha256: str) -> None:
        """Keep that the archive has an original, which was verified when it was stored just now. In: its digest."""
        path = original_path(sha256)
        if state := regular_state(f"{self._root}/{path}"):
            self._cache.store_verified(path, state)

    def close(self, *, is_complete: bool) -> None:
        """Store what was added. In: whether the run came to its end; then results by other rules are removed."""
        if is_complete:
            self._cache.remove_others(self._rules)
        self._cache.close()

    def _is_valid(self, item: InputFile, kept: CachedInput, name: bytes) -> bool:
        """Return whether what the results depend on is as it was, and the archive has what only a conversion has."""
        if not kept.needs_more:
            return True
        records = [read_record(values, item, 0) for _, values in self._cache.records(name, kept.only)]
        names = {record.draft.sha256: partial(self._known_names, record) for record in records if record.draft}

        def names_of(sha256: str) -> Mapping[str, str]:
            return names[sha256]() if sha256 in names else self._names_of(sha256)

        lookups = [(each[0], each[1], each[2], each[3]) for each in kept.lookups]
        is_same = agree(lookups, item, names_of, self._config.settings)
        return is_same and all(self._has_files(record) for record in records)

    def _known_names(self, record: ReadRecord) -> Mapping[str, str]:
        """Return the names, by address, of the images that the archive has of the content of a record."""
        if record.draft is None:
            return {}
        stored = self._catalog.illustrated(record.draft.sha256)
        if len(stored) == 1 and stored[0].intact and stored[0].seal == record.draft.seal:
            return record.known
        return self._names_of(record.draft.sha256)

    def _names_of(self, sha256: str) -> Mapping[str, str]:
        paths = (self._config.docs / stored.path for stored in self._catalog.illustrated(sha256))
        return names_on_pages(self._config, paths)

    def _has_files(self, record: ReadRecord) -> bool:
        """Return whether the archive has the images of a record, and its original, if it is in a container."""
        draft = record.draft
        if draft is None:
            return True
        if draft.record is not None and self._config.settings.keep_originals and not self.has_original(draft.sha256):
            return False
        return all(self._has_image(name) for name in draft.images)

    def _has_image(self, name: str) -> bool:
        path = f"{images.FOLDER}/{name}"
        docs = self._config.docs
        return self._cache.verify(path, f"{docs}/{path}", lambda: images.read_stored(docs, name) is not None)


class Keeper:
    """Keeps the results of one input while it is converted."""

    def __init__(self, cache: ResultCache, found: Found, rules: bytes) -> None:
        self._cache = cache
        self._found = found
        self._rules = rules
        self._records = 0
        self._first: str | None = None
        """The data of the first record, which is stored with the input if no other follows."""
        self._lookups: list[Lookup] = []
        self._images: set[str] = set()
        self._lasts = True
        self._needs_more = False

    def add(self, records: Iterable[tuple[ReadRecord, str]], lookups: Sequence[Lookup] | None) -> None:
        """Add records, each with the text of its page, and what they depend on, as in `InputResults.lookups`."""
        self._lasts = self._lasts and lookups is not None
        self._lookups += lookups or ()
        for record, text in records:
            self._lasts = self._lasts and not any(problem.kind in _PASSING for problem in record.problems)
            if self._lasts:
                self._store(json.dumps(write_record(record)), text)
            self._records += 1
            if record.draft:
                self._images |= record.draft.images
                self._needs_more = self._needs_more or record.draft.record is not None

    def _store(self, data: str, text: str) -> None:
        name = self._found.name
        if self._records == 0:
            self._first = data
        elif self._first is not None:
            self._cache.store_record(name, 0, self._first)
            self._first = None
        if self._records:
            self._cache.store_record(name, self._records, data)
        if text:
            self._cache.store_page(name, self._records, text)

    def finish(self) -> None:
        """Keep the input, all of whose records were added, if its results last and it has not changed meanwhile."""
        if self._lasts and known_names(self._lookups) <= self._images and self._state() == self._found.state:
            needs_more = bool(self._needs_more or self._lookups or self._images)
            kept = CachedInput(self._records, tuple(self._lookups), needs_more, self._first)
            self._cache.store_input(self._found.name, self._rules, kept)

    def _state(self) -> str:
        """Return the `file_state` of the input; empty if it is not there any more."""
        try:
            return file_state(self._found.item.path.stat())
        except OSError:
            return ""


def open_results(
    config: Config, storage: Storage, catalog: Catalog, reading: list[Any], *, again: bool
) -> KnownResults | None:
    """Return the results that are kept for an archive; None where the rules are not known.

    In: the options of the run that decide about reading, as values of JSON; whether everything is to be read again.
    Raises StorageError.
    """
    rules = rules_digest(config)
    if rules is None:
        return None
    cache = ResultCache(storage.cache_file(RESULTS))
    if again:
        cache.clear()
    return KnownResults(config, storage, catalog, cache, rules, json.dumps(reading).encode())
