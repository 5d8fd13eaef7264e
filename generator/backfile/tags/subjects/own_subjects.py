"""Owns what tags.yml says about subjects: other labels, blocked subjects, the owner's own subjects and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnSubject:
    """The settings of a subject in tags.yml: one of the list, or the owner's own."""

    id: str
    label: str | None = None
    """What the site calls it; None for the label of the list."""
    blocked: bool = False
    """Whether no article gets it."""
    sections: tuple[str, ...] = ()
    """Names of sections that stand for it, besides those of the lexicon."""
    words: tuple[str, ...] = ()
    """Words that are evidence of it in any language, beside those of the lexicon: `harbour`, `dredg*`, `pilot boat`."""


@dataclass(frozen=True, slots=True)
class OwnSubjects:
    """All settings of subjects in tags.yml."""

    entries: tuple[OwnSubject, ...] = ()

    @property
    def blocked(self) -> frozenset[str]:
        """Return the ids of the subjects that no article gets."""
        return frozenset(entry.id for entry in self.entries if entry.blocked)

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the owner's labels by id. A subject of the owner's own without a label is called by its id."""
        return {entry.id: entry.label for entry in self.entries if entry.label}


NO_OWN_SUBJECTS = OwnSubjects()
