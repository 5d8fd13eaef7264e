"""Heads of state and government as tags, under one spelling. Owns which mentions make one of them a tag."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backfile.tags.leaders import leader_in, leader_label, leaders_of_text, spellings
from backfile.tags.stopwords import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.subject import Subject

_MOST = 3


def find(subject: Subject) -> Iterator[str]:
    """Yield the leaders that the article is about, the most frequent first."""
    counts = Counter(_mentions(subject))
    for name, count in counts.most_common(_MOST):
        in_lead = any(spelling in subject.lead for spelling in spellings(name))
        if count > 1 and subject.is_about(in_lead, count):
            yield leader_label(name, subject.tags_language)


def _mentions(subject: Subject) -> Iterator[str]:
    for run in subject.capital_runs:
        if name := leader_in(run.words, TITLES, starts_sentence=run.starts_sentence):
            yield name
    if not subject.capital_runs:
        yield from leaders_of_text(subject.text)
