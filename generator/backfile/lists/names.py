"""authors.yml, sources.yml and the spelling of tags: the names that lists use for labels.

Owns the names of labels in lists and in links to lists. Articles keep the labels as published, and the tags as they
spell them (`tag_spellings`). Both files have the format of tags.yml (`tags.tags_yml`) with fewer keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from backfile.article import PageSummary
from backfile.lists.tag_spellings import respell, tag_spellings
from backfile.settings.layout import AUTHORS_YML, SOURCES_YML, TAGS_YML
from backfile.settings.yaml_files import read_text
from backfile.tags.vocabulary import tags_yml
from backfile.tags.vocabulary.tags_yml import parse
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

KEYS = ("aliases", "blocked", "distinct")
"""The keys of an entry in these files."""


@dataclass(frozen=True, slots=True)
class Names:
    """The owner's names of authors and publications."""

    authors: Vocabulary
    sources: Vocabulary
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tag of an article -> its spelling in lists, where that is another."""
    owned_tags: frozenset[str] = frozenset()
    """The labels of tags.yml."""
    parents: tuple[str, ...] = ()
    """Those that are parents of others."""

    def author(self, published: str) -> str | None:
        """Return the name of an author in lists; None where the owner blocked it."""
        return _name_in(self.authors, published)

    def source(self, published: str) -> str | None:
        """Return the name of a publication in lists; None where the owner blocked it."""
        return _name_in(self.sources, published)

    def tag(self, tag: str) -> str:
        """Return the spelling of a tag in lists."""
        return self.tags.get(tag, tag)

    def rename(self, summary: PageSummary) -> PageSummary:
        """Return a summary with the names of its labels in lists."""
        summary = respell(summary, self.tags)
        if not self.authors.terms and not self.sources.terms:
            return summary
        authors = dict.fromkeys(name for author in summary.authors if (name := self.author(author)))
        return replace(summary, authors=tuple(authors), source=self.source(summary.source) if summary.source else None)


def load(root: Path) -> Names:
    """Read both files of the archive in `root`; either may be missing.

    Raises SettingsError, with the line and the next step, for a file that is not as the handbook describes it.
    """
    authors, sources = (parse(read_text(root / name), root / name, KEYS) for name in (AUTHORS_YML, SOURCES_YML))
    return Names(authors, sources)


def load_with_tags(root: Path, summaries: Iterable[PageSummary]) -> Names:
    """Read the files, and find the spelling of each tag in lists. In: all articles.

    Raises SettingsError as `load` does, also for tags.yml.
    """
    terms = tags_yml.load(root / TAGS_YML).terms
    parents = tuple(dict.fromkeys(parent for term in terms.values() for parent in term.parents))
    spellings = tag_spellings(summaries, terms.keys())
    return replace(load(root), tags=spellings, owned_tags=frozenset(terms), parents=parents)


def _name_in(vocabulary: Vocabulary, published: str) -> str | None:
    term = vocabulary.term(published, WordSequence.of(published))
    if term is None:
        return published
    return None if term.blocked else term.label
