"""Owns which capitalized words of a text can be names: runs without titles and ordinary words, by language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.tags.stopwords import MEASURES, NO_NAMES, NOUN_ENDINGS, NOUNS, POSSESSIVES, TITLES

if TYPE_CHECKING:
    from backfile.tags.capitalized import CapitalRun
    from backfile.tags.tagger_input import TaggerInput

NEVER_NAMES = NO_NAMES | TITLES
_LONGEST_FIRST_NAME = 10
_AGENCY_WORDS = 2
_ROYAL = frozenset("prince princess king queen pope prinz prinzessin könig königin papst".split())
"""Titles that are part of a name of one further word: `Prince Andrew`."""
_SPANISH_ARTICLES = frozenset("el la los las al del dicho dicha".split())
"""Words before common nouns that Spanish writes with a capital (`el Ayuntamiento`), and rarely before a name."""
_PLURALS = ("ungen", "ionen", "heiten", "keiten", "schaften")
"""Endings of German nouns in the plural, with which no name ends."""
_IN_HEADINGS = frozenset("In On At By From With For To Is Are".split())
"""English words that have a capital inside headings only: `New In Merrow`."""
_GENITIVE_IN_S = frozenset("de lb gsw nds nb nn no da sv".split())
"""Languages with a genitive in s without an apostrophe."""
_TURKISH_HOME = ("lı", "li", "lu", "lü")
"""Endings that name where somebody comes from: `Fenerbahçeli`, of Fenerbahçe."""
_TURKISH_CASE = re.compile(r"(?:ında|inde|unda|ünde|ının|inin|unun|ünün)$")
"""Case endings inside titles of laws; in a name no other word follows such a word."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A run of capitalized words without the words that are not part of a name."""

    words: tuple[str, ...]
    certain: bool
    """Whether its first capital is not that of a sentence's start."""
    has_determiner: bool
    before: str
    """The word before it, in lower case; empty at the start of a sentence."""

    @property
    def text(self) -> str:
        """Return the words, joined by blanks."""
        return " ".join(self.words)


def find_candidates(data: TaggerInput) -> list[NameCandidate]:
    """Return the runs of a text that can be names, trimmed, in their order."""
    runs = data.capital_runs
    written = {word for run in runs for word in run.words}
    candidates = [name for run in runs if (name := _trim(run, data.lowercase_words)).words]
    if data.language in _GENITIVE_IN_S:
        candidates = [name for name in candidates if not _is_genitive(name.words[0], written)]
    if data.capitalizes_nouns:
        nouns = {run.text for run in runs if run.has_determiner}
        candidates = [name for name in candidates if _may_be_german_name(name) and not nouns.issuperset(name.words)]
    if data.language == "en":
        candidates = [name for name in candidates if not _IN_HEADINGS.intersection(name.words)]
    if data.language == "tr":
        candidates = [_without_home(name, written) for name in candidates if _may_be_turkish_name(name)]
    if data.language == "es":
        candidates = [name for name in candidates if not _is_spanish_noun(name)]
    return candidates


def _trim(run: CapitalRun, lowercase_words: frozenset[str]) -> NameCandidate:
    """Remove a title and what is before it, days and months, and the first word of a sentence if it is ordinary."""
    words, certain = _without_agency(run.words), not run.starts_sentence
    if gazetteer.city(" ".join(words)):
        return NameCandidate(words, certain, run.has_determiner, run.before)
    folded = [word.casefold().rstrip(".") for word in words]
    is_compound = "-" in words[0] and words[0].split("-")[-1].islower()
    is_ordinary = is_compound or folded[0] in NO_NAMES or (run.starts_sentence and folded[0] in lowercase_words)
    first = max((place + 1 for place in range(min(4, len(words) - 1)) if folded[place] in TITLES), default=0)
    if first == 0 and is_ordinary and len(words) > 1:
        first = 1
    if first == len(words) - 1 and folded[first - 1] in _ROYAL and folded[first] not in NEVER_NAMES:
        return NameCandidate(words[first - 1 :], certain or first > 1, run.has_determiner, run.before)
    end = len(words)
    while first < end and folded[first] in NEVER_NAMES:
        first += 1
    while first < end and (folded[end - 1] in NO_NAMES or words[end - 1][0].islower()):
        end -= 1
    if end < len(words) and end - first == 1:
        end = first  # `Black` in `Black Friday` is no name.
    has_determiner = run.has_determiner or folded[0] in POSSESSIVES
    return NameCandidate(words[first:end], certain or first > 0, has_determiner, run.before)


def _without_agency(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the agency of an image credit before them: `Getty Images U.S. Marines`."""
    is_credit = len(words) > _AGENCY_WORDS and " ".join(words[:_AGENCY_WORDS]).casefold() in _picture_agencies()
    return words[_AGENCY_WORDS:] if is_credit else words


@cache
def _picture_agencies() -> frozenset[str]:
    return agencies("pictures")


def _is_genitive(word: str, written: set[str]) -> bool:
    """Return whether a word is a genitive (`Putins`): without its s it is a country, or a word of the text."""
    stem = word.removesuffix("s")
    return stem != word and (stem in written or gazetteer.country(stem) is not None)


def _may_be_german_name(name: NameCandidate) -> bool:
    """Return whether a German run can be a name. Nouns follow a determiner or a number, or look like nouns."""
    first = name.words[0]
    is_noun = first.endswith(NOUN_ENDINGS) or len(first) > _LONGEST_FIRST_NAME or first.casefold() in NOUNS
    is_compound = "-" in first and first.split("-")[0].isupper()
    if name.has_determiner or MEASURES.intersection(name.words):
        return False
    if len(name.words) > 1 and name.words[-1].endswith(_PLURALS):
        return False
    has_country = len(name.words) == 2 and gazetteer.country(name.words[1]) is not None
    return len(name.words) == 1 or not (is_noun or is_compound or has_country or not name.certain)


def _may_be_turkish_name(name: NameCandidate) -> bool:
    """Return whether a Turkish run can be a name, and is not part of the title of a law."""
    return not (name.has_determiner or any(map(_TURKISH_CASE.search, name.words[:-1])))


def _without_home(name: NameCandidate, written: set[str]) -> NameCandidate:
    """Remove the first word of a Turkish name if it says where the person comes from, and the text has that place."""
    first = name.words[0]
    is_home = len(name.words) > 2 and first.endswith(_TURKISH_HOME) and first[:-2] in written
    return replace(name, words=name.words[1:]) if is_home else name


def _is_spanish_noun(name: NameCandidate) -> bool:
    return name.before in _SPANISH_ARTICLES and len(name.words) == 1 and not name.text.isupper()
