"""Owns whether the name of a country means another thing in an article: a person's first name, a common noun, a part of
a longer name (`Israel Adesanya`, `china`, `Brazil nuts`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.tags.label_key import label_key
from backfile.tags.stopwords import NO_NAMES, TITLES
from backfile.tags.words import fold_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.tags.capitalized import CapitalRun
    from backfile.tags.words import WordSequence

_WORDS_OF_PERSON = 2
"""Words of a person's name. A country can also stand before a whole name: `to Ukraine Ada Quill`."""
_CLEAR = 2
"""How many times as often a name must have a capital as not, in an article that has both."""
_WITH_EQUAL_ADJECTIVES = frozenset("es pt it fr ca gl ro".split())
"""Languages in which a word in small letters can be the adjective of the country: `la economía china`."""
_FEWEST_IN_COMPOUND, _SHORTEST_NOUN = 3, 4
"""Mentions from which one noun after all of them makes a longer name; and the letters of such a noun."""
_CURRENCIES = frozenset("dollar dollars dolar pound pounds pfund franc francs franken peso pesos rand".split())
"""Names of money that are called by the country."""


@dataclass(frozen=True)
class Homonyms:
    """What the capitalized words and all words of an article say about names."""

    runs: Sequence[CapitalRun]
    """Its capitalized words."""
    words: WordSequence
    """Its words."""
    language: str = "en"

    def is_person(self, run: CapitalRun) -> bool:
        """Return whether a run is the name of a person, whom the article elsewhere calls by the surname alone."""
        words = run.words
        return len(words) == _WORDS_OF_PERSON and words[-1] in self._alone and not self._has_title(run)

    def are_in_person(self, before: str, after: str) -> bool:
        """Return whether two words stand side by side in the name of a person."""
        return (before, after) in self._pairs

    def is_other_thing(self, name: str) -> bool:
        """Return whether a name of one word is a common noun here, or the beginning of a longer name."""
        if " " in name:
            return False
        is_word = not name.isupper() and (self._is_noun(name) or self._begins_compound(name))
        return is_word or self._is_of_currency(name)

    @staticmethod
    def _has_title(run: CapitalRun) -> bool:
        return not TITLES.isdisjoint(word.casefold().rstrip(".") for word in run.words)

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(run.words[0] for run in self.runs if len(run.words) == 1)

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for run in self.runs if self.is_person(run) for pair in pairwise(run.words))

    @cached_property
    def _names(self) -> Counter[str]:
        """Return the single capitalized words in mid-sentence, without those that have an article as nouns do."""
        runs = (run for run in self.runs if not run.starts_sentence and not run.has_determiner)
        return Counter(run.words[0] for run in runs if len(run.words) == 1)

    def _is_noun(self, name: str) -> bool:
        lower = name.lower()
        in_small_letters = self.words.written_counts[lower] if lower != name.upper() else 0
        capitalized = self._names[name if name != lower else name.title()]
        clear = 0 if self.language in _WITH_EQUAL_ADJECTIVES else _CLEAR * in_small_letters
        return in_small_letters > 0 and capitalized <= clear

    def _is_of_currency(self, name: str) -> bool:
        """Return whether the name of a currency follows all mentions of a name: `US-Dollar`, `Hong Kong dollars`."""
        after = self._after(name)
        return len(after) > 0 and all(place and self.words.folded[place] in _CURRENCIES for place in after)

    def _after(self, name: str) -> list[int | None]:
        """Return the places after all mentions of a name; None at the end of the article."""
        last = len(self.words.written) - 1
        return [place + 1 if place < last else None for place in self.words.places((fold_word(name),))]

    def _begins_compound(self, name: str) -> bool:
        """Return whether one common noun follows all mentions of a name."""
        words, places = self.words, self._after(name)
        after = [place for place in places if place]
        if len(after) < max(_FEWEST_IN_COMPOUND, len(places)):
            return False
        noun = words.folded[after[0]]
        is_noun = len(noun) >= _SHORTEST_NOUN and noun not in NO_NAMES
        return (
            is_noun
            and any(words.written[place].islower() for place in after)
            and all(label_key(words.folded[place]) == label_key(noun) for place in after)
        )
