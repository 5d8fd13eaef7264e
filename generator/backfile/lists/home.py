"""The home page: what the archive holds, its newest articles, its most used tags, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.article import PageSummary
from backfile.lists.by_label import Labels, grouped
from backfile.lists.list_page import ListContext, ListKind, ListPage, ListWriter
from backfile.slugs import label_slug

_PATH = "index.md"
_NEWEST = 10
_LABELS = 30


def pages(entries: Sequence[PageSummary], around: ListContext) -> Iterator[ListPage]:
    """Give the home page."""
    hand = ListWriter(_PATH, around)
    parts = [_extent(entries, around)]
    if entries:
        parts += [f"## {around.words('newest')}", hand.items(entries[:_NEWEST])]
    parts += _most_used(hand, entries, "tags", lambda entry: entry.tags, least=2)
    parts += _most_used(hand, entries, "sources", lambda entry: [entry.source] if entry.source else [])
    yield ListPage(_PATH, around.site_name, "home", "\n\n".join(filter(None, parts)))


def _most_used(
    hand: ListWriter, entries: Sequence[PageSummary], kind: str, labels: Labels, least: int = 1
) -> Iterator[str]:
    """Give the labels of a kind that most articles have, and the way to all; those that fewer than `least` have not."""
    found = sorted(grouped(entries, labels).items(), key=lambda label: (-len(label[1][1]), label[0]))
    if found:
        links = [hand.link(label, f"{kind}/{slug}.md") for slug, (label, group) in found if len(group) >= least]
        yield f"## {hand.around.words(kind)}"
        yield " · ".join(links[:_LABELS])
        yield hand.link(hand.around.words(f"all_{kind}"), f"{kind}/index.md")


def _extent(entries: Sequence[PageSummary], around: ListContext) -> str:
    """Say how many articles there are, from how many sources and of which years."""
    words = around.words
    if not entries:
        return words("empty", command="`backfile ingest FOLDER`")
    sources = {label_slug(entry.source) for entry in entries if entry.source}
    years = sorted({entry.published.year for entry in entries if entry.published})
    extent = [f"**{words('articles', count=len(entries))}**"]
    if sources:
        extent.append(words("from_sources", count=len(sources)))
    if years:
        # As text: years are no numbers, which have marks at their thousands.
        first, last = str(years[0]), str(years[-1])
        extent.append(words("span", first=first, last=last) if first != last else first)
    return " · ".join(extent)


LIST = ListKind(name="home", kinds=("home",), folder="", pages=pages)
