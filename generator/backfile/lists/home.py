"""The home page: the extent of the archive, its newest articles, its most used subjects and tags, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.article import PageSummary
from backfile.lists import sources, subjects, tags
from backfile.lists.list_kind import ListContext, ListKind, ListPage
from backfile.lists.list_writer import ListWriter
from backfile.slugs import label_slug

_PATH = "index.md"
_NEWEST = 10
_LABELS = 30
_LABELLED = ((subjects.LIST, 1), (tags.LIST, 2), (sources.LIST, 1))
"""The lists whose most used labels it has, and the fewest articles of a label."""


def pages(summaries: Sequence[PageSummary], context: ListContext) -> Iterator[ListPage]:
    """Yield the home page."""
    writer = ListWriter(_PATH, context)
    paragraphs = [_extent(summaries, context)]
    if summaries:
        paragraphs += [f"## {context.phrases('newest')}", writer.items(summaries[:_NEWEST])]
    for kind, least in _LABELLED:
        paragraphs += _most_used(writer, summaries, kind, least)
    yield ListPage(_PATH, context.site_name, "home", "\n\n".join(filter(None, paragraphs)))


def _most_used(writer: ListWriter, summaries: Sequence[PageSummary], kind: ListKind, least: int) -> Iterator[str]:
    """Yield a heading, links to the labels that most articles have, and a link to all. Leave out labels of fewer than
    `least` articles.
    """
    groups = kind.group(summaries) if kind.group else {}
    phrases, text_of = writer.context.phrases, kind.text_of or (lambda label, _: label)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1][1]), group[0]))
    if ordered:
        links = [
            writer.link(text_of(label, phrases), f"{kind.folder}/{name}.md")
            for name, (label, group) in ordered
            if len(group) >= least
        ]
        yield f"## {phrases(kind.folder)}"
        yield " · ".join(links[:_LABELS])
        yield writer.link(phrases(f"all_{kind.folder}"), f"{kind.folder}/index.md")


def _extent(summaries: Sequence[PageSummary], context: ListContext) -> str:
    """Return a line with the number of articles, the number of sources, and the years."""
    phrases = context.phrases
    if not summaries:
        return phrases("empty", command="`backfile ingest FOLDER`")
    sources = {label_slug(summary.source) for summary in summaries if summary.source}
    years = sorted({summary.published.year for summary in summaries if summary.published})
    extent = [f"**{phrases('articles', count=len(summaries))}**"]
    if sources:
        extent.append(phrases("from_sources", count=len(sources)))
    if years:
        # As text, for numbers get a separator at their thousands.
        first, last = str(years[0]), str(years[-1])
        extent.append(phrases("span", first=first, last=last) if first != last else first)
    return " · ".join(extent)


LIST = ListKind(name="home", kinds=("home",), folder="", pages=pages)
