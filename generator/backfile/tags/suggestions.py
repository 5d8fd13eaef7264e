"""Owns suggestions for the vocabulary: tags that look similar, and names of many articles that are not tags.

Nothing is changed here; the owner merges tags or marks them as distinct.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from slugify import slugify

from backfile.article import Article
from backfile.fields import gazetteer
from backfile.tags.tagger_input import TaggerInput
from backfile.tags.taggers import names, phrases
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence, key_of

_LONG = 8
"""Letters from which a tag that differs from another in one letter is probably a misspelling."""
_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Merge:
    """Tags that may be the same."""

    into: str
    """The one that most articles have."""
    labels: tuple[str, ...]
    """The others."""
    why: str
    """Why they look similar, one clause."""
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
    ("they are the same in Latin letters", lambda label: slugify(label)),
    ("one is the plural of the other", lambda label: " ".join(map(_singular, key_of(label)))),
    ("they name the same country", lambda label: gazetteer.country_code(label) or gazetteer.country(label) or ""),
    ("they have the same words", lambda label: " ".join(sorted(key_of(label)))),
)
"""Reason -> function that returns equal texts for similar tags. The first that applies is shown."""


def _surname_with_initial(name: str) -> str:
    """Return a person's surname with the initial of the first name: `a quill` for Ada B. Quill."""
    words = key_of(name)
    return f"{words[0][0]} {words[-1]}" if len(words) > 1 else ""


_FOLDS_OF_PEOPLE: tuple[tuple[str, Fold], ...] = (
    ("they may be the same person, with and without first names", _surname_with_initial),
)


def suggest_merges(counts: Mapping[str, int], vocabulary: Vocabulary, *, people: bool = False) -> list[Merge]:
    """Return the labels that may be the same, those of most articles first.

    In: label -> number of articles; whether the labels name people. Pairs that the vocabulary has decided on are left
    out.
    """
    merges: list[Merge] = []
    merged: set[str] = set()
    for why, group in _similar_groups(counts, _FOLDS + _FOLDS_OF_PEOPLE if people else _FOLDS):
        into, *others = sorted(group, key=lambda label: (label not in vocabulary.terms, -counts[label], label))
        labels = [other for other in others if other not in merged and not _is_decided(into, other, vocabulary)]
        if labels:
            merged.update(labels)
            merges.append(Merge(into, tuple(labels), why, sum(counts[label] for label in labels)))
    return sorted(merges, key=lambda merge: (-merge.articles, merge.into))


def _similar_groups(labels: Iterable[str], folds: Iterable[tuple[str, Fold]]) -> Iterator[tuple[str, list[str]]]:
    ordered = sorted(labels)
    for why, fold in folds:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for label in ordered:
            groups[fold(label)].append(label)
        yield from ((why, group) for folded, group in groups.items() if folded and len(group) > 1)
    yield from (("they differ in one letter", [one, other]) for one, other in _misspelled_pairs(ordered))


def _misspelled_pairs(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of long tags that differ in one letter, which one of them lacks or both have differently."""
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        folded = label.casefold()
        if len(folded) >= _LONG and not re.search(r"\d", folded):
            forms = {folded, *(folded[:place] + folded[place + 1 :] for place in range(len(folded)))}
            yield from ((other, label) for other in sorted({other for form in forms for other in by_form[form]}))
            for form in forms:
                by_form[form].append(label)


def _singular(word: str) -> str:
    for ending, stem in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word.removesuffix(ending) + stem
    return word


def _is_decided(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Return whether `other` is an alias of `one` in the vocabulary or replaced by it, or they are distinct."""
    term = vocabulary.term(other, WordSequence.of(other))
    pairs = ((one, other), (other, one))
    distinct = any(b in vocabulary.terms[a].distinct for a, b in pairs if a in vocabulary.terms)
    replaced = vocabulary.replacements.follow(other, WordSequence.of("")) == one
    return distinct or replaced or (term is not None and term.label == one)


def suggest_new_tags(articles: Iterable[tuple[str, Article, str]], vocabulary: Vocabulary, least: int) -> list[New]:
    """Return the names and phrases of at least `least` articles that no article has as a tag, the most frequent first.

    In: page, article and visible text of each.
    """
    counts: Counter[str] = Counter()
    examples: defaultdict[str, list[str]] = defaultdict(list)
    tags: set[str] = set()
    for page, article, text in articles:
        tags.update(" ".join(key_of(tag)) for tag in article.tags)
        data = TaggerInput.of(article, text, vocabulary)
        for name in sorted({*names.count_names(data), *phrases.find(data)}):
            if vocabulary.term(name, data.words) is None:
                counts[name] += 1
                if len(examples[name]) < _MOST_EXAMPLES:
                    examples[name].append(page)
    common = (item for item in counts.most_common() if item[1] >= least and " ".join(key_of(item[0])) not in tags)
    return [New(name, count, tuple(examples[name])) for name, count in common]
