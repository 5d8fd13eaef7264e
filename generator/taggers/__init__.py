"""The tags of an article. Owns the order of the taggers and what every tag has to be; finding them is left to the
taggers, what the owner calls things to `vocabulary`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from generator.taggers import keywords, names, phrases, places
from generator.taggers.tagger import Subject, Tagger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.article import Article
    from generator.taggers.vocabulary import Vocabulary

_LONGEST = 60
_JOINERS = "\u200c\u200d"
"""Invisible, but part of how words of Persian and the languages of India are spelt."""

TAGGERS = (
    Tagger("vocabulary", lambda subject: subject.vocabulary.mentioned(_words(subject)), always=True),
    Tagger("keywords", keywords.find),
    Tagger("dateline", places.dateline),
    Tagger("countries", places.countries, always=True),
    Tagger("names", names.find),
    Tagger("phrases", phrases.find),
    Tagger("cities", places.cities),
)
"""In the order in which their tags fill an article's places: the owner's word first, then the publisher's."""


def tag(article: Article, text: str, vocabulary: Vocabulary, limit: int) -> tuple[str, ...]:
    """Give the tags of `article`, at most `limit`, no two alike but for case.

    `text` is the visible text of the body, its blocks separated by blank lines. Labels of the vocabulary replace their
    aliases, whoever found them; what it blocks never appears. Who wrote the article is no tag, and of two tags that
    say the same in more or fewer words the first stands. The result depends on these arguments alone.
    """
    subject = Subject.of(article, text, vocabulary)
    authors = [_bag(author, r"[\W_]+") for author in article.authors]
    tags: dict[str, str] = {}
    for tagger in TAGGERS:
        if len(tags) >= limit:
            break
        for found in map(_plain, tagger.find(subject)):
            label = vocabulary.label(found) if _usable(found) else None
            if label and (tagger.always or (_bag(label, r"[\W_]+") not in authors and not _overlaps(label, tags))):
                tags.setdefault(label.casefold(), label)
    return tuple(tags.values())[:limit]


def _bag(words: str, between: str = r"[\s()\"',]+") -> frozenset[str]:
    """Give the words of a string without case and the accents of European scripts."""
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", words))
    return frozenset(word for word in re.split(between, bare.casefold()) if word)


def _overlaps(tag: str, accepted: Iterable[str]) -> bool:
    """Say whether all words of a tag stand in an accepted one, or all of an accepted one in it."""
    own = _bag(tag)
    return any(own <= other or other <= own for other in map(_bag, accepted) if other)


def _words(subject: Subject) -> str:
    article = subject.article
    return "\n\n".join(part for part in (article.headline, article.dek, subject.text) if part)


def _plain(found: str) -> str:
    """Give a tag in one line, without the characters that no one sees."""
    seen = "".join(char if char in _JOINERS or unicodedata.category(char)[0] != "C" else " " for char in found)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _usable(found: str) -> bool:
    return len(found) <= _LONGEST and any(map(str.isalpha, found))
