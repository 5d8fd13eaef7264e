"""authors.yml and sources.yml: one name for one person and one publication, wherever lists name them. Pages keep what
was published; a list, and the way to it, goes by what the owner calls somebody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from backfile.article import PageSummary
from backfile.settings import yaml_files
from backfile.tags.tags_yml import parse
from backfile.tags.vocabulary import Vocabulary, WordSequence

AUTHORS = "authors.yml"
SOURCES = "sources.yml"
KEYS = ("aliases", "blocked", "distinct")
"""What an entry of these files may hold."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the owner calls authors and publications."""

    authors: Vocabulary
    sources: Vocabulary

    def author(self, published: str) -> str | None:
        """Give what lists call an author; None where the owner wants no list of theirs."""
        return _called(published, self.authors)

    def source(self, published: str) -> str | None:
        """Give what lists call a publication; None where the owner wants no list of its."""
        return _called(published, self.sources)

    def entry(self, entry: PageSummary) -> PageSummary:
        """Give an entry as lists have it."""
        if not self.authors.terms and not self.sources.terms:
            return entry
        authors = dict.fromkeys(name for author in entry.authors if (name := self.author(author)))
        return replace(entry, authors=tuple(authors), source=self.source(entry.source) if entry.source else None)


def load(root: Path) -> Names:
    """Read both files of the archive in `root`; one that is not there says nothing.

    Raises SettingsError, with the line and what to do about it, when one is not as the handbook describes it.
    """
    return Names(*(parse(yaml_files.read_text(root / name), root / name, KEYS) for name in (AUTHORS, SOURCES)))


def _called(published: str, vocabulary: Vocabulary) -> str | None:
    term = vocabulary.term(published, WordSequence.of(published))
    if term is None:
        return published
    return None if term.blocked else term.label
