"""The home page: what the archive holds, the ways into it, its newest articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.article import Entry
from generator.indexes.index import Index, ListPage, items, link, newest_first
from generator.indexes.tags import by_tag

_PATH = "index.md"
_NEWEST = 10
_TAGS = 30


def pages(entries: Sequence[Entry], site_name: str) -> Iterator[ListPage]:
    """Give the home page."""
    parts = [_extent(entries)]
    if entries:
        parts += ["## Newest", items(newest_first(entries)[:_NEWEST], _PATH)]
    tags = sorted(by_tag(entries).items(), key=lambda tag: (-len(tag[1][1]), tag[0]))[:_TAGS]
    if tags:
        links = (link(label, f"tags/{slug}.md", _PATH) for slug, (label, _) in tags)
        parts += ["## Tags", " · ".join(links), link("All tags", "tags/index.md", _PATH)]
    yield ListPage(_PATH, site_name, "home", "\n\n".join(parts))


def _extent(entries: Sequence[Entry]) -> str:
    if not entries:
        return "The archive is empty. Fill it with `backfile ingest FOLDER`."
    sources = {entry.source for entry in entries if entry.source}
    years = sorted({entry.published.year for entry in entries if entry.published})
    count = f"**{len(entries)} article{'s' if len(entries) > 1 else ''}**"
    of = f" from {len(sources)} source{'s' if len(sources) > 1 else ''}" if sources else ""
    span = f", {years[0]} to {years[-1]}" if len(years) > 1 else f", {years[0]}" if years else ""
    return f"{count}{of}{span}."


INDEX = Index(name="home", kinds=("home",), folder="", pages=pages)
