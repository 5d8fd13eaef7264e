"""Owns what taggers read of an article: its words, its capitalized words, its lead, its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from backfile.article import Article
from backfile.tags.capitalized import CapitalRun, find_capital_runs, find_lowercase_words, without_currency
from backfile.tags.known.country_mentions import count_countries, countries_in
from backfile.tags.known.homonyms import Homonyms
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

MANY_MENTIONS = 8
"""Mentions from which a text is about something that its lead does not name. On the news pages of the gold sets, 30% of
the names that pass are keywords of the publisher; of all names with several mentions, 20% are."""
_SHORTEST_BLOCK = 6
"""Words from which a block is text, and not a heading or a caption."""
_BEGINNING, _LONGEST_LEAD = 60, 4000
"""Letters of a dek by which it is looked for in the text, and letters of the text that are looked through."""
_TOKEN = re.compile(r"\w+(?:&\w+)*|[^\w\s]")

_INFLECTING = frozenset("cs sk pl ru uk be bg sr hr bs sl mk lt lv fi et hu tr az kk el is".split())
"""Languages in which a name has another ending in each case."""
_NOUN_CAPITALIZING = frozenset(("de", "lb", "gsw", "nds"))
_GERMAN = frozenset("der die das und nicht ist ein eine mit den auf sich".split())


@dataclass(frozen=True)
class TaggerInput:
    """An article as taggers see it."""

    article: Article
    text: str
    """The visible text of the body; blocks are separated by blank lines."""
    vocabulary: Vocabulary
    words: WordSequence
    """The words of headline, dek and text."""
    capital_runs: tuple[CapitalRun, ...]
    """The runs of capitalized words in `text`."""
    lead: str
    """Headline, dek and the first paragraph."""
    language: str
    """The article's language without its region; `de` or `en` for an article without one."""
    tags_language: str = "en"
    """The language of names of countries and topics as tags."""

    @classmethod
    def of(cls, article: Article, text: str, vocabulary: Vocabulary, tags_language: str = "en") -> TaggerInput:
        """Build the input of taggers for an article, so that its text is read once for all taggers."""
        blocks = text.split("\n\n")
        first = next((block for block in blocks if len(block.split()) >= _SHORTEST_BLOCK), blocks[0])
        titles = [part for part in (article.headline, article.dek) if part]
        words = all_words(article, text)
        lead = "\n\n".join([*titles, first])
        language = language_of(article, text)
        return cls(article, text, vocabulary, words, find_capital_runs(text), lead, language, tags_language or "en")

    @cached_property
    def lead_words(self) -> tuple[str, ...]:
        """Return the words of the lead, and the punctuation between them."""
        return tuple(_TOKEN.findall(without_currency(self.lead)))

    @cached_property
    def lowercase_words(self) -> frozenset[str]:
        """Return the words that occur in lower case in `text`."""
        return find_lowercase_words(self.text)

    @cached_property
    def homonyms(self) -> Homonyms:
        """Return what names of countries mean in the article."""
        return Homonyms(self.capital_runs, self.words, self.language)

    @cached_property
    def country_counts(self) -> Counter[str]:
        """Return the mentions of each country in `text`, by its code."""
        return count_countries(self.text, self.homonyms, self.language, inflects=self.inflects)

    @cached_property
    def countries_in_lead(self) -> frozenset[str]:
        """Return the codes of the countries that the lead names."""
        return frozenset(countries_in(self.lead_words, self.homonyms, self.language, inflects=self.inflects))

    @cached_property
    def countries_in_titles(self) -> frozenset[str]:
        """Return the codes of the countries that the headline names, or a dek that does not repeat the text."""
        dek = self.article.dek or ""
        repeats = " ".join(dek[:_BEGINNING].split()) in " ".join(self.text[:_LONGEST_LEAD].split())
        titles = self.article.headline if repeats else f"{self.article.headline}\n\n{dek}"
        tokens = tuple(_TOKEN.findall(without_currency(titles)))
        return frozenset(countries_in(tokens, self.homonyms, self.language, inflects=self.inflects))

    @property
    def capitalizes_nouns(self) -> bool:
        """Return whether the language writes every noun with a capital, as German does."""
        return self.language in _NOUN_CAPITALIZING

    @property
    def inflects(self) -> bool:
        """Return whether a name has another ending in each case."""
        return self.language in _INFLECTING

    def is_about(self, in_lead: bool, mentions: int) -> bool:
        """Return whether the article is about a name, and does not only mention it."""
        return in_lead or mentions >= MANY_MENTIONS


def all_words(article: Article, text: str) -> WordSequence:
    """Return the words of headline, dek and text of an article."""
    return WordSequence.of("\n\n".join(part for part in (article.headline, article.dek, text) if part))


def language_of(article: Article, text: str) -> str:
    """Return the language of an article without its region; `de` or `en` for an article without one."""
    if article.language:
        return article.language.split("-")[0]
    words = text.casefold().split()
    return "de" if 20 * sum(word in _GERMAN for word in words) > len(words) else "en"
