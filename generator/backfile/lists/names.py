"""authors.yml and sources.yml: the name that lists use for each author and publication.

Owns the owner's names in lists and in links to lists. Articles keep the names as published. Both files have the format
of tags.yml (`tags.tags_yml`) with fewer keys.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from backfile.article import PageSummary
from backfile.settings.layout import AUTHORS_YML, SOURCES_YML
from backfile.settings.yaml_files import read_text
from backfile.tags.tags_yml import parse
from backfile.tags.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

KEYS = ("aliases", "blocked", "distinct")
"""The keys of an entry in these files."""


@dataclass(frozen=True, slots=True)
class Names:
    """The owner's names of authors and publications."""

    authors: Vocabulary
    sources: Vocabulary

    def author(self, published: str) -> str | None:
        """Return the name of an author in lists; None where the owner blocked it."""
        return _name_in(self.authors, published)

    def source(self, published: str) -> str | None:
        """Return the name of a publication in lists; None where the owner blocked it."""
        return _name_in(self.sources, published)

    def rename(self, summary: PageSummary) -> PageSummary:
        """Return a summary with the names of its authors and its publication in lists."""
        if not self.authors.terms and not self.sources.terms:
            return summary
        authors = dict.fromkeys(name for author in summary.authors if (name := self.author(author)))
        return replace(summary, authors=tuple(authors), source=self.source(summary.source) if summary.source else None)


def load(root: Path) -> Names:
    """Read both files of the archive in `root`; either may be missing.

    Raises SettingsError, with the line and the next step, for a file that is not as the handbook describes it.
    """
    return Names(*(parse(read_text(root / name), root / name, KEYS) for name in (AUTHORS_YML, SOURCES_YML)))


def _name_in(vocabulary: Vocabulary, published: str) -> str | None:
    term = vocabulary.term(published, WordSequence.of(published))
    if term is None:
        return published
    return None if term.blocked else term.label
