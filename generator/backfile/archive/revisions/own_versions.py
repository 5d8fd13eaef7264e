"""Which versions of a page are of its article: another one may have had one of its paths.

`own_texts` decides. Its results are kept in the cache, since it compares whole texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import identity_yml, page
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.own_texts import own_texts
from backfile.archive.revisions.cache import HistoryCache
from backfile.archive.revisions.page_facts import PageFacts
from backfile.settings.layout import IDENTITY_YML


@dataclass(frozen=True, slots=True)
class Identities:
    """What the owner says of pages and sites."""

    rulings: Rulings
    sites: Sites

    def own(
        self,
        current: PageFacts,
        versions: Mapping[str, PageFacts],
        load: Callable[[Iterable[str]], tuple[str, Mapping[str, str]]],
        cache: HistoryCache,
    ) -> frozenset[str]:
        """Return which versions of a page are of its article; all of them if the page cannot be read.

        In: the facts of its text; git's hashes of the versions -> their facts; what returns the text of the
        page and those of versions, by these hashes.
        """
        if current.fault or {facts.original for facts in versions.values()} <= {current.original}:
            return frozenset(versions)
        ruled = {each.original: self.rulings.page_of_save(each.original) for each in (current, *versions.values())}
        given = (current.digest, sorted(versions), self.sites.groups, sorted(ruled.items(), key=repr))
        key = hashlib.sha256(json.dumps(given).encode("utf-8", "surrogatepass")).hexdigest()
        if (kept := cache.own(key)) is not None:
            return kept
        text, texts = load(versions)
        try:
            known = page.load(text)
        except page.PageError:
            return frozenset(versions)
        own = own_texts(texts, [known], (), self.sites, self.rulings)
        cache.store_own(key, own)
        return own


def read_identities(root: Path, sites: Sites) -> Identities:
    """Return what the owner of the archive at `root` says of pages. Raises SettingsError when identity.yml is not
    valid.
    """
    return Identities(identity_yml.load(root / IDENTITY_YML), sites)
