"""What a tagger is: a name and a function from a subject to tags, the best first. Taggers find; spelling by the owner's
vocabulary, refusing what is blocked, and the limit are the business of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.article import Article
from generator.taggers.runs import Run, runs
from generator.taggers.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Subject:
    """An article as taggers see it."""

    article: Article
    text: str
    """The visible text of the body; blocks are separated by blank lines."""
    vocabulary: Vocabulary
    runs: tuple[Run, ...]
    """The words of `text` that stand with a capital, joined where they follow each other."""

    @classmethod
    def of(cls, article: Article, text: str, vocabulary: Vocabulary) -> Subject:
        """Read `text` once for all taggers."""
        return cls(article, text, vocabulary, runs(text))


@dataclass(frozen=True, slots=True)
class Tagger:
    """One way of finding tags."""

    name: str
    """As in the handbook."""
    find: Callable[[Subject], Iterable[str]]
    """The tags of a subject, the best first; doubles do no harm."""
    always: bool = False
    """Whether a tag of it stands even beside one that has all its words, or whose words it has all."""
