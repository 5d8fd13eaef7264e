"""The labels of the owner's vocabulary. Owns when a mention of one makes a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.vocabulary import WordSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger import Subject


def find(subject: Subject) -> Iterator[str]:
    """Give the labels that the article has twice, or in its front: those first, and the most frequent first."""
    if not subject.vocabulary.terms:
        return
    counts = subject.vocabulary.mentioned(subject.words)
    front = subject.vocabulary.mentioned(WordSequence.of(subject.front), subject.words)
    found = [label for label, count in counts.items() if count > 1 or label in front]
    yield from sorted(found, key=lambda label: (label not in front, -counts[label]))
