"""Owns the label that a known thing has in all languages and spellings: a country, a leader, a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fields.gazetteer import is_place
from backfile.tags.known.countries import country_code, country_label, is_ambiguous, is_confirmed
from backfile.tags.known.leaders import leader, leader_label
from backfile.tags.known.regions import region_label
from backfile.tags.known.topics import is_hint, topic_of_keyword

if TYPE_CHECKING:
    from backfile.tags.tagger_input import TaggerInput

_LONGEST_ACRONYM = 4


def known_label(label: str, data: TaggerInput, *, of_text: bool) -> str:
    """Return the tag of the country, leader, region or topic that `label` is in an article; itself if it is none.

    With `of_text`, it is a name in the text, and that of a place (`Gaza`) is no topic.
    """
    language = data.tags_language
    if code := country_of(label, data):
        return country_label(code, language)
    if name := leader(label):
        return leader_label(name, language)
    if name := region_label(label, data.language, language):
        return name
    topic = None if is_hint(label) or (of_text and is_place(label)) else topic_of_keyword(label, data.language)
    if topic:
        return topic.label(language)
    return label.title() if len(label) > _LONGEST_ACRONYM and label.isupper() and is_place(label) else label


def country_of(label: str, data: TaggerInput) -> str | None:
    """Return the code of the country that `label` is in an article; None for none, or without confirmation."""
    if is_ambiguous(label) and not is_confirmed(label, data.words):
        return None
    code = country_code(label, data.language, adjectives=data.language == "en")
    return None if code and data.homonyms.is_other_thing(label) else code


def is_homonym(label: str, data: TaggerInput) -> bool:
    """Return whether a label is the name of a country, and the article means another thing, or does not say which."""
    return country_code(label, data.language) is not None and country_of(label, data) is None
