"""Owns the subjects of an article: what `subjects` finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.tags.subject import language_of
from backfile.tags.subjects.choice import explain_subjects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.article import Article
    from backfile.tags.subjects.choice import SubjectOffer


def subject_offers(article: Article, text: str) -> tuple[SubjectOffer, ...]:
    """Return the subjects of an article with their evidence, and after them those that were refused.

    `text` is the visible text of the body. The subjects that the article has now make no difference.
    """
    return tuple(explain_subjects(article, text, language_of(article, text)))


def accepted_subjects(offers: Iterable[SubjectOffer]) -> tuple[str, ...]:
    """Return the ids of the subjects among what `subject_offers` returns."""
    return tuple(offer.subject for offer in offers if offer.refused is None)


def subjects_of(article: Article, text: str) -> tuple[str, ...]:
    """Return the ids of the subjects of an article. In: as for `subject_offers`."""
    return accepted_subjects(subject_offers(article, text))
