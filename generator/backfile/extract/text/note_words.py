"""Words of lines about an article that are no prose, from `article_notes.toml`. Owns loading them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.extract.text.line_words import fold_phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FILE = Path(__file__).with_name("article_notes.toml")


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def note_words(key: str) -> tuple[str, ...]:
    """Return the words of a key in all languages, without repetitions."""
    return tuple(dict.fromkeys(word for table in _tables().values() for word in table.get(key, ())))


@cache
def folded_words(key: str) -> frozenset[str]:
    """Return the words of a key in the form in which words are compared."""
    return frozenset(map(fold_phrase, note_words(key)))
