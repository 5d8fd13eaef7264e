"""Drafts: converted articles before they are written, and which of them are saves of one article, in which order.

The texts of the pages are in a file, so that memory does not grow with the number of inputs; only the data that the
comparison needs are in memory. Writing the drafts is up to `reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import IO

from backfile.archive import identity, page, resemblance
from backfile.archive.identity_evidence import Save
from backfile.archive.identity_rule import BY_OWNER, Relation, Verdict, judge
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.known_host import with_known_host
from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.result import Result
from backfile.operations.near_saves import NearSaves
from backfile.problems import Problem, ProblemKind, name_record
from backfile.readers.files import InputFile


@dataclass(frozen=True, slots=True)
class Draft:
    """A converted article; `Drafts` has the text of its page."""

    input_file: InputFile
    number: int
    """It identifies the draft among those of its run."""
    sha256: str
    """As in `Origin.sha256`."""
    key: str
    """A string that all saves of one article share: the address, or without one a digest of headline and text."""
    file: str | None
    """The `identity.input_record`, which saves of one article without an address share; None for one with an address.
    """
    order: tuple[float, float, int, str]
    """As in `identity.save_order`."""
    seal: str = ""
    """As in `page.Seal`."""
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
    is_from_own_site: bool = False
    """As in `Sites.is_from_own_site`."""
    is_damaged: bool = False
    """Whether a part of the article may be missing, as `Origin.damaged` says."""

    @property
    def name(self) -> str:
        """Return how messages name its input, or the record in it."""
        return name_record(self.input_file.file, self.record)


_NO_IMAGES: frozenset[str] = frozenset()
"""One for all drafts: an empty set takes 220 bytes, a seventh of what a draft does."""

LoadText = Callable[[], str]
"""A function that returns the text of a page."""

DuplicateListener = Callable[[Draft, Draft], None]
"""A callback that receives a draft, and another one of the run that has the same content."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The saves of one article in a run, which are its revisions. They are at least one, the oldest first.

    Damaged ones are before all others, the one with the least text first.
    """

    saves: tuple[Draft, ...]

    @property
    def current(self) -> Draft:
        """Return the newest save, whose text the page has after the run."""
        return self.saves[-1]

    @property
    def first(self) -> Draft:
        """Return the oldest save that is a revision: not a damaged one, unless all are."""
        return next((save for save in self.saves if not save.is_damaged), self.current)

    @property
    def older(self) -> tuple[Draft, ...]:
        """Return the others."""
        return self.saves[:-1]


def make_draft(input_file: InputFile, number: int, article: Article, text: str, result: Result, sites: Sites) -> Draft:
    """Return the draft of a result. In: its input, its number, the article, its page, the result, the owner's sites."""
    address = sites.address(article)
    return Draft(
        input_file,
        number,
        article.origin.sha256,
        address or identity.text_digest(article),
        None if address else identity.input_record(article),
        identity.save_order(article),
        page.read_seal(text).value,
        result.removed,
        result.images or _NO_IMAGES,
        len(result.elsewhere),
        result.inert,
        resemblance.fold_headline(article),
        identity.is_scraped(article),
        article.origin.record,
        sites.is_from_own_site(article),
        article.origin.damaged is not None,
    )


class Drafts:
    """The drafts of one run."""

    def __init__(self, file: IO[bytes], sites: Sites, rulings: Rulings) -> None:
        """Take an empty file, open for writing and reading; the owner's sites, and what identity.yml says."""
        self._file = file
        self._sites = sites
        self._rulings = rulings
        self._drafts: list[Draft] = []
        self._texts: list[tuple[int, int] | LoadText] = []
        """For each draft, place and length of the page's text in the file, in bytes; or a function that loads it."""
        self.rivals: list[tuple[Draft, Draft, Verdict]] = []
        """Drafts of two chains that claim to be one article, or its address: the newer, the older one, the verdict."""

    def __len__(self) -> int:
        """Count the drafts, which is the number of the next one."""
        return len(self._drafts)

    def add(self, draft: Draft, text: str | LoadText) -> None:
        """Add a draft with the text of its page, or with a function that loads the text if it is needed."""
        self._drafts.append(draft)
        if isinstance(text, str):
            data = text.encode("utf-8", "replace")
            self._texts.append((self._file.tell(), len(data)))
            self._file.write(data)
        else:
            self._texts.append(text)

    def text(self, draft: Draft) -> str:
        """Return the text of a draft's page. Nothing may be added after the first call."""
        return self._read(self._texts[draft.number])

    def _read(self, place: tuple[int, int] | LoadText) -> str:
        if not isinstance(place, tuple):
            return place()
        self._file.seek(place[0])
        return self._file.read(place[1]).decode("utf-8")

    def keep_host(self, draft: Draft, host: str) -> Draft:
        """Return a draft with the host of an earlier save in the text of its page, which has none. In: that host."""
        self._texts[draft.number] = partial(self._with_host, self._texts[draft.number], host)
        return replace(draft, seal=page.read_seal(self.text(draft)).value)

    def _with_host(self, place: tuple[int, int] | LoadText, host: str) -> str:
        return with_known_host(self._read(place), host)

    def chains(self, on_duplicate: DuplicateListener) -> list[Chain]:
        """Return the saves of each article, sorted by the name of the input of the current one.

        `on_duplicate` gets the drafts with the content of another one. The result does not depend on the order of
        reading.
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
        chains: list[Chain] = []
        for group in groups.values():
            if len(group) == 1:
                chains.append(Chain((group[0],)))
            else:
                chains += self._chains_of(group, on_duplicate)
        return sorted(chains, key=lambda chain: (chain.current.input_file.file, chain.current.sha256))

    def _chains_of(self, group: list[Draft], on_duplicate: DuplicateListener) -> list[Chain]:
        """Return the chains of drafts with one key: several articles may have one URL.

        Each save is compared with the one before it, as if they came one after the other. A damaged one is compared
        with the current save of an article, as an older one.
        """
        chains: list[tuple[list[Draft], Save]] = []
        near = NearSaves(self._sites, self._rulings)
        for draft in _in_order(group):
            save = Save(page.load(self.text(draft)))
            compared: list[tuple[Draft, Draft, Verdict]] = []
            for number in near.near(save.article):
                drafts, current = chains[number]
                older, newer = (save, current) if draft.is_damaged else (current, save)
                verdict = self._judge(newer, older)
                if verdict.relation is Relation.REVISION:
                    beside = drafts[0] if draft.is_damaged else drafts[-1]
                    if beside.sha256 == draft.sha256:
                        on_duplicate(draft, beside)
                    else:
                        drafts.insert(0 if draft.is_damaged else len(drafts), draft)
                        chains[number] = (drafts, newer)
                        near.add(number, save.article)
                    break
                if verdict.relation is not Relation.OTHER:
                    pair = (drafts[-1], draft) if draft.is_damaged else (draft, drafts[-1])
                    compared.append((*pair, verdict))
            else:
                self.rivals += compared
                near.add(len(chains), save.article)
                chains.append(([draft], save))
        return [Chain(tuple(drafts)) for drafts, _ in chains]

    def _judge(self, newer: Save, older: Save) -> Verdict:
        ruled = [self._rulings.page_of_save(save.article.origin.sha256) for save in (newer, older)]
        return BY_OWNER if ruled[0] and ruled[0] == ruled[1] else judge(newer, older, self._sites)


def _in_order(group: Sequence[Draft]) -> list[Draft]:
    """Return the saves of a group as they are compared: the whole ones, the oldest first; then the damaged ones, those
    with the most text first.
    """
    whole = sorted((draft for draft in group if not draft.is_damaged), key=lambda draft: draft.order)
    damaged = [draft for draft in group if draft.is_damaged]
    return whole + sorted(damaged, key=lambda draft: (draft.order[2], draft.order), reverse=True)


def _end(joined: dict[str, str], key: str) -> str:
    """Return the key of the group that a key was joined with, or that key.

    The way to it is shortened, or that of thousands of equal records would be thousands of steps for each.
    """
    while (above := joined.get(key, key)) != key:
        joined[key] = joined.get(above, above)
        key = above
    return key


def superseded_problem(draft: Draft, why: str) -> Problem:
    """Return the problem of a draft of which only the original is kept. In: why, one clause."""
    step = "Nothing needs to be done. To use this save instead, remove the other one and ingest again."
    reason = f"another save of its article is used: {why}"
    return Problem(ProblemKind.SUPERSEDED, draft.input_file.file, reason, step, draft.record)
