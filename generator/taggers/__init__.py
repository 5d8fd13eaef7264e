"""The tags of an article. Owns the order of the taggers and what every tag has to be; finding them is left to the
taggers, what the owner calls things to `vocabulary`.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from generator.taggers import keywords, names, places
from generator.taggers.tagger import Subject, Tagger

if TYPE_CHECKING:
    from generator.article import Article
    from generator.taggers.vocabulary import Vocabulary

_LONGEST = 60
_JOINERS = "\u200c\u200d"
"""Invisible, but part of how words of Persian and the languages of India are spelt."""

TAGGERS = (
    Tagger("vocabulary", lambda subject: subject.vocabulary.mentioned(_words(subject))),
    Tagger("keywords", keywords.find),
    Tagger("dateline", places.dateline),
    Tagger("countries", places.countries),
    Tagger("names", names.find),
    Tagger("cities", places.cities),
)
"""In the order in which their tags fill an article's places: the owner's word first, then the publisher's."""


def tag(article: Article, text: str, vocabulary: Vocabulary, limit: int) -> tuple[str, ...]:
    """Give the tags of `article`, at most `limit`, no two alike but for case.

    `text` is the visible text of the body, its blocks separated by blank lines. Labels of the vocabulary replace their
    aliases, whoever found them; what it blocks never appears. The result depends on these arguments alone.
    """
    subject = Subject.of(article, text, vocabulary)
    tags: dict[str, str] = {}
    for tagger in TAGGERS:
        if len(tags) >= limit:
            break
        for found in map(_plain, tagger.find(subject)):
            label = vocabulary.label(found) if _usable(found) else None
            if label:
                tags.setdefault(label.casefold(), label)
    return tuple(tags.values())[:limit]


def _words(subject: Subject) -> str:
    article = subject.article
    return "\n\n".join(part for part in (article.headline, article.dek, subject.text) if part)


def _plain(found: str) -> str:
    """Give a tag in one line, without the characters that no one sees."""
    seen = "".join(char if char in _JOINERS or unicodedata.category(char)[0] != "C" else " " for char in found)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _usable(found: str) -> bool:
    return len(found) <= _LONGEST and any(map(str.isalpha, found))
