"""The tags of an article. Owns the order of the taggers and what every tag has to be; finding them is left to the
taggers, what the owner calls things to `vocabulary`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from backfile.fields.gazetteer import alike
from backfile.tags.tagger import RETURNS, Offer, Subject, Tagger
from backfile.tags.taggers import keywords, names, phrases, places, vocabulary_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.article import Article
    from backfile.tags.vocabulary import Vocabulary

_LONGEST = 60
_JOINERS = "\u200c\u200d"
"""Invisible, but part of how words of Persian and the languages of India are spelt."""

_STEM = 4
_ENDING = 3
"""Letters that a case may take from a name's end."""

_OFTEN = f"named in front and again, or {RETURNS} times and more"

TAGGERS = (
    Tagger("vocabulary", vocabulary_terms.find, "in tags.yml; named in front or twice", always=True),
    Tagger("keywords", keywords.find, "a keyword of the publisher's", given=True),
    Tagger("dateline", places.dateline, "the text opens there"),
    Tagger("countries", places.countries, _OFTEN, always=True),
    Tagger("names", names.find, _OFTEN),
    Tagger("phrases", phrases.find, "in the headline, and three times in the text"),
    Tagger("cities", places.cities, _OFTEN),
)
"""In the order in which their tags fill an article's places: the owner's word first, then the publisher's."""


def tag(article: Article, text: str, vocabulary: Vocabulary, limit: int) -> tuple[str, ...]:
    """Give the tags of `article`, at most `limit`, no two alike but for case.

    `text` is the visible text of the body, its blocks separated by blank lines. Labels of the vocabulary replace their
    aliases, whoever found them; what it blocks never appears. Who wrote the article is no tag, and of two tags that
    say the same in more or fewer words the first stands. The result depends on these arguments alone.
    """
    offers = explained(article, text, vocabulary, limit)
    return tuple(islice((offer.tag for offer in offers if offer.refused is None), limit))


def explained(article: Article, text: str, vocabulary: Vocabulary, limit: int) -> Iterator[Offer]:
    """Give every tag that was offered, in order: by which tagger, and why it was refused, if it was. See `tag`."""
    subject = Subject.of(article, text, vocabulary)
    authors = [_bag(author, r"[\W_]+") for author in article.authors]
    tags: dict[str, str] = {}
    for tagger in TAGGERS:
        for found in map(_plain, tagger.find(subject)):
            label, refused = _called(found, tagger, subject)
            if refused is None and label.casefold() in tags:
                continue
            if refused is None and not tagger.always:
                refused = _needless(label, authors, tags, inflects=subject.inflects)
            if refused is None and len(tags) >= limit:
                refused = f"the article has {limit} tags already"
            if refused is None:
                tags[label.casefold()] = label
            yield Offer(label, tagger.name, found, tagger.why, refused)


def _called(found: str, tagger: Tagger, subject: Subject) -> tuple[str, str | None]:
    """Give what the owner calls a tag, and why it is none, if so."""
    if not _usable(found):
        return found, "it is too long, or has no letter"
    term = subject.vocabulary.term(found, subject.words)
    if term is None:
        return found, None
    if term.blocked:
        return term.label, "tags.yml blocks it"
    if not (term.automatic or tagger.given):
        return term.label, "tags.yml says that no tagger gives it"
    return term.label, None


def _needless(label: str, authors: Iterable[frozenset[str]], tags: Iterable[str], *, inflects: bool) -> str | None:
    """Say why a tag tells nothing more, if so."""
    if inflects and any(_same_but_for_ending(label, tag) for tag in tags):
        return "another tag is the same name in another case"
    if _bag(label, r"[\W_]+") in authors:
        return "it is who wrote the article"
    return "another tag has its words, or it those of another" if _overlaps(label, tags) else None


def _bag(words: str, between: str = r"[\s()\"',]+") -> frozenset[str]:
    """Return the words of a string without case and the accents of European scripts.

    Accents are removed before the case is folded, unlike in `plain_text.folded`: the Greek iota subscript (U+0345),
    which folding turns into a letter, is removed as well.
    """
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", words))
    return frozenset(word for word in re.split(between, bare.casefold()) if word)


def _overlaps(tag: str, accepted: Iterable[str]) -> bool:
    """Say whether all words of a tag stand in an accepted one, or all of an accepted one in it."""
    own = _bag(tag)
    return any(own <= other or other <= own for other in map(_bag, accepted) if other)


def _same_but_for_ending(one: str, other: str) -> bool:
    """Say whether two names are one, inflected: their words begin alike and differ in the last letters only."""
    pairs = list(zip_longest(one.casefold().split(), other.casefold().split(), fillvalue=""))
    return all(alike(*pair) >= max(_STEM, min(map(len, pair)) - _ENDING) for pair in pairs)


def _plain(found: str) -> str:
    """Give a tag in one line, without the characters that no one sees."""
    seen = "".join(char if char in _JOINERS or unicodedata.category(char)[0] != "C" else " " for char in found)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _usable(found: str) -> bool:
    return len(found) <= _LONGEST and any(map(str.isalpha, found))
