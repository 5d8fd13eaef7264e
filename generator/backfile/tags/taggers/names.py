"""Names as tags: people, organisations and other names that an article mentions repeatedly.

Owns the counting of names and which counts make a tag; which words can be names is left to `name_candidates`, places to
`places`. Precision has priority: a name that is mentioned once is not a tag.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.tags.keywords.forms import host_names
from backfile.tags.known.countries import country_code
from backfile.tags.stopwords import COMMON
from backfile.tags.taggers.name_candidates import NEVER_NAMES, find_candidates
from backfile.tags.words import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backfile.tags.capitalized import CapitalRun
    from backfile.tags.tagger_input import TaggerInput
    from backfile.tags.taggers.name_candidates import NameCandidate

_MOST = 2
_MOST_WORDS = 5
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset("the der die das le la les el los las il lo de het of".split())
_INDEFINITE = frozenset(
    "a an un una une ein eine einen einem einer many some several viele alle einige manche kein keine keinen".split()
)
"""Words before one or some of many."""
_DETERMINERS = _INDEFINITE | frozenset("the der die das dem den des la le les el los las il lo het".split())
_ADJECTIVE = re.compile(r"(?:bar|haft|ig|isch|lich|los|sam)e[mnrs]?$")
"""A German adjective with an ending, which is before nouns: `künstliche Intelligenz`."""
_GERMAN_MENTIONS = 4
"""Mentions from which a German word that never has a determiner is a name: fewer are no evidence."""


def find(data: TaggerInput) -> Iterator[str]:
    """Yield the names that the article is about, the most frequent first."""
    in_lead = frozenset(data.lead_words)
    publisher = {fold_word(word) for word in _LETTERS.findall(data.article.source or "")} - _ARTICLES
    hosts = host_names(data.article.url)
    names = (
        name
        for name, count in count_names(data).most_common()
        if data.is_about(name.split()[-1].rstrip("+#") in in_lead, count)
        and not _is_publisher(name, publisher)
        and "".join(filter(str.isalnum, name.casefold())) not in hosts
        and country_code(name, data.language, inflects=data.inflects) is None
    )
    yield from islice(names, _MOST)


def _is_publisher(name: str, publisher: set[str]) -> bool:
    """Return whether a name is an agency, or that of the publication: `Figaro` in Le Figaro."""
    words = {fold_word(word) for word in _LETTERS.findall(name)}
    is_agency = name.casefold() in agencies("news names pictures")
    return is_agency or bool(publisher and (words <= publisher or publisher <= words))


def count_names(data: TaggerInput) -> Counter[str]:
    """Count the names with at least two mentions; a surname alone is a mention of the full name."""
    candidates = find_candidates(data)
    counts = _count_full_names(candidates, _common_nouns(data))
    parts = {word for name in counts for word in name.split()}
    excluded = parts | _words_mostly_after(_INDEFINITE, data.capital_runs)
    if data.capitalizes_nouns:
        counts.update(_count_german_single_names(data, candidates, excluded))
    else:
        counts.update(_count_single_names(candidates, data.lowercase_words, excluded))
    return counts


def _common_nouns(data: TaggerInput) -> set[str]:
    """Return the words that are no surnames: in German, one determiner before a word alone is enough."""
    if data.capitalizes_nouns:
        return {run.text for run in data.capital_runs if run.has_determiner}
    return _words_mostly_after(_DETERMINERS, data.capital_runs)


def _words_mostly_after(determiners: frozenset[str], runs: Iterable[CapitalRun]) -> set[str]:
    """Return the words that are a run of their own, and follow one of `determiners` in at least half of the cases."""
    single = Counter(run.text for run in runs if len(run.words) == 1)
    after = Counter(run.text for run in runs if run.before in determiners)
    return {word for word, count in single.items() if 2 * after[word] >= count}


def _count_full_names(candidates: Sequence[NameCandidate], common_nouns: set[str]) -> Counter[str]:
    """Count the names of several words. A surname alone counts for the most frequent name that ends with it."""
    names = [name for name in candidates if 2 <= len(name.words) <= _MOST_WORDS and not name.before[:1].isdigit()]
    cut = _cut_by_possessive(names)
    counts = Counter(name.text for name in names if name.text not in cut and not _is_country(name.text))
    for name in [name for name, count in counts.items() if count == 1]:
        shorter = name.partition(" ")[2]
        if counts[shorter]:
            counts[shorter] += counts.pop(name)
    surnames = _count_surnames(candidates, common_nouns)
    for name, _ in counts.most_common():
        has_joining_word = any(word[0].islower() for word in name.split())
        counts[name] += 0 if has_joining_word else surnames.pop(name.split()[-1], 0)
    return Counter({name: count for name, count in counts.items() if count > 1})


def _cut_by_possessive(names: Iterable[NameCandidate]) -> set[str]:
    """Return the names that are the end of a longer one: the same possessive is before all mentions of them.

    `History Month` is the end of `Women's History Month`.
    """
    before: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        before[name.text].append(name.before)
    return {
        text
        for text, words in before.items()
        if len(words) > 1 and len(set(words)) == 1 and words[0].endswith(("'s", "\u2019s"))
    }


def _count_surnames(candidates: Sequence[NameCandidate], common_nouns: set[str]) -> Counter[str]:
    """Count the single words that may be surnames: not acronyms or common nouns, and not words that occur alone before
    a sentence's start joins them to another word.
    """
    single = (name.text for name in candidates if len(name.words) == 1)
    counts = Counter(word for word in single if not word.isupper() and word not in common_nouns)
    seen: set[str] = set()
    certain = {name.words[-1] for name in candidates if len(name.words) > 1 and name.certain}
    for name in candidates:
        last = name.words[-1]
        if len(name.words) > 1 and last in seen - certain:
            counts.pop(last, None)
        seen.add(last)
    return counts


def _count_single_names(
    candidates: Iterable[NameCandidate], lowercase_words: frozenset[str], excluded: set[str]
) -> Mapping[str, int]:
    """Count the names of one word with at least two mentions where only a name has a capital."""
    names = [name for name in candidates if len(name.words) == 1]
    certain = Counter(name.text for name in names if name.certain)
    counts = Counter(name.text for name in names)
    return {
        word: counts[word]
        for word, count in certain.items()
        if count > 1 and _may_be_single_name(word, lowercase_words, excluded)
    }


def _count_german_single_names(
    data: TaggerInput, candidates: Iterable[NameCandidate], excluded: set[str]
) -> Mapping[str, int]:
    """Count the names of one word in a German text: words of the headline that the text repeats, and that never have a
    determiner, as other nouns do.
    """
    with_determiner = {run.words[0] for run in data.capital_runs if run.has_determiner}
    described = Counter(run.text for run in data.capital_runs if _ADJECTIVE.search(run.before))
    headline = set(re.findall(r"\w+", data.article.headline))
    counts = Counter(name.text for name in candidates if len(name.words) == 1)
    return {
        word: count
        for word, count in counts.items()
        if count >= _GERMAN_MENTIONS
        and word in headline - with_determiner
        and 2 * described[word] < count
        and _may_be_single_name(word, frozenset(), excluded)
    }


def _may_be_single_name(word: str, lowercase_words: frozenset[str], excluded: set[str]) -> bool:
    folded = word.casefold()
    is_ordinary = folded in lowercase_words or folded in NEVER_NAMES or folded in COMMON or word in excluded
    is_long = len(word) > 2 or (len(word) == 2 and word.isupper())
    return is_long and not is_ordinary and not _is_country(word)


def _is_country(text: str) -> bool:
    return gazetteer.country(text) is not None
