"""The records of taggers: a tagger, and a tag that it offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backfile.tags.subject import Subject


@dataclass(frozen=True, slots=True)
class Tagger:
    """One way of finding tags."""

    name: str
    """As in the handbook."""
    find: Callable[[Subject], Iterable[str]]
    """A function from a subject to labels, the best first; duplicates are allowed."""
    reason: str
    """Why it offers its labels, one clause; shown by `backfile explain`."""
    may_overlap: bool = False
    """Whether its tags are kept beside a tag that contains all their words, or whose words they contain."""
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
