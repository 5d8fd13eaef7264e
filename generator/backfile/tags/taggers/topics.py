"""Lasting topics as tags: a keyword or section that names one, a folder of the address, a phrase of the headline.

Owns the order of this evidence. What names a topic is in `tags.topics`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.tags.known.topics import forms_of_topic, is_hint, topic_of_folder, topic_of_keyword, topics_of_headline
from backfile.tags.languages import COMPOUNDING, UNSPACED, data_language
from backfile.tags.subjects.lexicon import lexicon
from backfile.tags.tagger import Finding
from backfile.tags.words import fold_word, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.article import Article
    from backfile.tags.known.topics import Topic
    from backfile.tags.tagger_input import TaggerInput

_MOST, _MOST_FOLDERS = 3, 20
_MOST_CHOSEN, _LEAST = 3, 3
"""Keywords of a list that an editor chose for readers; mentions that a hint of a longer list, or a phrase, needs."""
_OPENING, _FAMILY = 3_000, 5
"""Characters of a text that are looked through for a second sign of a topic; letters that words of a family share."""
_SHORT = 3
"""Letters up to which a word has to be whole: `EU`."""
_MOST_KEYWORDS = 100
"""Keywords of an article that are read; more are a dump of a publishing system."""


def find(data: TaggerInput) -> Iterator[Finding]:
    """Yield the topics of an article with their evidence, the best first."""
    found: dict[str, tuple[Topic, str]] = {}
    for topic, evidence in topics_of(_without_links(data), data.language, data.text):
        found.setdefault(topic.id, (topic, evidence))
    kept = [(topic, evidence) for topic, evidence in found.values() if topic.unless not in found]
    for place, (topic, evidence) in enumerate(kept):
        refused = None if place < _MOST else f"the article has {_MOST} topics already"
        yield Finding(topic.label(data.tags_language), evidence, refused)


def _without_links(data: TaggerInput) -> Article:
    """Return the article without keywords for topics that its text does not bear out.

    These are keywords whose topic no other names, in a list that no editor chose: one that only hints at it, and has
    few mentions (an address on `Twitter` at the end of an article makes no topic); and one whose topic the article
    never names, as some publications print one list on every page.
    """
    article, language = data.article, data.language
    keywords = article.keywords[:_MOST_KEYWORDS]
    if len(keywords) <= _MOST_CHOSEN or language in UNSPACED:
        return article
    named = {keyword: topic for keyword in keywords if (topic := topic_of_keyword(keyword, language))}
    counts = Counter(topic.id for topic in named.values())
    dropped = {
        keyword
        for keyword, topic in named.items()
        if counts[topic.id] == 1
        and ((is_hint(keyword) and _count(keyword, data) < _LEAST) or not _is_named(topic, keyword, data))
    }
    return replace(article, keywords=tuple(keyword for keyword in keywords if keyword not in dropped))


def _is_named(topic: Topic, keyword: str, data: TaggerInput) -> bool:
    """Return whether an article has a keyword, or another name of its topic, by the beginnings of its words."""
    language = data_language(data.language)
    if language not in topic.names:
        return True
    words = f" {' '.join(data.words.folded)} "
    before = "" if language in COMPOUNDING else " "

    def has(word: str) -> bool:
        return f" {word} " in words if len(word) <= _SHORT else f"{before}{word[:_FAMILY]}" in words

    return any(all(map(has, form)) for form in (key_of(keyword), *forms_of_topic(topic.id, language)) if form)


def _count(keyword: str, data: TaggerInput) -> int:
    """Return how often an article has the first word of a keyword, but not in small letters, as addresses have it."""
    first = keyword.split()[0].casefold()
    return sum(not word.islower() and word.casefold() == first for word in data.words.written)


def topics_of(article: Article, language: str, text: str) -> Iterator[tuple[Topic, str]]:
    """Yield the topics of an article in a language, each with a clause that says where it is named, the best first.

    Where a phrase of the headline can be a figure of speech (`a storm of protest`), the text must have another word of
    the topic's subject, or repeat the phrase.
    """
    for keyword in article.keywords[:_MOST_KEYWORDS]:
        if topic := topic_of_keyword(keyword, language):
            yield topic, f"the keyword `{keyword}` names this topic"
    if article.section and (topic := topic_of_keyword(article.section, language)):
        yield topic, f"the section `{article.section}` names this topic"
    for folder in reversed(_folders(article.url)):
        if topic := topic_of_folder(folder) or topic_of_keyword(folder, language):
            yield topic, f"the folder `{folder}` of the address names this topic"
    for topic, phrase in topics_of_headline(article.headline, language):
        if not topic.is_figurative or _is_literal(phrase, topic, article, text, language):
            yield topic, f"the headline has `{phrase}`"


def _is_literal(phrase: str, topic: Topic, article: Article, text: str, language: str) -> bool:
    """Return whether dek or text has a word of a topic's subject beside the one that names it, or repeats that one."""
    if fold_word(text[:_OPENING]).count(fold_word(phrase)) >= _LEAST:
        return True
    words = lexicon().words(language)
    own = {word.entry[:_FAMILY] for word in words.find(phrase)} | {phrase.casefold()[:_FAMILY]}
    opening = f"{article.dek or ''}\n{text[:_OPENING]}"
    others = (word.entry[:_FAMILY] for word in words.find(opening) if topic.subject in word.subjects)
    return any(other not in own for other in others)


def _folders(url: str | None) -> list[str]:
    try:
        return urlsplit(url or "").path.split("/")[1:-1][:_MOST_FOLDERS]
    except ValueError:  # An owner can write anything.
        return []
