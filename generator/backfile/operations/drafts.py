"""Drafts: converted articles before they are written, and the choice among several saves of one article.

The texts of the pages are in a file, so that memory does not grow with the number of inputs; only the data that the
choice needs are in memory. Writing the chosen drafts is up to `reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from backfile.archive import identity, page, resemblance
from backfile.archive.identity import MAX_COMPARED
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import BY_OWNER, Relation, Verdict, judge
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.result import Result
from backfile.problems import Problem, ProblemKind, name_record
from backfile.readers.files import InputFile


@dataclass(frozen=True, slots=True)
class Draft:
    """A converted article; the text of its page is in the file of `Drafts`."""

    input_file: InputFile
    sha256: str
    """As in `Origin.sha256`."""
    offset: int
    """Where the page's text begins in the file, in bytes. It identifies the draft."""
    length: int
    """In bytes."""
    key: str
    """A string that all saves of one article share: the address, or without one a digest of headline and text."""
    file: str | None
    """The `identity.input_record`, which saves of one article without an address share; None for one with an address.
    """
    order: tuple[float, float, int, str]
    """As in `identity.save_order`."""
    removed: tuple[RemovedText, ...] = ()
    """As in `Clipping`."""
    images: frozenset[str] = frozenset()
    """The names of the images that the page shows."""
    on_the_web: int = 0
    """The number of images that the page shows and the archive does not keep."""
    inert: tuple[InertBlock, ...] = ()
    """The inert HTML blocks that the report lists."""
    folded: str | None = None
    """As in `resemblance.fold_headline`."""
    scraped: bool = False
    """As in `identity.is_scraped`."""
    record: str | None = None
    """As in `Origin.record`."""

    @property
    def name(self) -> str:
        """Return how messages name its input, or the record in it."""
        return name_record(self.input_file.file, self.record)


SupersededListener = Callable[[Draft, Draft, str], None]
"""A callback that receives a draft that is not the current save of its article, the current one, and why: a clause."""


class Drafts:
    """The drafts of one run."""

    def __init__(self, file: IO[bytes], sites: Sites, rulings: Rulings) -> None:
        """Take an empty file, open for writing and reading; the owner's sites, and what identity.yml says."""
        self._file = file
        self._sites = sites
        self._rulings = rulings
        self._drafts: list[Draft] = []
        self.rivals: list[tuple[Draft, Draft, Verdict]] = []
        """Current drafts that claim to be one article, or its address: the newer and the older one, and the verdict."""

    def add(self, input_file: InputFile, article: Article, result: Result) -> None:
        """Add the article of a result. In: its input, the article, the result."""
        text = page.dump(article).encode("utf-8", "replace")
        address = self._sites.address(article)
        position = self._file.tell()
        order = identity.save_order(article)
        self._drafts.append(
            Draft(
                input_file,
                article.origin.sha256,
                position,
                len(text),
                address or identity.text_digest(article),
                None if address else identity.input_record(article),
                order,
                result.removed,
                result.images,
                len(result.elsewhere),
                result.inert,
                resemblance.fold_headline(article),
                identity.is_scraped(article),
                article.origin.record,
            )
        )
        self._file.write(text)

    def text(self, draft: Draft) -> str:
        """Return the text of a draft's page. Nothing may be added after the first call."""
        self._file.seek(draft.offset)
        return self._file.read(draft.length).decode("utf-8")

    def current(self, on_superseded: SupersededListener) -> list[Draft]:
        """Return the current save of each article, sorted by the names of the inputs.

        `on_superseded` gets the others before. The result does not depend on the order of reading.
        """
        joined: dict[str, str] = {}
        for draft in self._drafts:
            ruled = self._rulings.page_of_save(draft.sha256)
            for key in (ruled and f"\0page\0{ruled}", draft.file and f"\0file\0{draft.file}"):
                if key and (end := _end(joined, key)) != _end(joined, draft.key):
                    joined[_end(joined, draft.key)] = end
        groups: dict[str, list[Draft]] = {}
        for draft in self._drafts:
            groups.setdefault(_end(joined, draft.key), []).append(draft)
        chosen: set[int] = set()
        for group in groups.values():
            if len(group) == 1:
                chosen.add(group[0].offset)
            else:
                chosen.update(draft.offset for draft in self._current_of(group, on_superseded))
        current = (draft for draft in self._drafts if draft.offset in chosen)
        return sorted(current, key=lambda draft: (draft.input_file.file, draft.sha256))

    def _current_of(self, group: list[Draft], on_superseded: SupersededListener) -> Iterator[Draft]:
        """Yield one save of each article among drafts with one key: several articles may have one URL."""
        current: list[tuple[Draft, Save]] = []
        for draft in sorted(group, key=lambda draft: draft.order, reverse=True):
            save = Save(page.load(self.text(draft)))
            compared: list[tuple[Draft, Draft, Verdict]] = []
            for newer, other in current[:MAX_COMPARED]:
                verdict = self._judge(other, save)
                if verdict.relation is Relation.REVISION:
                    same = "has the same content" if newer.sha256 == draft.sha256 else "is a later save of it"
                    on_superseded(draft, newer, f"{newer.name} {same}")
                    break
                if verdict.relation is not Relation.OTHER:
                    compared.append((newer, draft, verdict))
            else:
                self.rivals += compared
                current.append((draft, save))
                yield draft

    def _judge(self, newer: Save, older: Save) -> Verdict:
        ruled = [self._rulings.page_of_save(save.article.origin.sha256) for save in (newer, older)]
        return BY_OWNER if ruled[0] and ruled[0] == ruled[1] else judge(newer, older, self._sites)


def _end(joined: Mapping[str, str], key: str) -> str:
    """Return the key of the group that a key was joined with, or that key."""
    while joined.get(key, key) != key:
        key = joined[key]
    return key


def superseded_problem(draft: Draft, why: str) -> Problem:
    """Return the problem of a draft that is not the current save of its article. In: why, one clause."""
    step = "Nothing needs to be done. To use this save instead, remove the other one and ingest again."
    reason = f"another save of its article is used: {why}"
    return Problem(ProblemKind.SUPERSEDED, draft.input_file.file, reason, step, draft.record)
