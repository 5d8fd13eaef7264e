"""Owns the label that a known thing has in all languages and spellings: a country, a leader, a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fields.gazetteer import is_place
from backfile.tags.countries import country_code, country_label, has_company, is_ambiguous
from backfile.tags.leaders import leader, leader_label
from backfile.tags.topics import is_hint, topic_of_keyword

if TYPE_CHECKING:
    from backfile.tags.subject import Subject

_LONGEST_ACRONYM = 4


def known_label(label: str, subject: Subject, *, of_text: bool) -> str:
    """Return the tag of the country, leader or topic that `label` is in an article; `label` itself if it is none.

    With `of_text`, it is a name in the text, and that of a place (`Gaza`) is no topic.
    """
    language = subject.tags_language
    if code := country_of(label, subject):
        return country_label(code, language)
    if name := leader(label):
        return leader_label(name, language)
    topic = None if is_hint(label) or (of_text and is_place(label)) else topic_of_keyword(label, subject.language)
    if topic:
        return topic.label(language)
    return label.title() if len(label) > _LONGEST_ACRONYM and label.isupper() and is_place(label) else label


def country_of(label: str, subject: Subject) -> str | None:
    """Return the code of the country that `label` is in an article; None for none, or without company."""
    if is_ambiguous(label) and not has_company(label, subject.words):
        return None
    return country_code(label, subject.language, adjectives=subject.language == "en")
