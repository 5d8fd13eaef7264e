"""The home page: what the archive holds, the ways into it, its newest articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.article import Entry
from generator.indexes.index import Around, Hand, Index, ListPage, counted
from generator.indexes.labels import grouped

_PATH = "index.md"
_NEWEST = 10
_TAGS = 30


def pages(entries: Sequence[Entry], around: Around) -> Iterator[ListPage]:
    """Give the home page."""
    hand = Hand(_PATH, around.label)
    parts = [_extent(entries)]
    if entries:
        parts += ["## Newest", hand.items(entries[:_NEWEST])]
    tags = sorted(grouped(entries, lambda entry: entry.tags).items(), key=lambda tag: (-len(tag[1][1]), tag[0]))
    if tags:
        links = [hand.link(tag, f"tags/{slug}.md") for slug, (tag, group) in tags[:_TAGS] if len(group) > 1]
        parts += ["## Tags", " · ".join(links), hand.link("All tags", "tags/index.md")]
    yield ListPage(_PATH, around.site_name, "home", "\n\n".join(filter(None, parts)))


def _extent(entries: Sequence[Entry]) -> str:
    if not entries:
        return "The archive is empty. Fill it with `backfile ingest FOLDER`."
    sources = {entry.source for entry in entries if entry.source}
    years = sorted({entry.published.year for entry in entries if entry.published})
    of = f" from {len(sources)} source{'s' if len(sources) > 1 else ''}" if sources else ""
    span = f", {years[0]} to {years[-1]}" if len(years) > 1 else f", {years[0]}" if years else ""
    return f"**{counted(len(entries))}**{of}{span}."


INDEX = Index(name="home", kinds=("home",), folder="", pages=pages)
