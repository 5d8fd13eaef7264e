"""The records of furniture: a line with the properties that the rules use, and the match of a rule. Owns these
properties; the rules are in `furniture_rules` and `furniture_prompts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.extract.text.furniture_words import fold_words, split_words

if TYPE_CHECKING:
    from backfile.extract.text.furniture_words import Lexicon

FULL_STOPS = (".", "。", "।", "۔")
_QUESTION_MARKS = ("?", "؟", ";", "？")
_NUMBER = re.compile(r"\d+[km]?")


@dataclass(frozen=True, slots=True)
class FurnitureMatch:
    """The rule by which a line is furniture."""

    rule: str
    """Name of the rule, as in `RemovedText.rule`."""
    strong: bool
    """Whether the line is furniture by itself; with a weak match it is furniture only beside a strong one."""
    sure: bool = False
    """Whether the line can be removed without other furniture beside it.

    A line with a strong match alone may be the last words of the article.
    """
    opens: bool = False
    """Whether the line can be the heading of a list of other articles."""


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """A line, and the properties that the rules use."""

    text: str
    folded: str
    """The text without case."""
    written: tuple[str, ...]
    """Its words as written."""
    words: tuple[str, ...]
    """Its words in the form of the lexicon."""
    without_numbers: tuple[str, ...]
    """Those of them that are not numbers."""

    @classmethod
    def parse(cls, text: str) -> FurnitureLine:
        """Return the record of a line of text."""
        written = split_words(text)
        words = fold_words(written)
        return cls(text, text.casefold(), written, words, tuple(word for word in words if not is_number(word)))

    @property
    def ends_sentence(self) -> bool:
        """Return whether the line ends with a full stop."""
        return self.text.endswith(FULL_STOPS) and not self.text.endswith("...")

    @property
    def is_question(self) -> bool:
        """Return whether the line ends with a question mark."""
        return self.text.endswith(_QUESTION_MARKS)

    def unknown(self, lexicon: Lexicon) -> tuple[int, int]:
        """Count the words that the lexicon does not have: those in lower case, and those with a capital."""
        unknown = [
            written
            for written, word in zip(self.written, self.words, strict=True)
            if not lexicon.is_known(word) and not is_number(word)
        ]
        capitals = sum(word[0].isupper() for word in unknown)
        return len(unknown) - capitals, capitals

    def content_words(self, lexicon: Lexicon) -> int:
        """Count the words that are neither numbers nor of the class `glue`."""
        return sum(word not in lexicon["glue"] for word in self.without_numbers)


def is_number(word: str) -> bool:
    """Return whether a word is a number: `12`, `3k`."""
    return _NUMBER.fullmatch(word) is not None
