"""Names that recur: people, organisations, things that an article comes back to. Owns telling a name from a word that
has a capital for another reason; places are left to `places`. Precision first: a name that stands once is no tag.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.tags.stopwords import AGENCIES, COMMON, MEASURES, NO_NAMES, NOUN_ENDINGS, NOUNS, POSSESSIVES, TITLES
from backfile.tags.vocabulary import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backfile.tags.capitalized import CapitalRun
    from backfile.tags.tagger import Subject

_MOST = 4
_MOST_WORDS = 5
_LONGEST_FIRST_NAME = 10
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset("the der die das le la les el los las il lo de het of".split())
_SPANISH_ARTICLES = frozenset("el la los las al del dicho dicha".split())
"""What stands before common nouns that Spanish writes with a capital (`el Ayuntamiento`), and seldom before a name."""
_OWNERS_IN_S = frozenset("de lb gsw nds nb nn no da sv".split())
"""Languages whose genitive is an s without an apostrophe."""
_COUNTING = frozenset(
    "a an un una une ein eine einen einem einer many some several viele alle einige manche kein keine keinen".split()
)
"""What stands before one or some of many."""
_DETERMINING = _COUNTING | frozenset("the der die das dem den des la le les el los las il lo het".split())
_NEVER = NO_NAMES | TITLES
_TURKISH_HOME = ("lı", "li", "lu", "lü")
"""Endings that say where somebody belongs: `Fenerbahçeli`, of Fenerbahçe."""
_TURKISH_CASE = re.compile(r"(?:ında|inde|unda|ünde|ının|inin|unun|ünün)$")
"""Endings of words that another word follows in a title, and in no name."""
_GERMAN_MENTIONS = 4
"""Mentions from which a German word that is never determined is a name: fewer prove nothing."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A run without the words that are no part of a name."""

    words: tuple[str, ...]
    certain: bool
    """Whether its first capital cannot come from the sentence's start."""
    determined: bool
    before: str
    """The word before it, in lower case; empty at a sentence's start."""

    @property
    def text(self) -> str:
        """The name as a person would write it."""
        return " ".join(self.words)


def find(subject: Subject) -> Iterator[str]:
    """Give the names that the article is about; the most frequent first."""
    front = frozenset(subject.front_words)
    own = {folded(word) for word in _LETTERS.findall(subject.article.source or "")} - _ARTICLES
    found = (
        name
        for name, count in mentions(subject).most_common()
        if subject.is_about(name.split()[-1] in front, count) and not _is_publisher(name, own)
    )
    yield from islice(found, _MOST)


def mentions(subject: Subject) -> Counter[str]:
    """Count the names that stand at least twice, a surname alone counted for its owner."""
    lower = subject.lower
    german = subject.is_german
    written = {word for run in subject.runs for word in run.words}
    found = [name for run in subject.runs if (name := _trimmed(run, lower)).words]
    if subject.language in _OWNERS_IN_S:
        found = [name for name in found if not _is_owner(name.words[0], written)]
    if german:
        found = [name for name in found if _is_german_name(name)]
    if subject.language == "tr":
        found = [_without_home(name, written) for name in found if _is_turkish_name(name)]
    if subject.language == "es":
        found = [name for name in found if not _is_spanish_noun(name)]
    counts = _whole_names(found, _mostly_behind(_DETERMINING, subject.runs))
    parts = {word for name in counts for word in name.split()} | _mostly_behind(_COUNTING, subject.runs)
    counts.update(_german_singles(subject, found, parts) if german else _single_names(found, lower, parts))
    return counts


def _mostly_behind(words: frozenset[str], runs: Iterable[CapitalRun]) -> set[str]:
    """Give the words with a capital that stand alone, and at least every second time behind one of `words`."""
    alone = Counter(run.text for run in runs if len(run.words) == 1)
    behind = Counter(run.text for run in runs if run.before in words)
    return {word for word, count in alone.items() if 2 * behind[word] >= count}


def _is_publisher(name: str, own: set[str]) -> bool:
    """Say whether a name is an agency, or the publication's own: `Figaro` in Le Figaro."""
    words = {folded(word) for word in _LETTERS.findall(name)}
    return name.casefold() in AGENCIES or bool(own and (words <= own or own <= words))


def _trimmed(run: CapitalRun, lower: frozenset[str]) -> _Name:
    """Take from a run what stands before a title and the title, days, and a sentence's first word if it is ordinary."""
    words, certain = run.words, not run.starts
    folded = [word.casefold().rstrip(".") for word in words]
    described = "-" in words[0] and words[0].split("-")[-1].islower()
    ordinary = described or folded[0] in lower or folded[0] in NO_NAMES
    first = max((place + 1 for place in range(min(4, len(words) - 1)) if folded[place] in TITLES), default=0)
    if first == 0 and ordinary and len(words) > 1:
        first = 1
    end = len(words)
    while first < end and folded[first] in _NEVER:
        first += 1
    while first < end and (folded[end - 1] in NO_NAMES or words[end - 1][0].islower()):
        end -= 1
    return _Name(words[first:end], certain or first > 0, run.determined or folded[0] in POSSESSIVES, run.before)


def _is_german_name(name: _Name) -> bool:
    """Say whether a run of German can be a name: nouns stand behind articles and numbers, and look like nouns."""
    first = name.words[0]
    noun = first.endswith(NOUN_ENDINGS) or len(first) > _LONGEST_FIRST_NAME or first.casefold() in NOUNS
    compound = "-" in first and first.split("-")[0].isupper()
    measured = MEASURES.intersection(name.words)
    return not (name.determined or measured or (len(name.words) > 1 and (noun or compound or not name.certain)))


def _is_owner(word: str, written: set[str]) -> bool:
    """Say whether a word is a genitive (`Putins`): without its s it is a country or stands in the text."""
    stem = word.removesuffix("s")
    return stem != word and (stem in written or gazetteer.country(stem) is not None)


def _is_spanish_noun(name: _Name) -> bool:
    return name.before in _SPANISH_ARTICLES and len(name.words) == 1 and not name.text.isupper()


def _is_turkish_name(name: _Name) -> bool:
    """Say whether a run of Turkish can be a name and not a part of a law's title."""
    return not (name.determined or any(map(_TURKISH_CASE.search, name.words[:-1])))


def _without_home(name: _Name, written: set[str]) -> _Name:
    """Take from a Turkish name the word that says where its owner belongs, when that stands in the text too."""
    first = name.words[0]
    home = len(name.words) > 2 and first.endswith(_TURKISH_HOME) and first[:-2] in written
    return replace(name, words=name.words[1:]) if home else name


def _whole_names(found: Sequence[_Name], common: set[str]) -> Counter[str]:
    """Count the names of several words, each surname that stands alone for the most frequent name that ends with it."""
    counts = Counter(name.text for name in found if 2 <= len(name.words) <= _MOST_WORDS and not _is_place(name.text))
    for name in [name for name, count in counts.items() if count == 1]:
        shorter = name.partition(" ")[2]
        if counts[shorter]:
            counts[shorter] += counts.pop(name)
    alone = _surnames(found, common)
    for name, _ in counts.most_common():
        joined = any(word[0].islower() for word in name.split())
        counts[name] += 0 if joined else alone.pop(name.split()[-1], 0)
    return Counter({name: count for name, count in counts.items() if count > 1})


def _surnames(found: Sequence[_Name], common: set[str]) -> Counter[str]:
    """Count the words that stand alone and may be somebody's surname: no acronym, none of the common nouns, nothing
    that only a sentence's start joins to a word before it, and only after it stood alone.
    """
    alone = (name.text for name in found if len(name.words) == 1)
    counts = Counter(word for word in alone if not word.isupper() and word not in common)
    seen: set[str] = set()
    certain = {name.words[-1] for name in found if len(name.words) > 1 and name.certain}
    for name in found:
        last = name.words[-1]
        if len(name.words) > 1 and last in seen - certain:
            counts.pop(last, None)
        seen.add(last)
    return counts


def _single_names(found: Iterable[_Name], lower: frozenset[str], parts: set[str]) -> Mapping[str, int]:
    """Count the names of one word that stand at least twice where only a name has a capital."""
    names = [name for name in found if len(name.words) == 1]
    certain = Counter(name.text for name in names if name.certain)
    counts = Counter(name.text for name in names)
    return {word: counts[word] for word, count in certain.items() if count > 1 and _is_name(word, lower, parts)}


def _german_singles(subject: Subject, found: Iterable[_Name], parts: set[str]) -> Mapping[str, int]:
    """Count the names of one word in a German text: words of the headline that the text returns to, never behind an
    article as other nouns are.
    """
    determined = {run.words[0] for run in subject.runs if run.determined}
    headline = set(re.findall(r"\w+", subject.article.headline))
    counts = Counter(name.text for name in found if len(name.words) == 1)
    return {
        word: count
        for word, count in counts.items()
        if count >= _GERMAN_MENTIONS and word in headline - determined and _is_name(word, frozenset(), parts)
    }


def _is_name(word: str, lower: frozenset[str], parts: set[str]) -> bool:
    folded = word.casefold()
    ordinary = folded in lower or folded in _NEVER or folded in COMMON or word in parts
    return not ordinary and not _is_place(word) and (len(word) > 2 or (len(word) == 2 and word.isupper()))


def _is_place(text: str) -> bool:
    return gazetteer.country(text) is not None
