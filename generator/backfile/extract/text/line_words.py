"""Words and phrases in lines about the article. Owns finding the longest listed phrase at a place in a line.

The lists are in TOML files. The time of a look-up does not depend on their size, because each line of a text is
examined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_WORDS = 4
"""Maximum number of words of a phrase."""
_LONGEST_UNSPACED = 16
"""Maximum length, in characters, of a word in a script without spaces."""
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(r"[^\s\d,;:|·•()\[\]/–—\u3000-\u3002\uff00-\uff0f\uff1a\uff1b\uff5c\u060c-]+(?:-[^\W\d_]+)*")
_STARTS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases in lower case, without a final full stop -> what they are."""

    kinds: Mapping[str, str]
    first_words: frozenset[str]

    @classmethod
    def make(cls, lists: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
        """Return the phrases of several lists, each with its kind; the first list with a phrase decides."""
        kinds: dict[str, str] = {}
        for kind, listed in lists:
            for phrase in listed:
                kinds.setdefault(fold_phrase(phrase), kind)
        return cls(kinds, frozenset(fold_phrase(first[0]) for phrase in kinds if (first := _WORD.match(phrase))))

    def match(self, line: str, start: int) -> tuple[str, int] | None:
        """Return the kind and the end of the longest phrase of `line` at `start`; None without one."""
        if _STARTS_UNSPACED.match(line, start) and (found := self._match_unspaced(line, start)):
            return found
        first = _WORD.match(line, start)
        if first is None or fold_phrase(first[0]) not in self.first_words:
            return None
        ends = _word_ends(line, start)
        for end in reversed(ends):
            if kind := self.kinds.get(fold_phrase(line[start:end])):
                return kind, end
        return None

    def _match_unspaced(self, line: str, start: int) -> tuple[str, int] | None:
        for end in range(min(len(line), start + _LONGEST_UNSPACED), start, -1):
            if kind := self.kinds.get(line[start:end]):
                return kind, end
        return None


def _word_ends(line: str, start: int) -> list[int]:
    """Return where the phrases of one word, two words and so on end."""
    ends: list[int] = []
    position = start
    while len(ends) < _MOST_WORDS and (match := _WORD.match(line, position)):
        ends.append(match.end())
        position = match.end() + 1
        if line[match.end() : position] != " ":
            break
    return ends


def fold_phrase(phrase: str) -> str:
    """Return a phrase in the form in which phrases are compared: without case and a final full stop."""
    return phrase.casefold().rstrip(".")
