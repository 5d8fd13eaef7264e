"""Results of runs: the frozen records that the functions of `operations` return, and the types of their callbacks.

Problems, which are part of most results, are in `problems`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from backfile.problems import REFUSALS, Problem, ProblemKind

Progress = Callable[[int, int], None]
"""A callback that receives how much is done, and how much there is: pages, images, bytes of inputs."""


class Outcome(StrEnum):
    """What a run did with the page of a record."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that has a page, and what the run did with that page."""

    outcome: Outcome
    file: str
    """The input, as in `Origin.file`."""
    record: str | None
    """The record inside the file, for containers."""
    page: str
    """The path of the page, relative to the archive's folder."""


RecordListener = Callable[["Stored | Problem"], None]
"""A callback that receives the result of each record, and each remark, as soon as it is determined."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that a run changed, or would change in a dry run, by the keys that differ.

    The record of `operations.retag` is another one: it holds the old and the new tags of a page, and both records are
    printed field by field as JSON.
    """

    page: str
    """The path of the page, relative to the archive's folder."""
    headline: str
    keys: tuple[str, ...]
    """The keys of the front matter that differ, and `body`."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The result of committing what a run wrote."""

    revision: str | None = None
    """The hash of the commit; None when nothing changed, commits are off, or git refused the commit."""
    uncommitted: str | None = None
    """Why git refused the commit, and the next step. The files are written nevertheless."""
    earlier: tuple[str, ...] = ()
    """The hashes of the commits that the run made before it: edits of the owner, earlier revisions of pages."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A line that extraction removed from an article, or replaced, before its page was written."""

    file: str
    """The input, and the record in it, as messages name them."""
    rule: str
    """The name of the rule that removed it."""
    text: str
    """The line, as found."""
    replacement: str | None = None
    """What stands in its place; None if it was removed."""


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block that is written as inert HTML, unless the page format defines it so: figures, tables with spans."""

    file: str
    """The input, and the record in it, as messages name them."""
    block: int
    """The number of the block in its article, from 1."""
    why: str
    """The reason why it is not written as Markdown, one clause."""
    text: str
    """Its visible text, on one line, abbreviated."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an ingest. Records are counted: read = written + updated + unchanged + left out + reported,
    always.
    """

    read: int = 0
    written: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    removed: tuple[Removal, ...] = ()
    """The lines removed from the articles that were written or updated."""
    inert: tuple[HtmlBlock, ...] = ()
    """The blocks of these articles that are written as inert HTML."""
    settled: tuple[str, ...] = ()
    """New texts of edited pages that the owner has merged, and that were deleted: paths under incoming/."""
    images_kept: int = 0
    """The images that the archive has for the articles that were written, updated or unchanged."""
    images_on_the_web: int = 0
    """The images of these articles that only the web has; 0 if the settings keep no images."""
    commit: Committed = Committed()
    articles: int = 0
    """The pages that were written or updated. A page with several new revisions counts once."""

    @property
    def reported(self) -> int:
        """Count the records that did not become a page; each has a problem with the reason."""
        return sum(problem.kind in REFUSALS for problem in self.problems)

    @property
    def left_out(self) -> int:
        """Count the records that are not published, and that the run was not told to include."""
        return sum(problem.kind is ProblemKind.LEFT_OUT for problem in self.problems)

    @property
    def revision(self) -> str | None:
        """Return the hash of the commit; see `Committed`."""
        return self.commit.revision

    @property
    def uncommitted(self) -> str | None:
        """Return why git refused the commit; see `Committed`."""
        return self.commit.uncommitted
