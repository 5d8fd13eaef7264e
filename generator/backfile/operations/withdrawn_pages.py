"""Withdrawn articles: their saves are not written again. What identifies them is read from their tombstones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from backfile.archive.catalog import Catalog
from backfile.archive.identity_sites import Sites
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, article_keys, load_tombstone, words_key
from backfile.article import Article


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """The tombstone that keeps a save away."""

    path: str
    """Under docs/."""
    by_claim: bool
    """As `Tombstone.is_by_claim`."""


class WithdrawnPages:
    """The tombstones of one archive, which are read when the first article is looked up."""

    def __init__(self, storage: Storage, catalog: Catalog, sites: Sites) -> None:
        """Take also the owner's sites. The catalog must be in sync."""
        self._storage = storage
        self._sites = sites
        self.paths = frozenset(catalog.tombstones())
        """Paths of the tombstones, under docs/."""

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[str, Tombstone]]]:
        """Return the tombstones, with their paths, by each of their saves and keys."""
        found: defaultdict[str, list[tuple[str, Tombstone]]] = defaultdict(list)
        for path in sorted(self.paths):
            if stone := load_tombstone(self._storage.read_page(path)):
                for key in (*stone.saves, *stone.keys):
                    found[key].append((path, stone))
        return found

    def find(self, article: Article) -> WithdrawnPage | None:
        """Return the tombstone of an article; None if it was not withdrawn."""
        if not self.paths:
            return None
        keys = (article.origin.sha256, *article_keys(article, self._sites))
        stones = (pair for key in keys for pair in self._by_key.get(key, ()))
        found = (
            WithdrawnPage(path, stone.is_by_claim(article, self._sites))
            for path, stone in stones
            if stone.is_of(article, self._sites)
        )
        return min(found, key=lambda each: each.by_claim, default=None)

    def find_text(self, article: Article) -> str | None:
        """Return the path of a tombstone whose article had all words of the text of another one; None without one."""
        key = words_key(article) if self.paths else None
        return next((path for path, _ in self._by_key.get(key, ())), None) if key else None
