"""Words of page furniture, by language, from `furniture.toml`. Owns loading and looking them up; the rules that apply
them are in `furniture_rules` and `furniture_prompts`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_PHRASES = ("idiom", "rights", "heading")
"""The entries that are lists of whole phrases; all others are words."""
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words and word beginnings."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings)

    def positions(self, words: Iterable[str]) -> list[int]:
        """Return the positions of those `words` that are in this set."""
        return [position for position, word in enumerate(words) if word in self]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language. `furniture.toml` explains the names of the classes."""

    language: str
    words: Mapping[str, Words]
    """Class -> words."""
    known: Words
    """The words of all classes: most words of a text are in none, which one comparison tells."""
    idioms: frozenset[tuple[str, ...]]
    rights: tuple[str, ...]
    headings: frozenset[tuple[str, ...]]

    def __getitem__(self, name: str) -> Words:
        return self.words[name]

    def has(self, word: str, *names: str) -> bool:
        """Return whether `word` is in one of the named classes."""
        return not _classes(self, word).isdisjoint(names)

    def is_known(self, word: str) -> bool:
        """Return whether `word` is in any class."""
        return _is_known(self, word)


@lru_cache(maxsize=1 << 16)
def _is_known(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.known


@lru_cache(maxsize=1 << 16)
def _classes(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Return the names of the classes that have a word."""
    if not _is_known(lexicon, word):
        return frozenset()
    return frozenset(name for name, words in lexicon.words.items() if word in words)


@lru_cache(maxsize=1 << 16)
def languages_with(word: str) -> tuple[str, ...]:
    """Return the languages whose lexicon has a word in any class."""
    index = _languages_of_words()
    prefixes = (word[:length] for length in range(1, min(len(word), index.longest) + 1))
    found = chain(index.whole.get(word, ()), chain.from_iterable(index.beginnings.get(each, ()) for each in prefixes))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Index:
    """The languages of all words and word beginnings."""

    whole: Mapping[str, Sequence[str]]
    beginnings: Mapping[str, Sequence[str]]
    longest: int
    """Characters of the longest beginning."""


@cache
def _languages_of_words() -> _Index:
    whole: defaultdict[str, list[str]] = defaultdict(list)
    beginnings: defaultdict[str, list[str]] = defaultdict(list)
    for lexicon in lexicons():
        for word in lexicon.known.whole:
            whole[word].append(lexicon.language)
        for beginning in lexicon.known.beginnings:
            beginnings[beginning].append(lexicon.language)
    return _Index(dict(whole), dict(beginnings), max(map(len, beginnings)))


def has_phrase(words: tuple[str, ...], folded: str) -> bool:
    """Return whether a line is a heading, or has a phrase of rights, in any language. In: its words; its text."""
    headings, rights = _phrases()
    return words in headings or any(phrase in folded for phrase in rights)


@cache
def _phrases() -> tuple[frozenset[tuple[str, ...]], Sequence[str]]:
    """Return the headings, and the phrases of rights, of all languages."""
    headings = frozenset(chain.from_iterable(lexicon.headings for lexicon in lexicons()))
    return headings, tuple(dict.fromkeys(chain.from_iterable(lexicon.rights for lexicon in lexicons())))


def split_words(line: str) -> tuple[str, ...]:
    """Split a line into words, unchanged, at all characters that are not letters, marks or digits."""
    if line.isascii():
        return tuple(_ASCII_WORD.findall(line))
    return tuple("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in line).split())


def fold_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return words in the form of the lexicon: composed (NFC), in lower case."""
    return tuple(plain_text.folded(word, composed=True) for word in words)


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Return the lexicons of all languages, loaded once."""
    tables = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text("utf-8"))
    common = {name: _parse_words(words) for name, words in tables.pop("any").items()}
    return tuple(_parse_lexicon(language, table, common) for language, table in tables.items())


def _parse_lexicon(language: str, table: Mapping[str, str | list[str]], common: Mapping[str, Words]) -> Lexicon:
    own = {name: _parse_words(words) for name, words in table.items() if isinstance(words, str)}
    idioms, rights, headings = (table.get(name, ()) for name in _PHRASES)
    words = {**common, **own}
    return Lexicon(
        language=language,
        words=words,
        known=_merge(words.values()),
        idioms=frozenset(fold_words(split_words(phrase)) for phrase in idioms),
        rights=tuple(rights),
        headings=frozenset(fold_words(split_words(phrase)) for phrase in headings),
    )


def _merge(sets: Collection[Words]) -> Words:
    """Return one set of all words of several."""
    beginnings = {beginning for words in sets for beginning in words.beginnings}
    return Words(frozenset().union(*(words.whole for words in sets)), tuple(sorted(beginnings)))


def _parse_words(words: str) -> Words:
    """Parse words separated by blanks; one that ends in `*` is a word beginning."""
    listed = words.split()
    return Words(
        whole=frozenset(word for word in listed if not word.endswith("*")),
        beginnings=tuple(word.removesuffix("*") for word in listed if word.endswith("*")),
    )
