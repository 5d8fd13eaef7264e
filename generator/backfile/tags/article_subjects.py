"""Owns the subjects of an article: what `subjects` finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.subjects.choice import SubjectOffer, explain_subjects
from backfile.tags.subjects.evidence import Evidence
from backfile.tags.subjects.lexicon import lexicon
from backfile.tags.tagger_input import language_of
from backfile.tags.taggers.topics import topics_of
from backfile.tags.vocabulary.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.article import Article

_NONE = Vocabulary()


def subject_offers(article: Article, text: str, vocabulary: Vocabulary = _NONE) -> tuple[SubjectOffer, ...]:
    """Return the subjects of an article with their evidence, and after them those that were refused.

    `text` is the visible text of the body. Of the article's tags, those count that the vocabulary gives a subject. The
    subjects that the article has now make no difference.
    """
    language = language_of(article, text)
    topics = {topic.id: (topic.subject, topic.label("en")) for topic, _ in topics_of(article, language, text)}
    own = vocabulary.subjects
    evidence = Evidence(article, text, language, lexicon(own), list(topics.values()))
    terms = [term for tag in article.tags if (term := vocabulary.terms.get(tag)) and term.subject]
    given = [SubjectOffer(term.subject, "tags.yml", (term.label,)) for term in terms if term.subject]
    return tuple(explain_subjects(evidence, own, given))


def accepted_subjects(offers: Iterable[SubjectOffer]) -> tuple[str, ...]:
    """Return the ids of the subjects among what `subject_offers` returns."""
    return tuple(offer.subject for offer in offers if offer.refused is None)


def subjects_of(article: Article, text: str, vocabulary: Vocabulary = _NONE) -> tuple[str, ...]:
    """Return the ids of the subjects of an article. In: as for `subject_offers`."""
    return accepted_subjects(subject_offers(article, text, vocabulary))
