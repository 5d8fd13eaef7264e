"""Drafts: converted articles before they are written, and the choice among several saves of one article.

The texts of the pages are in a file, so that memory does not grow with the number of inputs; only the data that the
choice needs are in memory. Writing the chosen drafts is up to `reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from backfile.archive import identity, page, resemblance
from backfile.archive.identity import MAX_COMPARED
from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.result import Result
from backfile.problems import Problem, ProblemKind
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
    """A string that all saves of one article share."""
    order: tuple[float, float, int, str]
    """As in `identity.save_order`."""
    removed: tuple[RemovedText, ...] = ()
    """As in `Clipping`."""
    images: frozenset[str] = frozenset()
    """The names of the images that the page shows."""
    inert: tuple[InertBlock, ...] = ()
    """The inert HTML blocks that the report lists."""
    folded: str | None = None
    """As in `resemblance.fold_headline`."""
    scraped: bool = False
    """As in `identity.is_scraped`."""


SupersededListener = Callable[[Draft, Draft, str], None]
"""A callback that receives a draft that is not the current save of its article, the current one, and why: a clause."""


class Drafts:
    """The drafts of one run."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take an empty file, open for writing and reading."""
        self._file = file
        self._drafts: list[Draft] = []

    def add(self, input_file: InputFile, article: Article, result: Result) -> None:
        """Add the article of a result. In: its input, the article, the result."""
        text = page.dump(article).encode("utf-8", "replace")
        key = identity.url(article) or identity.text_digest(article)
        position = self._file.tell()
        order = identity.save_order(article)
        self._drafts.append(
            Draft(
                input_file,
                article.origin.sha256,
                position,
                len(text),
                key,
                order,
                result.removed,
                result.images,
                result.inert,
                resemblance.fold_headline(article),
                identity.is_scraped(article),
            )
        )
        self._file.write(text)

    def text(self, draft: Draft) -> str:
        """Return the text of a draft's page. Nothing may be added after the first call."""
        self._file.seek(draft.offset)
        return self._file.read(draft.length).decode("utf-8")

    def current(self, on_superseded: SupersededListener) -> Iterator[Draft]:
        """Return the current save of each article, in the order of reading; `on_superseded` gets the others before."""
        groups: dict[str, list[Draft]] = {}
        for draft in self._drafts:
            groups.setdefault(draft.key, []).append(draft)
        chosen: set[int] = set()
        for group in groups.values():
            if len(group) == 1:
                chosen.add(group[0].offset)
            else:
                chosen.update(draft.offset for draft in self._current_of(group, on_superseded))
        return (draft for draft in self._drafts if draft.offset in chosen)

    def _current_of(self, group: list[Draft], on_superseded: SupersededListener) -> Iterator[Draft]:
        """Yield one save of each article among drafts with one key: several articles may have one URL."""
        current: list[tuple[Draft, Article]] = []
        for draft in sorted(group, key=lambda draft: draft.order, reverse=True):
            article = page.load(self.text(draft))
            newer = next(
                (save for save, other in current[:MAX_COMPARED] if identity.is_same_article(article, other)), None
            )
            if newer is None:
                current.append((draft, article))
                yield draft
            elif newer.sha256 == draft.sha256:
                on_superseded(draft, newer, f"{newer.input_file.file} has the same content")
            else:
                on_superseded(draft, newer, f"{newer.input_file.file} is a later save of it")


def superseded_problem(file: str, why: str) -> Problem:
    """Return the problem of an input that is not the current save of its article. In: the input; why, one clause."""
    step = "Nothing needs to be done. To use this save instead, remove the other one and ingest again."
    return Problem(ProblemKind.SUPERSEDED, file, f"another save of its article is used: {why}", step)
