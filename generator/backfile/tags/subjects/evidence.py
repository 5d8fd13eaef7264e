"""Owns what in an article is evidence of a subject: section, folders of the address, keywords, words, and how much.

Which subjects an article gets by this evidence is left to `choice`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from backfile.fields.urls import names_below
from backfile.tags.subjects.lexicon import Lexicon, Words
from backfile.tags.subjects.subject_list import OPINION

if TYPE_CHECKING:
    from backfile.article import Article

HEADLINE, DEK, LEAD = 1.5, 1.0, 0.5
"""Points of a word in the headline, in dek or kicker, and in the first two paragraphs."""
SECTION, KEYWORD = 2.0, 1.0
"""Points of a keyword that is the name of a section, and of one that has a word of the lexicon."""
_OPENING_WORDS, _OPENING = 400, 6_000
"""Words at the beginning of a text that are read, and the characters in which they are."""
_UNSPACED_OPENING = 1_200
"""Characters that are read of a text without spaces between words."""
_UNSPACED_LANGUAGES = frozenset(("ja", "zh"))
_LEAD_PARAGRAPHS, _SHORTEST_PARAGRAPH = 2, 30
"""A block of fewer characters is a heading or a caption, and no paragraph."""
_FAMILY = 5
"""Letters by which words of one family are one: `artist` and `artists`, `economy` and `economic`."""
_LONGEST, _MOST_KEYWORDS, _MOST_FOLDERS = 1_000, 100, 20
"""Limits for what an input states: characters of a value, keywords, folders."""
_SEPARATORS = re.compile(r"[/,;&|>:\u00b7\u203a\u00bb]|\s[-\u2013\u2014]\s|\s(?:and|und|et|y|e|og|och|en|i|ve)\s")
"""Between the parts of a section's name."""
_SHORTEST_FOLDER = 3
"""Folders of two letters are mostly languages and countries."""
_LABELLED = re.compile(r"\s*([^:|\u2013\u2014]{3,30}?)\s*(?:[:|\u2013\u2014]|\s-\s)")
"""The beginning of a headline that names its form: `Opinion: …`, `Kommentar | …`."""

Named = tuple[str, str]
"""A subject, and the name that says so."""


@dataclass(slots=True)
class Score:
    """The points of one subject by one kind of evidence, and what gave them."""

    points: float = 0.0
    found: dict[str, str] = field(default_factory=dict)
    """Entry of the lexicon, or keyword -> the text that was found."""

    def add(self, points: float, entry: str, text: str) -> None:
        """Add points for what was found."""
        self.points += points
        self.found.setdefault(entry, text)


Scores = Mapping[str, Score]
"""Subject -> its score."""


@dataclass(frozen=True)
class Evidence:
    """All evidence of subjects in one article. What it reads is bounded, however long the article is."""

    article: Article
    text: str
    """The visible text of the body; blocks are separated by blank lines."""
    language: str
    """The language of its words, without its region."""
    lexicon: Lexicon
    topics: Sequence[Named] = ()
    """The subjects to which lasting topics of the article belong, and the topics."""

    @cached_property
    def section(self) -> list[Named]:
        """Return the subjects for which the section stands: its whole name, or else the parts of it."""
        return _by_parts(self.article.section, self.lexicon.section_subjects)

    @cached_property
    def vague_section(self) -> list[Named]:
        """Return the subjects that the section suggests whose name may be that of a department."""
        return _by_parts(self.article.section, self.lexicon.vague_subjects)

    @cached_property
    def address(self) -> list[Named]:
        """Return the subjects for which folders of the address stand, the last first, then its host's beginning."""
        names = _address_names(self.article.url)
        return [(subject, name) for name in names for subject in self.lexicon.section_subjects(name)]

    @cached_property
    def keywords(self) -> Scores:
        """Return the points of the publisher's keywords; a section that is not known by name counts as a keyword."""
        scores: defaultdict[str, Score] = defaultdict(Score)
        section = [self.article.section] if self.article.section and not self.section else []
        for keyword in (*self.article.keywords[:_MOST_KEYWORDS], *section):
            named = self.lexicon.section_subjects(keyword[:_LONGEST])
            for subject in named:
                scores[subject].add(SECTION, keyword, keyword)
            said = {subject for word in self._words.find(keyword[:_LONGEST]) for subject in word.subjects}
            for subject in sorted(said.difference(named)):
                scores[subject].add(KEYWORD, keyword, keyword)
        return scores

    @cached_property
    def front(self) -> Scores:
        """Return the points of words in headline, kicker, dek and the first two paragraphs: once in each of them."""
        article = self.article
        blocks = (block for block in self.text[:_OPENING].split("\n\n") if len(block) >= _SHORTEST_PARAGRAPH)
        lead = [block for _, block in zip(range(_LEAD_PARAGRAPHS), blocks, strict=False)]
        below = [part[:_LONGEST] for part in (article.dek, article.kicker) if part]
        places = ((HEADLINE, [article.headline[:_LONGEST]]), (DEK, below), (LEAD, lead))
        scores: defaultdict[str, Score] = defaultdict(Score)
        for points, texts in places:
            self._add_words(scores, "\n".join(texts), points)
        return scores

    @cached_property
    def titles(self) -> frozenset[str]:
        """Return the subjects of which headline or dek have a word."""
        found = self._words.find(f"{self.article.headline[:_LONGEST]}\n{(self.article.dek or '')[:_LONGEST]}")
        return frozenset(subject for word in found for subject in word.subjects)

    @cached_property
    def opening(self) -> Scores:
        """Return the different words of each subject in the first 400 words of the text: a point for each."""
        is_spaced = self.language not in _UNSPACED_LANGUAGES
        words = self.text[: _OPENING if is_spaced else _UNSPACED_OPENING].split()[:_OPENING_WORDS]
        scores: defaultdict[str, Score] = defaultdict(Score)
        self._add_words(scores, " ".join(words), 1, _FAMILY)
        return scores

    def opinion(self) -> Iterator[tuple[str, str]]:
        """Yield where the article says that it is an opinion, and the name that says so."""
        article, label = self.article, _LABELLED.match(self.article.headline[:_LONGEST])
        subjects_of = self.lexicon.section_subjects
        kicker = _by_parts(article.kicker, subjects_of)
        keywords = [(subject, name) for name in self._opinion_keywords() for subject in subjects_of(name)]
        headline = [(subject, label[1]) for subject in subjects_of(label[1])] if label else []
        places = {"section": self.section, "address": self.address, "kicker": kicker, "headline": headline}
        for place, named in {**places, "keywords": keywords}.items():
            for subject, name in named:
                if subject == OPINION:
                    yield place, name

    def _opinion_keywords(self) -> Iterator[str]:
        """Yield the keywords that name a form. `Letters` or `Voices` name a section, but as keywords a subject."""
        for keyword in self.article.keywords[:_MOST_KEYWORDS]:
            if any(OPINION in word.subjects for word in self._words.find(keyword[:_LONGEST])):
                yield keyword[:_LONGEST]

    @cached_property
    def _words(self) -> Words:
        return self.lexicon.words(self.language)

    def _add_words(self, scores: defaultdict[str, Score], text: str, points: float, letters: int | None = None) -> None:
        """Add points for each different word of a text; with `letters`, words with one beginning are one word."""
        for word in {(word.entry[:letters], word.subjects): word for word in self._words.find(text)}.values():
            for subject in word.subjects:
                scores[subject].add(points, word.entry, word.text)


def _by_parts(name: str | None, subjects_of: Callable[[str], tuple[str, ...]]) -> list[Named]:
    whole = (name or "")[:_LONGEST]
    if found := subjects_of(whole):
        return [(subject, whole) for subject in found]
    parts = (part.strip() for part in _SEPARATORS.split(whole))
    return [(subject, part) for part in parts if part for subject in subjects_of(part)]


def _address_names(url: str | None) -> list[str]:
    """Return the folders of an address, the last first, and the first label of a host that has one before its domain.

    The last part of the path is left out: it names the article, and its words are not those of a section.
    """
    try:
        parts = urlsplit((url or "")[: 4 * _LONGEST])
        names = names_below(parts.hostname or "")[:-1]
    except ValueError:
        return []
    host = [name for name in names if name != "www"][:1]
    path = [unquote(part) for part in parts.path.split("/") if part]
    folders = [part for part in path[:-1] if len(part) >= _SHORTEST_FOLDER or not part.isascii()]
    return [*reversed(folders[:_MOST_FOLDERS]), *host]
