"""Words of bylines and dates, by language, from `credit_words.toml`.

Owns loading them, and making regular expressions of them. Which lines and fields they are looked for in is decided by
`bylines`, `dates` and `extract`. They are words of articles; the words of the interface are in `i18n`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FILE = Path(__file__).with_suffix(".toml")


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def languages() -> frozenset[str]:
    """Return the codes of the languages of the table."""
    return frozenset(_tables())


@cache
def words(key: str, languages: str = "") -> tuple[str, ...]:
    """Return the words of a key, without repetitions: of all languages, or of some, named as `"en fr"`."""
    tables = _tables()
    chosen = languages.split() or tables
    return tuple(dict.fromkeys(word for language in chosen for word in tables[language].get(key, ())))


@cache
def pattern(key: str, languages: str = "") -> str:
    """Return a regular expression, a group without capture, that matches any of `words(key, languages)`."""
    return alternatives(words(key, languages))


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression, a group without capture, that matches any of `words`, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
