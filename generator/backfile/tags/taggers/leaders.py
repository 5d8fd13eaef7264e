"""Heads of state and government as tags, under one spelling. Owns which mentions make one of them a tag."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backfile.tags.known.leaders import leader, leader_in, leader_label, leaders_of_text, spellings
from backfile.tags.stopwords import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.tags.tagger_input import TaggerInput

_MOST = 3


def find(data: TaggerInput) -> Iterator[str]:
    """Yield the leaders that the article is about, the most frequent first."""
    counts = Counter(_mentions(data))
    for name, count in counts.most_common(_MOST):
        in_lead = any(spelling in data.lead for spelling in spellings(name))
        if count > 1 and data.is_about(in_lead, count) and not _is_namesake(data, name):
            yield leader_label(name, data.tags_language)


def _is_namesake(data: TaggerInput, name: str) -> bool:
    """Return whether a keyword is another person of that surname, and the article never has the leader's whole name."""
    article = data.article
    own = spellings(name)
    words = [keyword.split() for keyword in article.keywords if leader(keyword) is None]
    if not any(len(each) > 1 and each[-1] in own for each in words):
        return False
    whole = [spelling for spelling in own if " " in spelling]
    return not any(spelling in text for spelling in whole for text in (data.lead, data.text))


def _mentions(data: TaggerInput) -> Iterator[str]:
    for run in data.capital_runs:
        if name := leader_in(run.words, TITLES, starts_sentence=run.starts_sentence):
            yield name
    if not data.capital_runs:
        yield from leaders_of_text(data.text)
