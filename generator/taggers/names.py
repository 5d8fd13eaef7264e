"""Names that recur: people, organisations, things that an article comes back to. Owns telling a name from a word that
has a capital for another reason; places are left to `places`. Precision first: a name that stands once is no tag.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.taggers import gazetteer
from generator.taggers.runs import lower_words
from generator.taggers.stopwords import COMMON, MEASURES, NO_NAMES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.taggers.runs import Run
    from generator.taggers.tagger import Subject

_MOST = 4
_MOST_WORDS = 5
_GERMAN = frozenset("der die das und nicht ist ein eine mit den auf sich".split())


@dataclass(frozen=True, slots=True)
class _Name:
    """A run without the words that are no part of a name."""

    words: tuple[str, ...]
    certain: bool
    """Whether its first capital cannot come from the sentence's start."""
    determined: bool


def find(subject: Subject) -> Iterator[str]:
    """Give the names that stand at least twice, a surname alone counted for its owner; the most frequent first."""
    lower = lower_words(subject.text)
    found = [name for run in subject.runs if (name := _trimmed(run, lower)).words]
    german = capitalises_nouns(subject)
    whole = _whole_names(found, german=german)
    counts = Counter({" ".join(name): count for name, count in whole.items()})
    if not german:
        counts.update(_single_names(found, lower, parts={word for name in whole for word in name}))
    yield from [name for name, _ in counts.most_common(_MOST)]


def capitalises_nouns(subject: Subject) -> bool:
    """Say whether the text is German, where a capital means no more than a noun."""
    if subject.article.language:
        return subject.article.language.split("-")[0] in ("de", "lb", "gsw", "nds")
    words = subject.text.casefold().split()
    return 20 * sum(word in _GERMAN for word in words) > len(words)


def _trimmed(run: Run, lower: frozenset[str]) -> _Name:
    """Take titles, days, and the sentence's first word where it is an ordinary one, from a run."""
    words, certain = list(run.words), not run.starts
    if run.starts and len(words) > 1 and (words[0].casefold() in lower or words[0].casefold() in NO_NAMES):
        words, certain = words[1:], True
    while words and words[0].casefold().rstrip(".") in NO_NAMES | TITLES:
        words, certain = words[1:], True
    while words and (words[-1].casefold() in NO_NAMES or words[-1][0].islower()):
        words.pop()
    return _Name(tuple(words), certain, run.determined)


def _whole_names(found: Iterable[_Name], *, german: bool) -> Mapping[tuple[str, ...], int]:
    """Count the names of several words; those that stand once, and whose last word never stands alone, are left out."""
    names = [name for name in found if not (german and (name.determined or MEASURES.intersection(name.words)))]
    counts = Counter(name.words for name in names if 2 <= len(name.words) <= _MOST_WORDS)
    alone = Counter(name.words[0] for name in names if len(name.words) == 1)
    total = {words: count + alone[words[-1]] for words, count in counts.items()}
    return {words: count for words, count in total.items() if count > 1 and not _is_place(" ".join(words))}


def _single_names(found: Iterable[_Name], lower: frozenset[str], *, parts: set[str]) -> Mapping[str, int]:
    names = [name for name in found if len(name.words) == 1]
    certain = Counter(name.words[0] for name in names if name.certain)
    counts = Counter(name.words[0] for name in names)
    return {word: counts[word] for word, count in certain.items() if count > 1 and _is_name(word, lower, parts)}


def _is_name(word: str, lower: frozenset[str], parts: set[str]) -> bool:
    folded = word.casefold()
    ordinary = folded in lower or folded in NO_NAMES | TITLES | COMMON
    return not ordinary and word not in parts and not _is_place(word) and (len(word) > 2 or word.isupper())


def _is_place(text: str) -> bool:
    return gazetteer.country(text) is not None
