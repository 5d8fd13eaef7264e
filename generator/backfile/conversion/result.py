"""What one record of an input became, and why: what workers hand back. Owns no work, so that it loads at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.article import Article, InertBlock, RemovedText
from backfile.conversion.fidelity import UNMEASURED, Measured
from backfile.problems import Problem

if TYPE_CHECKING:
    from backfile.fields.parse import Candidate
    from backfile.tags.tagger import Offer


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a record became what it is."""

    candidates: tuple[Candidate, ...]
    """What was offered for each field."""
    lines_of: tuple[str, ...]
    """The names under which lines of furniture.yml count for it, besides those for every text."""
    edge: tuple[str, ...]
    """Of a text, the lines at its edges that stay."""
    offers: tuple[Offer, ...] = ()
    """Its tags, and those that were refused."""
    inert: tuple[InertBlock, ...] = ()
    """Its blocks that are not written in Markdown."""
    measured: Measured = UNMEASURED
    """How much of its page's main content it holds."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record: an article, or none and a problem that says why; remarks besides."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    removed: tuple[RemovedText, ...] = ()
    """What extraction took out of the body."""
    why: Explanation | None = None
    """Where it was asked for, and the record was read so far."""
    inert: tuple[InertBlock, ...] = ()
    """Blocks that are not written in Markdown, but for those of which the page format says so; abbreviated."""
    images: frozenset[str] = frozenset()
    """The names of the images that the article's page shows."""
    elsewhere: tuple[str, ...] = ()
    """The addresses of those that stay on the web."""
