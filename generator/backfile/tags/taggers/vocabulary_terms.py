"""Owns when a mention of a label of the owner's vocabulary makes it a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.words import WordSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger_input import TaggerInput


def find(data: TaggerInput) -> Iterator[str]:
    """Yield the labels that the article mentions twice, or in its lead; those first, and the most frequent first."""
    if not data.vocabulary.terms:
        return
    counts = data.vocabulary.mentioned(data.words)
    in_lead = data.vocabulary.mentioned(WordSequence.of(data.lead), data.words)
    labels = [label for label, count in counts.items() if count > 1 or label in in_lead]
    yield from sorted(labels, key=lambda label: (label not in in_lead, -counts[label]))
