"""Which of many articles that claim one address a save is compared with: also those whose texts share most with it.

Each comparison reads a page, so their number has a limit. Sketches of the texts tell cheaply which to read: the least
hashes of their triples of words, which two texts have in common about as far as the texts (Broder, On the resemblance
and containment of documents, 1997).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from zlib import crc32

from backfile.archive.identity import MAX_COMPARED
from backfile.archive.text_overlap import split_triples

_T = TypeVar("_T")
Sketch = frozenset[int]
_SIZE = 24
_MOST_CHARACTERS = 20_000
"""So much of a text counts, from its beginning."""
HALF = MAX_COMPARED // 2
"""So many articles are compared for what else they have in common with the save. The others are chosen by text."""


def sketch(text: str) -> Sketch:
    """Return the sketch of a text."""
    triples = split_triples(text[:_MOST_CHARACTERS])
    return frozenset(sorted({crc32(" ".join(triple).encode("utf-8", "replace")) for triple in triples})[:_SIZE])


def choose(found: Sequence[_T], text: str, sketch_of: Callable[[_T], Sketch]) -> list[_T]:
    """Return what a save is compared with, at most `MAX_COMPARED`.

    In: what was found, the nearest by other evidence first; the save's text; what returns the sketch of a text. So no
    number of claimants that share less of its text, or were saved elsewhere, keeps a save from its article.
    """
    first, rest = list(found[:HALF]), found[HALF:]
    if len(found) <= MAX_COMPARED:
        return [*first, *rest]
    own = sketch(text)
    return first + sorted(rest, key=lambda each: -len(own & sketch_of(each)))[: MAX_COMPARED - HALF]
