"""Owns what lists need besides the articles, read from the settings and the owner's YAML files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backfile.lists import EscapeLabel, ListContext, names
from backfile.lists.words import archive_phrases
from backfile.markup.escape import escape
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Rendering
from backfile.tags.vocabulary import tags_yml
from backfile.tags.vocabulary.term import Term
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence


def list_context(root: Path, site_name: str, rendering: Rendering, language: str) -> ListContext:
    """Return the context of the lists of the archive in `root`; `language` is the theme's.

    Raises SettingsError for a file of the owner's that cannot be used.
    """
    vocabulary = tags_yml.load(root / TAGS_YML)
    return ListContext(
        site_name,
        cache(escape) if rendering == Rendering() else _escape_for(rendering),
        archive_phrases(language, vocabulary.subjects),
        {term.label: tuple(_parents(term, vocabulary)) for term in vocabulary.terms.values() if not term.blocked},
        frozenset(vocabulary.terms),
        names.load(root).rename,
    )


def _escape_for(rendering: Rendering) -> EscapeLabel:
    """Return an escape that checks its result with the owner's extensions. `escape` is tested with the default ones."""
    from backfile.markup.writer import Writer

    return Writer(rendering.extensions, rendering.options).escape_label


def _parents(term: Term, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the labels of a tag's parents, which its entry may name by an alias; without blocked ones."""
    for name in term.parents:
        parent = vocabulary.terms.get(name) or vocabulary.term(name, WordSequence.of(name))
        if parent is None:
            yield name
        elif not parent.blocked and parent.label != term.label:
            yield parent.label
