"""Suggestions for the vocabulary: tags that look like one thing, and names that many articles have and no tag. Nothing
is decided here: the owner merges, tells apart or leaves it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from slugify import slugify

from backfile.article import Article
from backfile.fields import gazetteer
from backfile.tags.tagger import Subject
from backfile.tags.taggers import names, phrases
from backfile.tags.vocabulary import Vocabulary, WordSequence, key_of

_LONG = 8
"""Letters from which a tag that differs in one letter from another is likely to be a slip."""
_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Merge:
    """Tags that may be one."""

    into: str
    """The one that most articles have."""
    labels: tuple[str, ...]
    """The others."""
    why: str
    """What makes them alike, one clause."""
    articles: int
    """How many articles have one of the others."""


@dataclass(frozen=True, slots=True)
class New:
    """A name or a phrase that may be a tag."""

    label: str
    articles: int
    """How many articles have it."""
    examples: tuple[str, ...]
    """Some of their pages."""


Fold = Callable[[str], str]

_FOLDS: tuple[tuple[str, Fold], ...] = (
    ("they differ in case, accents or punctuation", lambda label: " ".join(key_of(label))),
    ("they are one in Latin letters", lambda label: slugify(label)),
    ("one is the other's plural", lambda label: " ".join(map(_singular, key_of(label)))),
    ("they name one country", lambda label: gazetteer.country_code(label) or gazetteer.country(label) or ""),
    ("they have the same words", lambda label: " ".join(sorted(key_of(label)))),
)
"""What makes tags alike: a reason, and a function that gives equal texts for such tags. The first counts."""


def _initialled(name: str) -> str:
    """Give a person's surname with the initial of the first name: `a quill` for Ada B. Quill."""
    words = key_of(name)
    return f"{words[0][0]} {words[-1]}" if len(words) > 1 else ""


_OF_PEOPLE: tuple[tuple[str, Fold], ...] = (("they may be one person, with and without first names", _initialled),)


def merges(counts: Mapping[str, int], vocabulary: Vocabulary, *, people: bool = False) -> list[Merge]:
    """Give the labels that may be one, those that would touch most articles first.

    In: label -> number of articles; whether the labels name people. Pairs that the vocabulary tells apart are left out.
    """
    found: list[Merge] = []
    paired: set[str] = set()
    for why, group in _alike(counts, _FOLDS + _OF_PEOPLE if people else _FOLDS):
        into, *others = sorted(group, key=lambda label: (label not in vocabulary.terms, -counts[label], label))
        labels = [other for other in others if other not in paired and not _settled(into, other, vocabulary)]
        if labels:
            paired.update(labels)
            found.append(Merge(into, tuple(labels), why, sum(counts[label] for label in labels)))
    return sorted(found, key=lambda merge: (-merge.articles, merge.into))


def _alike(labels: Iterable[str], folds: Iterable[tuple[str, Fold]]) -> Iterator[tuple[str, list[str]]]:
    ordered = sorted(labels)
    for why, fold in folds:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for label in ordered:
            groups[fold(label)].append(label)
        yield from ((why, group) for folded, group in groups.items() if folded and len(group) > 1)
    yield from (("one letter is another", [one, other]) for one, other in _slips(ordered))


def _slips(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give pairs of long tags that are alike but for one letter: without it, or without one each, they are equal."""
    shorter: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        folded = label.casefold()
        if len(folded) >= _LONG and not re.search(r"\d", folded):
            forms = {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}
            yield from ((other, label) for other in sorted({other for form in forms for other in shorter[form]}))
            for form in forms:
                shorter[form].append(label)


def _singular(word: str) -> str:
    for ending, stem in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word.removesuffix(ending) + stem
    return word


def _settled(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Say whether the vocabulary has decided: one stands for the other, or they are not the same."""
    term = vocabulary.term(other, WordSequence.of(other))
    pairs = ((one, other), (other, one))
    apart = any(b in vocabulary.terms[a].distinct for a, b in pairs if a in vocabulary.terms)
    return apart or (term is not None and term.label == one)


def new(articles: Iterable[tuple[str, Article, str]], vocabulary: Vocabulary, least: int) -> list[New]:
    """Give the names and phrases that at least so many articles have and that are no tag anywhere, most often first.

    In: page, article and visible text of each.
    """
    counts: Counter[str] = Counter()
    examples: defaultdict[str, list[str]] = defaultdict(list)
    tagged: set[str] = set()
    for page, article, text in articles:
        tagged.update(" ".join(key_of(tag)) for tag in article.tags)
        subject = Subject.of(article, text, vocabulary)
        for name in sorted({*names.mentions(subject), *phrases.find(subject)}):
            if vocabulary.term(name, subject.words) is None:
                counts[name] += 1
                if len(examples[name]) < _MOST_EXAMPLES:
                    examples[name].append(page)
    common = (item for item in counts.most_common() if item[1] >= least and " ".join(key_of(item[0])) not in tagged)
    return [New(name, count, tuple(examples[name])) for name, count in common]
