"""The tag index: one page that lists the tags, and a page a tag that lists its articles by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.article import Entry
from generator.indexes.index import Hand, Index, Label, ListPage
from generator.page import tag_slug

_PATH = "tags/index.md"


def by_tag(entries: Iterable[Entry]) -> dict[str, tuple[str, list[Entry]]]:
    """Group by tag: the name of the tag's page -> its label in the spelling most used, and its entries."""
    groups: dict[str, list[Entry]] = {}
    labels: dict[str, Counter[str]] = {}
    for entry in entries:
        for label in entry.tags:
            slug = tag_slug(label)
            groups.setdefault(slug, []).append(entry)
            labels.setdefault(slug, Counter())[label] += 1
    return {slug: (min(c, key=lambda label: (-c[label], label)), groups[slug]) for slug, c in labels.items()}


def pages(entries: Sequence[Entry], _: str, label: Label) -> Iterator[ListPage]:
    """Give the list of tags and the page of each."""
    hand = Hand(_PATH, label)
    tags = by_tag(entries)
    listed = sorted(tags.items(), key=lambda tag: (tag[1][0].casefold(), tag[0]))
    lines = (f"-   {hand.link(tag, f'tags/{slug}.md')} ({len(group)})" for slug, (tag, group) in listed)
    yield ListPage(_PATH, "Tags", "tags", "\n".join(lines) or "No article has a tag yet.")
    for slug, (tag, group) in tags.items():
        path = f"tags/{slug}.md"
        yield ListPage(path, tag, "tag", Hand(path, label).by_year(group))


INDEX = Index(name="tags", kinds=("tags", "tag"), folder="tags", pages=pages)
