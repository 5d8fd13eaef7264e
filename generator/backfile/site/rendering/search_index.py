"""Making the search index, or leaving it as the last build made it: if no article is another on its page."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from backfile.archive.digests import digest
from backfile.archive.program import installed_packages, program_digest
from backfile.site.chrome.navigation import ARTICLES
from backfile.site.rendering.kept_files import link_file, read_file
from backfile.site.search.index import FOLDER, build_index

if TYPE_CHECKING:
    from backfile.site.rendering.cache import RenderingCache
    from backfile.site.rendering.pages import Pages

_NO_SEARCH = ("cli", "samples", "theme")
"""Folders of the program that do not decide what is in the index."""


class SearchIndex:
    """The search index of one build."""

    def __init__(self, cache: RenderingCache, pages: Pages, old: Path) -> None:
        """Take the cache; the pages of the build; the folder of the last build's site."""
        self._cache, self._pages, self._old = cache, pages, old

    def write(
        self,
        site: Path,
        language: str,
        thumbnails: Mapping[str, str] = MappingProxyType({}),
        owned_tags: Collection[str] = (),
    ) -> None:
        """Write the index: a function to put in the place of `build_index`."""
        names = sorted(path.relative_to(site).as_posix() for path in (site / ARTICLES).rglob("*.html"))
        digests = [self._pages.digests.get(name) for name in names]
        if None in digests:
            build_index(site, language, thumbnails, owned_tags)  # A page of the owner, in HTML.
            return
        about = [sys.version, installed_packages(), language, sorted(thumbnails.items()), sorted(owned_tags)]
        text = repr([about, names, digests]).encode("utf-8", "surrogatepass")
        key = digest(program_digest(_NO_SEARCH), text)
        if not self._keep(key, site):
            build_index(site, language, thumbnails, owned_tags)
            self._store(key, site)

    def _keep(self, key: bytes, site: Path) -> bool:
        """Put the index of the last build into the site; return whether that was possible."""
        known = self._cache.folder(FOLDER, key)
        if known is None:
            return False
        for name, expected in known:
            content = read_file(self._old / name)
            if content is None or hashlib.sha256(content).hexdigest() != expected:
                return False
            link_file(self._old / name, f"{site}/{name}", content)
        return True

    def _store(self, key: bytes, site: Path) -> None:
        files = sorted(path for path in (site / FOLDER).rglob("*") if path.is_file())
        names = [path.relative_to(site).as_posix() for path in files]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
        self._cache.store_folder(FOLDER, key, [list(pair) for pair in zip(names, digests, strict=True)])
