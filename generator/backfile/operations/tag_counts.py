"""Counts of tags, authors and sources over the pages of an archive, and suggestions for the owner's vocabulary.

Which labels look alike, and which names may be tags, is decided by `tags.suggestions`. Nothing is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backfile.archive import page
from backfile.archive.catalog import open_catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.article import Article, PageSummary
from backfile.lists import names
from backfile.markup.writer import Writer
from backfile.operations.tag_choice import visible_text
from backfile.report import Progress
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import suggestions
from backfile.tags.vocabulary import tags_yml


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles have a label, and from when to when."""

    label: str
    articles: int
    first: str | None = None
    """The day of its earliest article (ISO 8601); None when no article has a date."""
    last: str | None = None
    """The day of its latest article."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions for the vocabulary."""

    merges: list[suggestions.Merge]
    new: list[suggestions.New]


def count_tags(config: Config) -> list[Count]:
    """Return the tags of the archive, the most used first."""
    return _count(_entries(config))


def blocked_tags(config: Config) -> list[Count]:
    """Return the tags that the vocabulary blocks, each with a count of 0."""
    terms = tags_yml.load(config.root / TAGS_YML).terms.values()
    return [Count(term.label, 0) for term in terms if term.blocked]


LABELS: dict[str, Callable[[PageSummary], Iterable[str]]] = {
    "tags": lambda entry: entry.tags,
    "authors": lambda entry: entry.authors,
    "sources": lambda entry: [entry.source] if entry.source else [],
}
"""Kind of label -> a function that returns the labels of an entry."""


def suggest_names(config: Config, kind: str, wait: WaitListener | None = None) -> Suggestions:
    """Return authors or sources that may be one, by the names in authors.yml or sources.yml. In: a key of `LABELS`."""
    spellings = names.load(config.root)
    entries = [spellings.rename(entry) for entry in _entries(config, wait)]
    counts = {count.label: count.articles for count in _count(entries, LABELS[kind])}
    vocabulary = spellings.authors if kind == "authors" else spellings.sources
    return Suggestions(suggestions.suggest_merges(counts, vocabulary, people=kind == "authors"), [])


def suggest_tags(config: Config, least: int, progress: Progress, wait: WaitListener | None = None) -> Suggestions:
    """Return tags that may be one, and names that at least `least` articles have and that are not tags."""
    vocabulary = tags_yml.load(config.root / TAGS_YML)
    entries = _entries(config, wait)
    counts = {count.label: count.articles for count in _count(entries)}
    merges = suggestions.suggest_merges(counts, vocabulary)
    return Suggestions(
        merges, suggestions.suggest_new_tags(_read_articles(entries, config, progress), vocabulary, least)
    )


def _entries(config: Config, wait: WaitListener | None = None) -> list[PageSummary]:
    storage = Storage(config.root, config.docs)
    with storage.locked("tags", wait, looks=True), open_catalog(storage) as catalog:
        catalog.sync()
        return list(catalog.entries())


def _count(
    entries: list[PageSummary], labels_of: Callable[[PageSummary], Iterable[str]] = LABELS["tags"]
) -> list[Count]:
    days_of: defaultdict[str, list[str | None]] = defaultdict(list)
    for entry in entries:
        for label in labels_of(entry):
            days_of[label].append(f"{entry.published:%Y-%m-%d}" if entry.published else None)
    counts: list[Count] = []
    for label, days in days_of.items():
        dates = sorted(day for day in days if day)
        counts.append(Count(label, len(days), *((dates[0], dates[-1]) if dates else ())))
    return sorted(counts, key=lambda count: (-count.articles, count.label.casefold(), count.label))


def _read_articles(
    entries: list[PageSummary], config: Config, progress: Progress
) -> Iterator[tuple[str, Article, str]]:
    """Yield the path, the article and the visible text of each page."""
    writer = Writer(config.rendering.extensions, config.rendering.options)
    storage = Storage(config.root, config.docs)
    for done, entry in enumerate(entries, start=1):
        article = page.load(storage.read_page(entry.path))
        yield storage.display_path(entry.path), article, visible_text(article, writer)
        progress(done, len(entries))
