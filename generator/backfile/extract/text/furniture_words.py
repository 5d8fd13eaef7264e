"""The words of page furniture, by language, as `furniture.toml` lists them. Owns loading and looking them up; which
shapes of line count as furniture is left to `furniture`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from backfile.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PHRASES = ("idiom", "rights", "heading")
"""The entries that are lists of whole phrases; all others are words."""


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words and word beginnings."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings)

    def among(self, words: Iterable[str]) -> list[int]:
        """Give the positions of `words` that belong to this set."""
        return [place for place, word in enumerate(words) if word in self]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words; the names of the classes are explained in `furniture.toml`."""

    words: Mapping[str, Words]
    idioms: frozenset[tuple[str, ...]]
    rights: tuple[str, ...]
    headings: frozenset[tuple[str, ...]]

    def __getitem__(self, name: str) -> Words:
        return self.words[name]

    def holds(self, word: str, *names: str) -> bool:
        """Say whether `word` belongs to one of the named classes."""
        return any(word in self.words[name] for name in names)


def words_of(line: str) -> tuple[str, ...]:
    """Part `line` into words as written: whatever is not a letter, a mark or a digit parts them."""
    return tuple("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in line).split())


def folded(words: Sequence[str]) -> tuple[str, ...]:
    """Give `words` as they stand in the lexicon: composed, in lower case."""
    return tuple(plain_text.folded(word, composed=True) for word in words)


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Give every language's lexicon."""
    source = resources.files("backfile.extract.text").joinpath("furniture.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(source)
    anywhere = {name: _words(listed) for name, listed in tables.pop("any").items()}
    return tuple(_lexicon(table, anywhere) for table in tables.values())


def _lexicon(table: Mapping[str, str | list[str]], anywhere: Mapping[str, Words]) -> Lexicon:
    own = {name: _words(listed) for name, listed in table.items() if isinstance(listed, str)}
    idiom, rights, heading = (table.get(name, ()) for name in _PHRASES)
    return Lexicon(
        words={**anywhere, **own},
        idioms=frozenset(folded(words_of(phrase)) for phrase in idiom),
        rights=tuple(rights),
        headings=frozenset(folded(words_of(phrase)) for phrase in heading),
    )


def _words(listed: str) -> Words:
    words = listed.split()
    return Words(
        whole=frozenset(word for word in words if not word.endswith("*")),
        beginnings=tuple(word.removesuffix("*") for word in words if word.endswith("*")),
    )
