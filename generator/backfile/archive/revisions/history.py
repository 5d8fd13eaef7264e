"""The history of pages: their revisions in the order of saving, who made each, and what it changed.

A page that has one text in git's history has no history here, and costs nothing. Of a withdrawn article nothing but the
tombstone is read or kept. The text of a revision is read from git when it is needed; facts and changes are kept in the
cache, so that a new commit costs what it changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby, pairwise
from pathlib import Path

from backfile.archive import git
from backfile.archive.git_history import FileVersion, read_texts
from backfile.archive.identity_sites import NO_SITES, Sites
from backfile.archive.revisions.cache import HistoryCache, open_cache
from backfile.archive.revisions.judgement import Change, judge
from backfile.archive.revisions.own_versions import Identities, read_identities
from backfile.archive.revisions.page_facts import PageFacts, moment, read_facts
from backfile.archive.revisions.trails import CommitFacts, PageVersion, Trails, read_trails
from backfile.article import When
from backfile.settings.inside import open_file

_BATCH = 500
"""Pages whose texts are in memory together."""


class Kind(StrEnum):
    """Who made a revision."""

    PUBLISHER = "publisher"
    """It came with an original that no text before it had."""
    OWNER = "owner"
    """The owner wrote it: the page's seal does not match its text."""
    PROGRAM = "program"
    """The program made it from the original that it had: a reingest, an upgrade, new rules."""


class Dated(StrEnum):
    """What the date of a revision is."""

    SAVED = "saved"
    """When its original was saved."""
    UPDATED = "updated"
    """When its publisher changed it, for an original that does not say when it was saved."""
    ENTERED = "entered"
    """When it came into the archive."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a page."""

    facts: PageFacts
    kind: Kind
    commit: CommitFacts | None
    """The commit that brought it; None if it is not committed."""
    path: str
    """Where the page was then, relative to the archive's folder."""
    blob: str
    """The hash of its text in git; empty if it is not committed."""
    change: Change | None
    """How it differs from the revision before it; None for the first one."""

    @property
    def id(self) -> str:
        """Return the beginning of the digest of its text: the same in every clone, whatever becomes of commits."""
        return self.facts.id

    @property
    def dated(self) -> Dated:
        """Return what the date is."""
        if self.kind is Kind.PUBLISHER and self.facts.retrieved:
            return Dated.SAVED
        return Dated.UPDATED if self.kind is Kind.PUBLISHER and self.facts.updated else Dated.ENTERED

    @property
    def when(self) -> When | None:
        """Return the date; None for a text that is not committed."""
        if self.dated is Dated.ENTERED:
            if self.commit is None:
                return None
            return self.commit.entered if self.kind is Kind.PUBLISHER else self.commit.when
        return _when(self.facts.retrieved or self.facts.updated)


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of the pages of an archive that have several."""

    pages: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    """Path from the archive's folder -> its revisions, the oldest first. The last is the text on the disk."""
    is_cut: bool = False
    """Whether the clone is shallow: older revisions are not in it."""


def read_history(
    root: Path, folder: str, only: str | None = None, trails: Trails | None = None, sites: Sites = NO_SITES
) -> History:
    """Return the history of the pages under `folder` (relative to `root`), or of one of them alone.

    In: also what `read_trails` returned, if it is known; the owner's sites. A page that is not on the disk has no
    history; without git there is none at all. Raises GitError when git fails, SettingsError for identity.yml.
    """
    trails = trails or read_trails(root, folder)
    if not trails.pages:
        return History(is_cut=trails.is_cut)
    head = trails.last_files(root, folder)
    edited = {path for path in git.changed_files(root, [folder]) if (root / path).is_file()}
    wanted = head if only is None else {only: head.get(only, "")}
    chains = {
        path: versions
        for path in wanted
        if (versions := _distinct(trails.pages.get(path, ()))) and (len(versions) > 1 or path in edited or only)
        if (root / path).is_file()
    }
    pages: dict[str, tuple[Revision, ...]] = {}
    identities = read_identities(root, sites)
    with open_cache(root) as cache:
        paths = list(chains)
        for first in range(0, len(paths), _BATCH):
            batch = {path: chains[path] for path in paths[first : first + _BATCH]}
            pages |= _Batch(root, cache, batch, head, edited, identities).histories()
    return History({path: found for path, found in pages.items() if len(found) > 1 or only}, trails.is_cut)


def _distinct(versions: Sequence[PageVersion]) -> list[PageVersion]:
    """Return the versions without those that have the text of the one before."""
    return [next(group) for _, group in groupby(versions, key=lambda version: version.blob)]


class _Batch:
    """Some pages, whose texts are read together."""

    def __init__(
        self,
        root: Path,
        cache: HistoryCache,
        chains: Mapping[str, Sequence[PageVersion]],
        head: Mapping[str, str],
        edited: Set[str],
        identities: Identities,
    ) -> None:
        self._root = root
        self._cache = cache
        self._chains = chains
        self._head = head
        self._edited = edited
        self._identities = identities
        self._texts: dict[str, str] = {}
        self._facts: dict[str, PageFacts] = {}

    def histories(self) -> dict[str, tuple[Revision, ...]]:
        """Return the revisions of each page."""
        self._read_facts({self._head[path] for path in self._chains if path in self._head})
        self._chains = {path: self._readable(path, versions) for path, versions in self._chains.items()}
        self._read_facts({blob for versions in self._chains.values() for blob in _blobs(versions)})
        self._chains = {path: self._own(path, versions) for path, versions in self._chains.items()}
        self._cache.commit()
        ordered = {path: self._order(path, versions) for path, versions in self._chains.items()}
        changes = self._changes({pair for versions in ordered.values() for pair in pairwise(_blobs(versions))})
        return {path: tuple(self._revisions(path, versions, changes)) for path, versions in ordered.items()}

    def _readable(self, path: str, versions: Sequence[PageVersion]) -> Sequence[PageVersion]:
        """Return the versions whose texts may be read: of a withdrawn article, that of its tombstone alone."""
        head = self._head.get(path, "")
        facts = self._facts.get(head)
        if path in self._edited and (text := uncommitted_text(self._root, path)) is not None:
            facts = read_facts(text)
        if facts is None or not facts.is_withdrawn:
            return versions
        return [version for version in versions[-1:] if version.blob == head and path not in self._edited]

    def _own(self, path: str, versions: Sequence[PageVersion]) -> Sequence[PageVersion]:
        """Return the versions that are of the article of a page."""
        head = self._head.get(path, "")
        text = uncommitted_text(self._root, path) if path in self._edited else None

        def load(blobs: Iterable[str]) -> tuple[str, dict[str, str]]:
            self._load([*blobs, *([head] if head and text is None else [])])
            return self._texts[head] if text is None else text, {blob: self._texts[blob] for blob in blobs}

        current = self._facts.get(head) if text is None else read_facts(text)
        facts = {blob: self._facts[blob] for blob in _blobs(versions)}
        if current is None or current.is_withdrawn:
            return versions
        own = self._identities.own(current, facts, load, self._cache)
        return [version for version in versions if version.blob in own]

    def _read_facts(self, blobs: Set[str]) -> None:
        """Read the facts of the texts of these hashes, unless they are read or kept."""
        self._facts |= {blob: facts for blob in blobs - self._facts.keys() if (facts := self._cache.facts(blob))}
        missing = sorted(blobs - self._facts.keys())
        self._load(missing)
        new = {blob: read_facts(self._texts[blob]) for blob in missing}
        self._cache.store_facts(new.items())
        self._facts |= new

    def _load(self, blobs: Iterable[str]) -> None:
        """Read the texts of these hashes that are not read yet."""
        versions = [FileVersion("", "", blob) for blob in blobs if blob not in self._texts]
        self._texts.update((version.blob, text) for version, text in read_texts(self._root, versions))

    def _order(self, path: str, versions: Sequence[PageVersion]) -> Sequence[PageVersion]:
        """Return the versions by the date of saving, if the text of the last commit is then the last, else in the order
        of their commits, that text last.

        A version whose front matter has no date has that of its commit.
        """
        versions = [version for version in versions if not self._facts[version.blob].is_withdrawn] or versions
        ordered, head = sorted(versions, key=self._saved), self._head.get(path)
        if ordered and ordered[-1].blob != head:
            ordered = list(versions)
            # A merge may have kept an older text than that of the other branch.
            last = max((at for at, version in enumerate(ordered) if version.blob == head), default=len(ordered) - 1)
            ordered.append(ordered.pop(last))
        return _distinct(ordered)

    def _saved(self, version: PageVersion) -> float:
        facts = self._facts[version.blob]
        if iso := facts.retrieved or facts.updated:
            return moment(iso)
        return version.commit.when.timestamp() if version.commit.when else 0.0

    def _changes(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Change]:
        known = {pair: change for pair in pairs if (change := self._cache.change(*pair))}
        missing = [pair for pair in pairs if pair not in known]
        self._load(dict.fromkeys(blob for pair in missing for blob in pair))
        new = {
            (old, new): judge(self._facts[old], self._texts[old], self._facts[new], self._texts[new])
            for old, new in missing
        }
        self._cache.store_changes((*pair, change) for pair, change in new.items())
        return known | new

    def _revisions(
        self, path: str, versions: Sequence[PageVersion], changes: Mapping[tuple[str, str], Change]
    ) -> Iterator[Revision]:
        before: PageVersion | None = None
        originals = set[str]()
        for version in versions:
            facts = self._facts[version.blob]
            kind = _kind_of(facts, originals)
            originals.add(facts.original)
            change = changes[before.blob, version.blob] if before else None
            yield Revision(facts, kind, version.commit, version.path, version.blob, change)
            before = version
        if path in self._edited:
            yield from self._uncommitted(path, before, originals)

    def _uncommitted(self, path: str, last: PageVersion | None, originals: Set[str]) -> Iterator[Revision]:
        """Yield the text on the disk, if it is not that of the last version. In: also the originals of all versions."""
        text = uncommitted_text(self._root, path)
        if text is None:
            return
        facts, change = read_facts(text), None
        if last is None and facts.is_withdrawn:
            return
        if last is not None:
            before = self._facts[last.blob]
            if facts.digest == before.digest:
                return
            self._load([last.blob])
            change = judge(before, self._texts[last.blob], facts, text)
        yield Revision(facts, _kind_of(facts, originals), None, path, "", change)


def uncommitted_text(root: Path, path: str) -> str | None:
    """Return the text of a page on the disk; None if it cannot be read, or lies behind a link that leads out."""
    try:
        with os.fdopen(open_file(root / path, root), "rb") as file:
            return file.read().decode("utf-8", "replace")
    except OSError:
        return None


def _kind_of(facts: PageFacts, originals: Set[str]) -> Kind:
    """Return who made a text. In: its facts; the originals of the texts before it: an owner may bring one back."""
    if facts.original and facts.original not in originals:
        return Kind.PUBLISHER
    return Kind.PROGRAM if facts.is_sealed else Kind.OWNER


def _blobs(versions: Sequence[PageVersion]) -> list[str]:
    return [version.blob for version in versions]


def _when(iso: str) -> When:
    return datetime.fromisoformat(iso) if len(iso) > len("2020-01-01") else date.fromisoformat(iso)
