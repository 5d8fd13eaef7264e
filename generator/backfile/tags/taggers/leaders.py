"""Heads of state and government as tags, under one spelling. Owns which mentions make one of them a tag."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backfile.tags.leaders import leader, leader_in, leader_label, leaders_of_text, spellings
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
        if count > 1 and subject.is_about(in_lead, count) and not _is_namesake(subject, name):
            yield leader_label(name, subject.tags_language)


def _is_namesake(subject: Subject, name: str) -> bool:
    """Return whether a keyword is another person of that surname, and the article never has the leader's whole name."""
    article = subject.article
    own = spellings(name)
    words = [keyword.split() for keyword in article.keywords if leader(keyword) is None]
    if not any(len(each) > 1 and each[-1] in own for each in words):
        return False
    whole = [spelling for spelling in own if " " in spelling]
    return not any(spelling in text for spelling in whole for text in (subject.lead, subject.text))


def _mentions(subject: Subject) -> Iterator[str]:
    for run in subject.capital_runs:
        if name := leader_in(run.words, TITLES, starts_sentence=run.starts_sentence):
            yield name
    if not subject.capital_runs:
        yield from leaders_of_text(subject.text)
