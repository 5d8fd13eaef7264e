"""The result of a conversion. Owns the records that worker processes return; it imports nothing that conversion needs,
so that the process of a run can import it quickly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.fidelity import UNMEASURED, Measured
from backfile.problems import REFUSALS, Problem, ProblemKind

if TYPE_CHECKING:
    from backfile.conversion.line_fates import ExplainedLine
    from backfile.fields.parse import Candidate
    from backfile.tags.subjects.choice import SubjectOffer
    from backfile.tags.tagger import Offer


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an article was made."""

    candidates: tuple[Candidate, ...]
    """The candidates of each field."""
    lines_of: tuple[str, ...]
    """The names in furniture.yml whose lines apply to it, besides those for every text."""
    edge: tuple[str, ...]
    """Of a text, the lines near its beginning and its end that were not removed."""
    offers: tuple[Offer, ...] = ()
    """Its tags, and the tags that were refused."""
    subject_offers: tuple[SubjectOffer, ...] = ()
    """Its subjects, and those that were refused."""
    inert: tuple[InertBlock, ...] = ()
    """Its blocks that are not written in Markdown."""
    measured: Measured = UNMEASURED
    """How much of its page's main content it holds."""
    lines: tuple[ExplainedLine, ...] = ()
    """Of a text, its lines and what became of them."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one clipping: an article with remarks, or no article and a refusal that says why."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    removed: tuple[RemovedText, ...] = ()
    """What extraction removed from the body."""
    why: Explanation | None = None
    """If explanations were requested, and the steps up to extraction were done."""
    inert: tuple[InertBlock, ...] = ()
    """Blocks that are not written in Markdown, with shortened texts; not those that the page format defines so."""
    images: frozenset[str] = frozenset()
    """The names of the kept images that the page of the article shows."""
    elsewhere: tuple[str, ...] = ()
    """The URLs of its images that are not kept, if the settings keep images."""
    page: str = ""
    """The text of its page, made by a worker, because one process alone writes the archive."""

    @property
    def is_record(self) -> bool:
        """Return whether it is the result of a record, not only a remark on the whole input."""
        kinds = {problem.kind for problem in self.problems}
        return self.article is not None or not kinds.isdisjoint(REFUSALS | {ProblemKind.LEFT_OUT})


def refused(problem: Problem) -> Result:
    """Return the result of a record that is refused."""
    return Result(None, (problem,))
