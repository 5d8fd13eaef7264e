"""Words with a capital. Owns finding them in a text, joined where they follow each other, with what tells whether the
capital means anything: the sentence's start and the word before. What is a name is left to `names` and `places`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.tags.stopwords import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s[^\W\d_])|[^\W\d_]\w*(?:[-'\u2019&][^\W\d_]\w*)*|\d[\d.,]*|[^\w\s]"
)
_OWNED = re.compile(r"['\u2019](?:[^\W\d_A-Z]{1,6})?$")
"""What stands behind an apostrophe at a word's end: an English `s` or `ve`, a Turkish case ending."""
_ELISION = re.compile(r"\b([dl]|dell|nell|dall|sull|all)['\u2019](?=[^\W\d_])")
_JOINING = frozenset("of de del della di du dos van von bin ibn al".split())
"""Small words that may stand inside a name."""
_JOINING_TOO = frozenset("la los der den het ten".split())
"""Small words that may stand there behind one of those."""
_STARTING = frozenset('.!?:…"“”„«»\u2018(¿¡—\u2013;[*•')
_DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keiner im am zum zur vom beim ins ans"
    " diese dieser dieses diesen diesem jede jeder jedes jeden viele alle mehr seine seinen seiner ihre ihren ihrer"
    " the a an this that these those his her its their our your my no every".split()
)
_CREDIT = frozenset("photo photos foto fotos bild bilder picture pictures image images".split())
"""Words before the colon of a picture's credit."""
_SHORTEST_BLOCK = 6
"""Blocks of fewer words are headings, captions or list entries: their capitals mean nothing."""


@dataclass(frozen=True, slots=True)
class CapitalRun:
    """Words with a capital that follow each other."""

    words: tuple[str, ...]
    starts: bool
    """Whether it opens a sentence, so that its first capital means nothing."""
    before: str
    """The word before, in lower case; empty at a start."""

    @property
    def text(self) -> str:
        """The run as a person would write it."""
        return " ".join(self.words)

    @property
    def determined(self) -> bool:
        """Whether an article or the like, an adjective's ending or a number stands before it."""
        return self.before in _DETERMINERS or self.before[:1].isdigit()


def runs(text: str) -> tuple[CapitalRun, ...]:
    """Give the runs of `text` in their order. Blocks that are no sentences are passed over."""
    return tuple(run for block in text.split("\n\n") for run in _runs(_TOKEN.findall(_ELISION.sub(r"\1 ", block))))


def lower_words(text: str) -> frozenset[str]:
    """Give the words of `text` that stand in lower case somewhere, but for blocks that have no capital at all."""
    prose = (block for block in text.split("\n\n") if block != block.lower())
    return frozenset(word for block in prose for word in re.findall(r"[^\W\d_]\w*", block) if word[0].islower())


def _runs(tokens: Sequence[str]) -> Iterator[CapitalRun]:
    words = [token for token in tokens if token[0].isalpha()]
    if len(words) < _SHORTEST_BLOCK or 5 * sum(map(_capital, words)) > 3 * len(words):
        return
    place, credited = 0, -1
    while place < len(tokens):
        if not _capital(tokens[place]):
            place += 1
            continue
        end = _end(tokens, place)
        if _is_credited(tokens, place, end) or (place == credited + 1 and tokens[place - 1] == "/"):
            credited = end
        else:
            before = tokens[place - 1] if place else "."
            yield _run(tuple(_OWNED.sub("", word) for word in tokens[place:end]), before)
        place = end


def _is_credited(tokens: Sequence[str], place: int, end: int) -> bool:
    """Say whether a run is whoever is credited with a picture: behind "Photo:", beside the sign of copyright."""
    labelled = place > 1 and tokens[place - 1] == ":" and tokens[place - 2].casefold() in _CREDIT
    return labelled or "\u00a9" in (*tokens[max(place - 1, 0) : place], *tokens[end : end + 1])


def _run(words: tuple[str, ...], before: str) -> CapitalRun:
    """Make a run; an ordinary word that only opens the sentence is the word before it."""
    starts = before in _STARTING
    if starts and len(words) > 1 and words[0].casefold() in NO_NAMES:
        return CapitalRun(words[1:], starts=False, before=words[0].casefold())
    return CapitalRun(words, starts, before="" if starts else before.casefold())


def _end(tokens: Sequence[str], place: int) -> int:
    """Give the place behind the run that begins at `place`, with a capital."""
    while place < len(tokens) and _capital(tokens[place]):
        place += 1
        if _OWNED.search(tokens[place - 1]):
            return place
        joined = place + _stands(tokens, place, _JOINING)
        joined += joined > place and _stands(tokens, joined, _JOINING_TOO)
        if joined > place and joined < len(tokens) and _capital(tokens[joined]):
            place = joined
    return place


def _stands(tokens: Sequence[str], place: int, words: frozenset[str]) -> bool:
    return place < len(tokens) and tokens[place] in words


def _capital(token: str) -> bool:
    return token[0].isupper()
