"""What a tagger is: a name and a function from a subject to tags, the best first. Taggers find; spelling by the owner's
vocabulary, refusing what is blocked, and the limit are the business of the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from backfile.article import Article
from backfile.tags.capitalized import CapitalRun, lower_words, runs
from backfile.tags.vocabulary import Vocabulary, WordSequence

RETURNS = 8
"""Mentions from which a text is about something that its front does not name. On the news pages of the gold sets, what
passes is a keyword of the publisher's in 30% of cases, of all that recurs 20%."""
_SHORTEST_BLOCK = 6
"""Words from which a block is text, and no heading or caption."""

_INFLECTING = frozenset("cs sk pl ru uk be bg sr hr bs sl mk lt lv fi et hu tr az kk el is".split())
"""Languages in which a name has another ending in each case."""
_GERMAN = frozenset("der die das und nicht ist ein eine mit den auf sich".split())


@dataclass(frozen=True)
class Subject:
    """An article as taggers see it."""

    article: Article
    text: str
    """The visible text of the body; blocks are separated by blank lines."""
    vocabulary: Vocabulary
    words: WordSequence
    """The words of headline, dek and text."""
    runs: tuple[CapitalRun, ...]
    """The words of `text` that stand with a capital, joined where they follow each other."""
    front: str
    """Headline, dek and the first paragraph."""
    language: str
    """The article's, without its region; of an article that tells none, `de` or `en`."""

    @classmethod
    def of(cls, article: Article, text: str, vocabulary: Vocabulary) -> Subject:
        """Read `text` once for all taggers."""
        blocks = text.split("\n\n")
        opening = next((block for block in blocks if len(block.split()) >= _SHORTEST_BLOCK), blocks[0])
        above = [part for part in (article.headline, article.dek) if part]
        words = WordSequence.of("\n\n".join([*above, text]))
        front = "\n\n".join([*above, opening])
        return cls(article, text, vocabulary, words, runs(text), front, _language(article, text))

    @cached_property
    def front_words(self) -> tuple[str, ...]:
        """The words of the front, and the marks between them."""
        return tuple(re.findall(r"\w+(?:&\w+)*|[^\w\s]", self.front))

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that stand in lower case somewhere in `text`."""
        return lower_words(self.text)

    @property
    def is_german(self) -> bool:
        """Whether a capital means no more than a noun."""
        return self.language in ("de", "lb", "gsw", "nds")

    @property
    def inflects(self) -> bool:
        """Whether a name has another ending in each case."""
        return self.language in _INFLECTING

    def is_about(self, in_front: bool, mentions: int) -> bool:
        """Say whether what is named so often, or in the front, is what the article is about and not just mentioned."""
        return in_front or mentions >= RETURNS


def _language(article: Article, text: str) -> str:
    if article.language:
        return article.language.split("-")[0]
    words = text.casefold().split()
    return "de" if 20 * sum(word in _GERMAN for word in words) > len(words) else "en"


@dataclass(frozen=True, slots=True)
class Tagger:
    """One way of finding tags."""

    name: str
    """As in the handbook."""
    find: Callable[[Subject], Iterable[str]]
    """The tags of a subject, the best first; doubles do no harm."""
    why: str
    """What its tags have in common, one clause."""
    always: bool = False
    """Whether a tag of it stands even beside one that has all its words, or whose words it has all."""
    given: bool = False
    """Whether its tags are somebody's word, and not found by a rule."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A tag that a tagger offered, and what became of it."""

    tag: str
    """As the owner calls it."""
    tagger: str
    """Name of the tagger."""
    found: str
    """What the tagger found, before the vocabulary had its say."""
    why: str
    """Why it was offered, one clause."""
    refused: str | None
    """Why it is none of the article's tags, one clause; absent when it is one."""
