"""Owns when a mention of a label of the owner's vocabulary makes it a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.words import WordSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.subject import Subject


def find(subject: Subject) -> Iterator[str]:
    """Yield the labels that the article mentions twice, or in its lead; those first, and the most frequent first."""
    if not subject.vocabulary.terms:
        return
    counts = subject.vocabulary.mentioned(subject.words)
    in_lead = subject.vocabulary.mentioned(WordSequence.of(subject.lead), subject.words)
    labels = [label for label, count in counts.items() if count > 1 or label in in_lead]
    yield from sorted(labels, key=lambda label: (label not in in_lead, -counts[label]))
