"""The owner's vocabulary of tags: which words mean which tag, in a text and as a keyword.

Its file is read by `tags_yml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backfile.tags.subjects.own_subjects import NO_OWN_SUBJECTS, OwnSubjects
from backfile.tags.vocabulary.replacements import Replacements
from backfile.tags.vocabulary.term import Term
from backfile.tags.words import Key, WordSequence, key_of, words_of

_ACRONYM = 5
"""Words of at most this length that the vocabulary writes in capitals match only in capitals: `US` is not `us`."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A term as the meaning of a phrase."""

    term: Term
    written: Key
    """The phrase as the vocabulary writes it."""

    def applies_to(self, article: WordSequence) -> bool:
        """Return whether the phrase has this meaning in an article of these words."""
        context = self.term.context
        return not context or any(article.contains(key_of(words)) for words in context)

    def is_spelled(self, words: Key) -> bool:
        """Return whether words of a text have the spelling that this meaning requires."""
        if self.term.exact:
            return words == self.written
        pairs = zip(words, self.written, strict=True)
        return all(word == own for word, own in pairs if own.isupper() and len(own) <= _ACRONYM)

    @property
    def order(self) -> tuple[bool, bool]:
        """Return a key that sorts the more specific meanings first."""
        return (not self.term.exact, not self.term.context)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries. The time of finding their words in a text grows with the text, not with the entries."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    """Label -> entry, in the order of the file."""
    replacements: Replacements = field(default_factory=Replacements)
    """Which tags have replaced others."""
    _meanings: Mapping[Key, tuple[_Meaning, ...]] = field(default_factory=dict)
    """Phrase that a tagger may find -> its meanings, the more specific first."""
    _searched: Mapping[Key, tuple[_Meaning, ...]] = field(default_factory=dict)
    """The same for phrases that are searched for in texts."""
    _lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """First word -> the numbers of words of the phrases that begin with it, in descending order."""
    subjects: OwnSubjects = NO_OWN_SUBJECTS
    """The settings of subjects."""

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Vocabulary:
        """Build a vocabulary. In: entries of which no two have the same phrase in the same context and spelling."""
        by_label = {term.label: term for term in terms}
        # A blocked label is refused wherever it is found, although no text is searched for it.
        offered = [(term, term.phrases if term.blocked else term.searched) for term in by_label.values()]
        searched = _meanings((term, term.searched) for term in by_label.values())
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for key in searched:
            lengths[key[0]].add(len(key))
        ordered = {word: tuple(sorted(each, reverse=True)) for word, each in lengths.items()}
        return cls(by_label, Replacements.of(by_label.values()), _meanings(offered), searched, ordered)

    def is_blocked(self, tag: str, article: WordSequence) -> bool:
        """Return whether `tag`, or the tag that has replaced it in an article of these words, is blocked."""
        term = self.term(tag, article)
        if (term is not None and term.blocked) or not self.replacements:
            return term is not None and term.blocked
        replacing = self.terms.get(self.replacements.follow(tag if term is None else term.label, article))
        return replacing is not None and replacing.blocked

    def term(self, tag: str, article: WordSequence) -> Term | None:
        """Return the entry of which `tag` is a phrase in an article of these words; None without one."""
        written = words_of(tag)
        for meaning in self._meanings.get(key_of(tag), ()):
            if (not meaning.term.exact or meaning.written == written) and meaning.applies_to(article):
                return meaning.term
        return None

    def mentioned(self, text: WordSequence, article: WordSequence | None = None) -> Counter[str]:
        """Count the labels whose phrases occur in a text as whole words, in the order of their first mention.

        Of the phrases that begin with the same word, the longest is counted. The text may be a part of the `article`.
        """
        terms = (self._term_at(text, start, article or text) for start in range(len(text.written)))
        return Counter(term.label for term in terms if term and not term.blocked)

    def _term_at(self, text: WordSequence, start: int, article: WordSequence) -> Term | None:
        for length in self._lengths.get(text.folded[start], ()):
            written = text.written[start : start + length]
            for meaning in self._searched.get(text.folded[start : start + length], ()):
                if meaning.is_spelled(written) and meaning.applies_to(article):
                    return meaning.term
        return None


def _meanings(phrases: Iterable[tuple[Term, Iterable[str]]]) -> dict[Key, tuple[_Meaning, ...]]:
    """Return the meanings of phrases, the more specific first. In: entries, each with its phrases."""
    meanings: defaultdict[Key, list[_Meaning]] = defaultdict(list)
    for term, each in phrases:
        for phrase in each:
            meanings[key_of(phrase)].append(_Meaning(term, words_of(phrase)))
    return {key: tuple(sorted(each, key=lambda meaning: meaning.order)) for key, each in meanings.items()}
