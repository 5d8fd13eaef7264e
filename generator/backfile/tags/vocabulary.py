"""The owner's vocabulary of tags: which words stand for which tag, in a text and as somebody's keyword. Its file is
read by `vocabulary_file`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from backfile.markup import plain_text

_WORD = re.compile(r"[^\W_](?:[\w+#&]|[\u0300-\u036f\u0900-\u0dff\u064b-\u065f])*")
_ACRONYM = 5
"""Words of at most this length that the vocabulary writes in capitals are found in capitals only: `US` is not `us`."""

Key = tuple[str, ...]
"""The words of a phrase, without case and the accents of European scripts."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the vocabulary: a tag and what its owner says of it."""

    label: str
    """The tag."""
    aliases: tuple[str, ...] = ()
    """Other words for it."""
    parents: tuple[str, ...] = ()
    """The tags that it is a part or a kind of."""
    context: tuple[str, ...] = ()
    """Words of which an article must have one, or else this is not what its aliases mean there."""
    distinct: tuple[str, ...] = ()
    """Tags that look alike and are not the same."""
    blocked: bool = False
    """Whether none of its words is ever a tag."""
    automatic: bool = True
    """Whether taggers may give it; otherwise only the publisher and the owner do."""
    exact: bool = False
    """Whether its words count only with their case and accents."""
    line: int = 0
    """Where it stands in its file, from 1."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Its label and its aliases."""
        return (self.label, *self.aliases)


def words_of(text: str) -> Key:
    """Give the words of a text as they are written."""
    return tuple(_WORD.findall(text))


def key_of(text: str) -> Key:
    """Give the words of a text as a key."""
    return tuple(map(folded, words_of(text)))


def folded(word: str) -> str:
    """Give a word without its case and the accents of European scripts."""
    return plain_text.folded(word, marks=plain_text.Marks.ACCENTS)


@dataclass(frozen=True)
class WordSequence:
    """A text's words, read once."""

    written: Key
    folded: Key

    @classmethod
    def of(cls, text: str) -> WordSequence:
        """Read a text."""
        written = words_of(text)
        return cls(written, tuple(map(folded, written)))

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.folded):
            places[word].append(place)
        return places

    def have(self, key: Key) -> bool:
        """Whether these words stand somewhere one behind the other."""
        return any(self.folded[at : at + len(key)] == key for at in self._places.get(key[0], ()))


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a phrase stands for."""

    term: Term
    written: Key
    """The phrase as the vocabulary writes it."""

    def holds(self, article: WordSequence) -> bool:
        """Whether the article is one in which the phrase means this."""
        context = self.term.context
        return not context or any(article.have(key_of(words)) for words in context)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries. Finding their words in a text takes a time that grows with the text, not with the entries."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    """Label -> entry, in the order of the file."""
    _meanings: Mapping[Key, tuple[_Meaning, ...]] = field(default_factory=dict)
    """Phrase -> what it may stand for: where the vocabulary says most of it first."""
    _lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """First word -> how many words the phrases have that begin with it, the most first."""

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Vocabulary:
        """Make a vocabulary. In: entries no two of which own the same phrase in the same context and spelling."""
        found = {term.label: term for term in terms}
        meanings: defaultdict[Key, list[_Meaning]] = defaultdict(list)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for term in found.values():
            for phrase in term.phrases:
                key = key_of(phrase)
                meanings[key].append(_Meaning(term, words_of(phrase)))
                lengths[key[0]].add(len(key))
        ordered = {key: tuple(sorted(each, key=_vagueness)) for key, each in meanings.items()}
        return cls(found, ordered, {word: tuple(sorted(each, reverse=True)) for word, each in lengths.items()})

    def term(self, tag: str, article: WordSequence) -> Term | None:
        """Give the entry that stands for `tag` in an article of these words; None where the vocabulary has none."""
        meant = (m for m in self._meanings.get(key_of(tag), ()) if not m.term.exact or m.written == words_of(tag))
        return next((meaning.term for meaning in meant if meaning.holds(article)), None)

    def mentioned(self, text: WordSequence, article: WordSequence | None = None) -> Counter[str]:
        """Count the labels whose words stand in a text as whole words, in the order of their first mention.

        Of phrases that begin with the same word the longest counts. The text may be a part of the `article`.
        """
        found = (self._at(text, start, article or text) for start in range(len(text.written)))
        return Counter(term.label for term in found if term and not term.blocked)

    def _at(self, text: WordSequence, start: int, article: WordSequence) -> Term | None:
        for length in self._lengths.get(text.folded[start], ()):
            written = text.written[start : start + length]
            meant = self._meanings.get(text.folded[start : start + length], ())
            found = next((m.term for m in meant if _spelt(m, written) and m.holds(article)), None)
            if found:
                return found
        return None


def _vagueness(meaning: _Meaning) -> tuple[bool, bool]:
    return (not meaning.term.exact, not meaning.term.context)


def _spelt(meaning: _Meaning, words: Key) -> bool:
    """Whether words of a text have the spelling that a meaning asks for."""
    if meaning.term.exact:
        return words == meaning.written
    pairs = zip(words, meaning.written, strict=True)
    return all(word == own for word, own in pairs if own.isupper() and len(own) <= _ACRONYM)
