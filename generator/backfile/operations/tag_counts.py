"""What the tags, authors and sources of an archive are, counted over its pages, and what could be done about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.article import Article, PageSummary
from backfile.lists import names as called
from backfile.markup.writer import Writer
from backfile.operations import retag
from backfile.settings.layout import CATALOG, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import suggestions as suggest
from backfile.tags import tags_yml


@dataclass(frozen=True, slots=True)
class Count:
    """How much a tag is used."""

    label: str
    articles: int
    first: str | None = None
    """The day of its earliest article, as ISO 8601 has it; absent where no article has a date."""
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What an owner may want to do about the tags."""

    merges: list[suggest.Merge]
    new: list[suggest.New]


def tags(config: Config) -> list[Count]:
    """Count the tags, the most used first."""
    return _counted(_entries(config))


def blocked(config: Config) -> list[Count]:
    """Give the tags that the vocabulary blocks."""
    terms = tags_yml.load(config.root / TAGS_YML).terms.values()
    return [Count(term.label, 0) for term in terms if term.blocked]


LABELS: dict[str, Callable[[PageSummary], Iterable[str]]] = {
    "tags": lambda entry: entry.tags,
    "authors": lambda entry: entry.authors,
    "sources": lambda entry: [entry.source] if entry.source else [],
}
"""Kind of label -> the labels of an entry."""


def names(config: Config, kind: str) -> Suggestions:
    """Find authors or sources that may be one. In: a key of `LABELS`. What their file says is taken into account."""
    known = called.load(config.root)
    entries = [known.rename(entry) for entry in _entries(config)]
    counts = {count.label: count.articles for count in _counted(entries, LABELS[kind])}
    vocabulary = known.authors if kind == "authors" else known.sources
    return Suggestions(suggest.merges(counts, vocabulary, people=kind == "authors"), [])


def suggestions(config: Config, least: int, progress: retag.Progress) -> Suggestions:
    """Find tags that may be one, and names that at least so many articles have and that are no tag."""
    vocabulary = tags_yml.load(config.root / TAGS_YML)
    entries = _entries(config)
    counts = {count.label: count.articles for count in _counted(entries)}
    return Suggestions(
        suggest.merges(counts, vocabulary), suggest.new(_articles(entries, config, progress), vocabulary, least)
    )


def _entries(config: Config) -> list[PageSummary]:
    storage = Storage(config.root, config.docs)
    with storage.locked("tags"), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        return list(catalog.entries())


def _counted(
    entries: list[PageSummary], labels: Callable[[PageSummary], Iterable[str]] = LABELS["tags"]
) -> list[Count]:
    days: defaultdict[str, list[str | None]] = defaultdict(list)
    for entry in entries:
        for tag in labels(entry):
            days[tag].append(f"{entry.published:%Y-%m-%d}" if entry.published else None)
    spans = ((tag, len(found), sorted(day for day in found if day)) for tag, found in days.items())
    counts = [Count(tag, number, *((known[0], known[-1]) if known else ())) for tag, number, known in spans]
    return sorted(counts, key=lambda count: (-count.articles, count.label.casefold(), count.label))


def _articles(
    entries: list[PageSummary], config: Config, progress: retag.Progress
) -> Iterator[tuple[str, Article, str]]:
    writer = Writer(config.rendering.extensions, config.rendering.options)
    storage = Storage(config.root, config.docs)
    for done, entry in enumerate(entries, start=1):
        article = page.load(storage.read_page(entry.path))
        yield storage.display_path(entry.path), article, retag.visible(article, writer)
        progress(done, len(entries))
