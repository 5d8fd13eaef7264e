"""Made articles that wait to be shelved, and the choice among saves of one article.

Their texts wait in a file, so that memory does not grow with the archive; what choosing needs stays at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from backfile.archive import identity, page
from backfile.archive.identity import MAX_COMPARED
from backfile.article import Article, InertBlock, RemovedText
from backfile.problems import Problem, ProblemKind
from backfile.readers.files import InputFile


@dataclass(frozen=True, slots=True)
class Draft:
    """A made article, its text left in the file."""

    given: InputFile
    sha256: str
    """Of the input's content."""
    at: int
    """Where the page's text begins, in bytes."""
    length: int
    key: str
    """What saves of one article have in common."""
    rank: tuple[float, float, int, str]
    """As in `identity.save_order`."""
    removed: tuple[RemovedText, ...] = ()
    """As in `Clipping`."""
    images: frozenset[str] = frozenset()
    """The names of those that the page links."""
    inert: tuple[InertBlock, ...] = ()
    """Blocks to be told of."""


PassOver = Callable[[Draft, Draft, str], None]
"""Told of a draft that is not the current save of its article, of the one that is, and why, in a clause."""


class Drafts:
    """The drafts of one run."""

    def __init__(self, file: IO[bytes]) -> None:
        """In: an empty file, open for writing and reading."""
        self._file = file
        self._drafts: list[Draft] = []

    def add(
        self,
        given: InputFile,
        sha256: str,
        article: Article,
        removed: tuple[RemovedText, ...] = (),
        images: frozenset[str] = frozenset(),
        inert: tuple[InertBlock, ...] = (),
    ) -> None:
        """Take a made article, what was taken out of it, the names of its images, and blocks to be told of."""
        text = page.dump(article).encode("utf-8", "replace")
        key = identity.url(article) or identity.text_digest(article)
        rank = identity.save_order(article)
        self._drafts.append(Draft(given, sha256, self._file.tell(), len(text), key, rank, removed, images, inert))
        self._file.write(text)

    def text(self, draft: Draft) -> str:
        """Give the text of a draft's page. Nothing may be added after the first call."""
        self._file.seek(draft.at)
        return self._file.read(draft.length).decode("utf-8")

    def current(self, pass_over: PassOver) -> Iterator[Draft]:
        """Give the current save of each article, in the order of reading; `pass_over` has first been told of others."""
        groups: dict[str, list[Draft]] = {}
        for draft in self._drafts:
            groups.setdefault(draft.key, []).append(draft)
        chosen: set[int] = set()
        for group in groups.values():
            if len(group) == 1:
                chosen.add(group[0].at)
            else:
                chosen.update(draft.at for draft in self._best(group, pass_over))
        return (draft for draft in self._drafts if draft.at in chosen)

    def _best(self, group: list[Draft], pass_over: PassOver) -> Iterator[Draft]:
        """Give one save of each article among drafts with one key; a URL may be claimed by several articles."""
        standing: list[tuple[Draft, Article]] = []
        for draft in sorted(group, key=lambda draft: draft.rank, reverse=True):
            article = page.load(self.text(draft))
            better = next(
                (other for other, held in standing[:MAX_COMPARED] if identity.is_same_article(article, held)), None
            )
            if better is None:
                standing.append((draft, article))
                yield draft
            elif better.sha256 == draft.sha256:
                pass_over(draft, better, f"{better.given.file} has the same content")
            else:
                pass_over(draft, better, f"{better.given.file} is a later save of it")


def superseded(file: str, why: str) -> Problem:
    """Word the problem of an input whose article is there already."""
    step = "Nothing needs to be done; to have this one instead, take the other one away."
    return Problem(ProblemKind.SUPERSEDED, file, f"the article is there already: {why}", step)
