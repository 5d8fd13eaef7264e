"""The records of taggers: a tagger, and a tag that it offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backfile.tags.tagger_input import TaggerInput


@dataclass(frozen=True, slots=True)
class Finding:
    """A label that a tagger found, with its evidence."""

    label: str
    why: str | None = None
    """Its evidence, one clause; None where the reason of the tagger says all."""
    refused: str | None = None
    """Why the tagger itself refuses it, one clause; `backfile explain` shows it."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """One way of finding tags."""

    name: str
    """As in the handbook."""
    find: Callable[[TaggerInput], Iterable[str | Finding]]
    """A function from what it sees of an article to labels or findings, the best first; duplicates are allowed."""
    reason: str
    """Why it offers its labels, one clause; shown by `backfile explain`."""
    may_overlap: bool = False
    """Whether its tags are kept beside a tag that contains all their words, or whose words they contain."""
    fills_up: bool = False
    """Whether its tags are kept only where the article has few others."""
    from_publisher: bool = False
    """Whether its labels are the publisher's, so that `automatic: false` in the vocabulary does not refuse them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A tag that a tagger offered, and whether the article has it."""

    tag: str
    """The label of the vocabulary, or else what the tagger found."""
    tagger: str
    """Name of the tagger."""
    found: str
    """What the tagger found."""
    why: str
    """Why it was offered, one clause."""
    refused: str | None
    """Why the article does not have it, one clause; None for the tags of the article."""
