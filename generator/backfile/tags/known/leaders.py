"""Owns the heads of state and government whose names have many spellings: which spelling is whose, and the tag of each.

The data is in `leaders.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from backfile.tags.label_key import label_key
from backfile.tags.languages import data_language, is_latin

_FILE = Path(__file__).with_suffix(".toml")


def leader(name: str) -> str | None:
    """Return the English name of the leader whose name, in any spelling, is `name`; else None."""
    return _by_key().get(label_key(name))


def leader_in(words: Sequence[str], titles: frozenset[str], *, starts_sentence: bool) -> str | None:
    """Return the leader that capitalized words name: all of them, the last two or more, or a surname after a title.

    The first word of a sentence can be another word.
    """
    for start in range(len(words)):
        name = " ".join(words[start:])
        is_surname = start > 0 and start == len(words) - 1
        is_after_word = (start == 1 and starts_sentence) or words[start - 1].casefold().rstrip(".") in titles
        if is_surname and not is_after_word:
            return None
        if found := _by_spelling().get(name):
            return found
    return None


def leaders_of_text(text: str) -> Iterator[str]:
    """Yield a leader for each mention in a script without capitals."""
    for match in _pattern().finditer(text):
        yield _by_spelling()[match[0]]


def leader_label(name: str, language: str) -> str:
    """Return the tag of a leader in a language. In: the English name."""
    return str(_table()[name].get("names", {}).get(data_language(language), name))


@cache
def spellings(name: str) -> tuple[str, ...]:
    """Return all spellings of a leader's name. In: the English name."""
    return tuple(spelling for spelling, own in _by_spelling().items() if own == name)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _by_spelling() -> Mapping[str, str]:
    """Return spelling -> English name."""
    spellings: dict[str, str] = {}
    for name, entry in _table().items():
        for spelling in (name, *entry.get("names", {}).values(), *entry.get("also", ())):
            spellings.setdefault(spelling, name)
            if is_latin(spelling):
                spellings.setdefault(f"{spelling}s", name)
    return spellings


@cache
def _by_key() -> Mapping[str, str]:
    return {label_key(spelling): name for spelling, name in _by_spelling().items()}


@cache
def _pattern() -> re.Pattern[str]:
    """Return a pattern of the names in scripts without capitals, the longest first."""
    names = (name for name in _by_spelling() if name.lower() == name.upper())
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
