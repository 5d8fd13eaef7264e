"""Owns the spelling that lists have for a tag: labels with one key (`tags.label_key`) are one, under the commonest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from backfile.article import PageSummary
from backfile.tags.label_key import label_key


class Tagged(Protocol):
    """What has tags."""

    @property
    def tags(self) -> Sequence[str]:
        """Return its tags."""


def tag_spellings(summaries: Iterable[Tagged], own: Collection[str]) -> dict[str, str]:
    """Return the spelling in lists of each tag that lists spell otherwise than an article.

    In: the articles; the labels of tags.yml. One of those is never changed, and replaces other spellings. Of several
    equally common spellings the first in the order of characters is taken, which prefers capitals.
    """
    counts = Counter(tag for summary in summaries for tag in summary.tags)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for tag in counts:
        groups[label_key(tag)].append(tag)
    owned = {label_key(label): label for label in sorted(own, reverse=True)}
    spellings: dict[str, str] = {}
    for key, tags in groups.items():
        shown = owned.get(key) or min(tags, key=lambda tag: (-counts[tag], tag))
        spellings |= {tag: shown for tag in tags if tag != shown and tag not in own}
    return spellings


def respell(summary: PageSummary, spellings: Mapping[str, str]) -> PageSummary:
    """Return a summary with its tags spelled as in lists, each once."""
    if not any(tag in spellings for tag in summary.tags):
        return summary
    return replace(summary, tags=tuple(dict.fromkeys(spellings.get(tag, tag) for tag in summary.tags)))


def respell_all(summaries: Sequence[PageSummary], own: Collection[str]) -> list[PageSummary]:
    """Return summaries with their tags spelled as in lists. In: all articles, in their order; labels of tags.yml."""
    spellings = tag_spellings(summaries, own)
    return [respell(summary, spellings) for summary in summaries] if spellings else list(summaries)
