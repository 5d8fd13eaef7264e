"""Owns finding capitalized words in a text, joined where they follow each other, with the evidence of whether the
capital is significant: the start of a sentence and the word before. Which of them are names is left to `names` and
`places`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.tags.stopwords import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"[^\W\d_](?:\.(?:(?:[^\W\d_]\.)+|(?=\s[^\W\d_]))|\w*+(?:[-'\u2019&][^\W\d_]\w*+)*+(?:\+\+|(?<=[CF])#)?+)|\d[\d.,]*|[^\w\s]"
)
_WORD = re.compile(r"[^\W\d_]\w*")
_CASE_ENDING = re.compile(r"['\u2019](?:[^\W\d_A-Z]{1,6})?$")
"""An ending after an apostrophe: an English `s` or `ve`, a Turkish case ending."""
_ELISION = re.compile(r"\b([dl]|dell|nell|dall|sull|all)['\u2019](?=[^\W\d_])")
_BEFORE_DOLLARS = re.compile(r"\b[A-Z]{1,3}(?=\$)")
"""`US$` is money, and no mention of the country."""
_JOINING = frozenset("of de del della di du dos van von bin ibn al".split())
"""Small words that occur inside names."""
_JOINING_SECOND = frozenset("la los der den het ten".split())
"""Small words that occur inside names after one of `_JOINING`."""
_SENTENCE_STARTS = frozenset('.!?:…"“”„«»\u2018(¿¡—\u2013;[*•|·')
_DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keiner im am zum zur vom beim ins ans"
    " zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    " diese dieser dieses diesen diesem jede jeder jedes jeden viele alle mehr seine seinen seiner ihre ihren ihrer"
    " the a an this that these those his her its their our your my no every".split()
)
_CREDIT = frozenset("photo photos foto fotos bild bilder picture pictures image images".split())
"""Words before the colon of an image credit."""
_SHORTEST_BLOCK = 6
"""Blocks of fewer words are headings, captions or list entries: their capitals are not significant."""


@dataclass(frozen=True, slots=True)
class CapitalRun:
    """Capitalized words that follow each other."""

    words: tuple[str, ...]
    starts_sentence: bool
    """Whether it opens a sentence, so that its first capital is not significant."""
    before: str
    """The word before, in lower case; empty at the start of a sentence."""

    @property
    def text(self) -> str:
        """Return the words, joined by blanks."""
        return " ".join(self.words)

    @property
    def has_determiner(self) -> bool:
        """Return whether an article or another determiner, or a number, is before it."""
        return self.before in _DETERMINERS or self.before[:1].isdigit()


def without_currency(text: str) -> str:
    """Return a text without the name of a country before a sign of money: `$5` for `US$5`."""
    return _BEFORE_DOLLARS.sub("", text) if "$" in text else text


def find_capital_runs(text: str) -> tuple[CapitalRun, ...]:
    """Return the runs of `text` in their order. Blocks that are not sentences are skipped."""
    has_apostrophe = "'" in text or "\u2019" in text
    plain = without_currency(_ELISION.sub(r"\1 ", text) if has_apostrophe else text)
    blocks = map(_TOKEN.findall, plain.split("\n\n"))
    return tuple(run for tokens in blocks for run in _runs_of_block(tokens))


def find_lowercase_words(text: str) -> frozenset[str]:
    """Return the words that occur in lower case in `text`. Blocks without any capital are skipped."""
    prose = (block for block in text.split("\n\n") if block != block.lower())
    return frozenset(word for word in set(_WORD.findall("\n".join(prose))) if word[0].islower())


def _runs_of_block(tokens: Sequence[str]) -> Iterator[CapitalRun]:
    firsts = [token[0] for token in tokens]
    count = sum(map(str.isalpha, firsts))
    if count < _SHORTEST_BLOCK:
        return
    capitals = [place for place, first in enumerate(firsts) if first.isupper()]
    if 5 * sum(firsts[place].isalpha() for place in capitals) > 3 * count:
        return
    end, end_of_credit = 0, -1
    for place in capitals:
        if place < end:
            continue
        end = _end(tokens, place)
        if _is_credit(tokens, place, end) or (place == end_of_credit + 1 and tokens[place - 1] == "/"):
            end_of_credit = end
        else:
            before = tokens[place - 1] if place else "."
            yield _build_run(tuple(map(_without_ending, tokens[place:end])), before)


def _without_ending(word: str) -> str:
    """Return a word without an ending after an apostrophe."""
    return _CASE_ENDING.sub("", word) if "'" in word or "\u2019" in word else word


def _is_credit(tokens: Sequence[str], place: int, end: int) -> bool:
    """Return whether a run is an image credit: it follows "Photo:", or is beside a copyright sign."""
    is_labelled = place > 1 and tokens[place - 1] == ":" and tokens[place - 2].casefold() in _CREDIT
    return is_labelled or "\u00a9" in (*tokens[max(place - 1, 0) : place], *tokens[end : end + 1])


def _build_run(words: tuple[str, ...], before: str) -> CapitalRun:
    """Build a run. An ordinary word that opens the sentence becomes the word before it."""
    starts_sentence = before in _SENTENCE_STARTS
    if starts_sentence and len(words) > 1 and words[0].casefold() in NO_NAMES:
        first = next(place for place in range(1, len(words)) if words[place][0].isupper())
        return CapitalRun(words[first:], starts_sentence=False, before=words[first - 1].casefold())
    return CapitalRun(words, starts_sentence, before="" if starts_sentence else before.casefold())


def _end(tokens: Sequence[str], place: int) -> int:
    """Return the index after the run that begins at index `place`."""
    count = len(tokens)
    while place < count and _has_capital(tokens[place]):
        place += 1
        if _without_ending(tokens[place - 1]) != tokens[place - 1]:
            return place
        if place < count and tokens[place] in _JOINING:
            joined = place + 1
            joined += joined < count and tokens[joined] in _JOINING_SECOND
            if joined < count and _has_capital(tokens[joined]):
                place = joined
    return place


def _has_capital(token: str) -> bool:
    return token[0].isupper()
