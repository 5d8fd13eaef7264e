"""Which of many articles that claim one address a save is compared with: also those whose texts share most with it.

Each comparison reads a page, so their number has a limit. Sketches of the texts tell cheaply which to read: the least
hashes of their triples of words, which two texts have in common about as far as the texts (Broder, On the resemblance
and containment of documents, 1997). The hashes are others in each run, and nobody knows them before: or an article of
other words could have the sketch of a text by its choice of a few triples.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from backfile.archive.identity import MAX_COMPARED
from backfile.archive.identity_evidence import State, source_state
from backfile.archive.text_overlap import split_triples
from backfile.article import Article

_T = TypeVar("_T")
Sketch = frozenset[int]
_KEY = secrets.token_bytes(16)
_SIZE = 24
_MOST_CHARACTERS = 20_000
"""So much of a text counts, from its beginning."""
HALF = MAX_COMPARED // 2
"""So many articles are compared for what else they have in common with the save. The others are chosen by text."""
_MOST_SIGNS = 1_000
"""Of so many others the texts are looked at. A page is read for that once in a run, in about a millisecond: without a
limit, 100,000 pages that claim one address make the next save of it take minutes."""


def sketch(text: str) -> Sketch:
    """Return the sketch of a text."""
    triples = split_triples(text[:_MOST_CHARACTERS])
    return frozenset(sorted({hash((_KEY, triple)) for triple in triples})[:_SIZE])


@dataclass(frozen=True, slots=True)
class Sign:
    """What of an article is compared before it is read."""

    sketch: Sketch
    source: str | None
    """As in `Article.source`. Those who copy a whole text have another one, or they would be saves of the article."""

    def distance(self, other: Sign) -> tuple[int, bool]:
        """Return a key that sorts others by how near they are."""
        differs = source_state(self.source, other.source) is State.DIFFERS
        return -len(self.sketch & other.sketch), differs


def sign_of(article: Article) -> Sign:
    """Return the sign of an article."""
    return Sign(sketch(article.body), article.source)


def choose(found: Sequence[_T], article: Article, find_sign: Callable[[_T], Sign]) -> list[_T]:
    """Return what a save is compared with, at most `MAX_COMPARED`.

    In: what was found, the nearest by other evidence first; the save; what returns the sign of what was found. So up to
    `_MOST_SIGNS` claimants that share less of its text, or were saved elsewhere, keep no save from its article.
    """
    first, rest = list(found[:HALF]), found[HALF : HALF + _MOST_SIGNS]
    if len(found) <= MAX_COMPARED:
        return [*first, *rest]
    own = sign_of(article)
    return first + sorted(rest, key=lambda each: own.distance(find_sign(each)))[: MAX_COMPARED - HALF]
