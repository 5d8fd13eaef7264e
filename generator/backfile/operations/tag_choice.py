"""The tags of existing pages before and after a change of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from backfile import images
from backfile.article import Article
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.settings.mkdocs_yml import Config
from backfile.tags import article_subjects, tagging
from backfile.tags.tagger_input import all_words
from backfile.tags.vocabulary.replacements import TagSet
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence


def visible_text(article: Article, writer: Writer) -> str:
    """Return the text of an article's page as its taggers received it; blocks are separated by blank lines."""
    return sanitize.visible_text(sanitize.clean(writer.render(article.body), image_address=images.safe_page_url))


@dataclass(frozen=True)
class TagChoice:
    """The choice of tags by a vocabulary and by the one that follows it."""

    config: Config
    old: Vocabulary
    new: Vocabulary

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.config.rendering.extensions, self.config.rendering.options)

    def new_labels(self, article: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the tags and the subjects that an article has by the new vocabulary."""
        text = visible_text(article, self._writer)
        tags = self._tags(article, text, self.new)
        return tags, article_subjects.subjects_of(replace(article, tags=tags), text, self.new)

    def replaced(self, article: Article, concerned: TagSet) -> tuple[str, ...]:
        """Return the tags of an article; those that the new vocabulary has replaced are in their places.

        In: the tags that may be replaced.
        """
        replacements = self.new.replacements
        needs_text = replacements.has_context
        words = all_words(article, visible_text(article, self._writer)) if needs_text else WordSequence.of("")
        return replacements.follow_all(article.tags, words, concerned)

    def adapted(self, article: Article, concerned: TagSet) -> tuple[str, ...]:
        """Return the tags of an article with the difference between the old and the new vocabulary.

        That is the choice by the new one, if the article has the tags of the old one. Other tags stay as they are,
        except those that the edit concerns. In: these.
        """
        text = visible_text(article, self._writer)
        before, after = self._tags(article, text, self.old), self._tags(article, text, self.new)
        if article.tags == before:
            return after
        words = all_words(article, text)
        identity = self.new.replacements.identity
        own = [self._own_label(tag, words) if tag in concerned else tag for tag in article.tags]
        lost = set(map(identity, before)) - set(map(identity, after))
        tags: dict[str, str] = {}
        for tag in own:
            if tag is not None and identity(tag) not in lost:
                tags.setdefault(identity(tag), tag)
        gained = set(map(identity, after)) - set(map(identity, before))
        for tag in after:
            if identity(tag) in gained:
                tags.setdefault(identity(tag), tag)
        return tuple(tags.values())

    def _own_label(self, tag: str, words: WordSequence) -> str | None:
        """Return the label that the new vocabulary has for a tag in an article of these words; None if it blocks it."""
        term = self.new.term(tag, words)
        return None if self.new.is_blocked(tag, words) else tag if term is None else term.label

    def _tags(self, article: Article, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
        settings = self.config.settings
        return tagging.tag(article, text, vocabulary, settings.tags_per_article, settings.tags_language)
