"""Owns the subjects of an article: what `subjects` finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.subject import language_of
from backfile.tags.subjects.choice import explain_subjects
from backfile.tags.subjects.evidence import Evidence
from backfile.tags.subjects.lexicon import lexicon
from backfile.tags.taggers.topics import topics_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.article import Article
    from backfile.tags.subjects.choice import SubjectOffer


def subject_offers(article: Article, text: str) -> tuple[SubjectOffer, ...]:
    """Return the subjects of an article with their evidence, and after them those that were refused.

    `text` is the visible text of the body. The subjects that the article has now make no difference.
    """
    language = language_of(article, text)
    topics = {topic.id: (topic.subject, topic.label("en")) for topic, _ in topics_of(article, language)}
    return tuple(explain_subjects(Evidence(article, text, language, lexicon(), list(topics.values()))))


def accepted_subjects(offers: Iterable[SubjectOffer]) -> tuple[str, ...]:
    """Return the ids of the subjects among what `subject_offers` returns."""
    return tuple(offer.subject for offer in offers if offer.refused is None)


def subjects_of(article: Article, text: str) -> tuple[str, ...]:
    """Return the ids of the subjects of an article. In: as for `subject_offers`."""
    return accepted_subjects(subject_offers(article, text))
