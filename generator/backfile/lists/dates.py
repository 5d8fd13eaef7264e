"""Lists by date: the years, a page for each year that lists its months, a page for each month.

Their URLs are predictable: `dates/2009/03/` is March 2009.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.article import PageSummary
from backfile.lists.article_pages import pages_by_month
from backfile.lists.list_kind import ListContext, ListKind, ListPage
from backfile.lists.list_writer import ListWriter
from backfile.lists.parts import UNDATED, Part, years

_PATH = "dates/index.md"


def pages(summaries: Sequence[PageSummary], context: ListContext) -> Iterator[ListPage]:
    """Yield the list of years, and the pages of each year and month."""
    writer, phrases = ListWriter(_PATH, context), context.phrases
    parts = years(summaries, phrases)
    lines = (writer.numbered(year.heading, f"dates/{year.name}.md", len(year.summaries)) for year in parts)
    yield ListPage(_PATH, phrases("dates"), "dates", "\n".join(lines) or phrases("no_articles"))
    for year in parts:
        page = ListPage(f"dates/{year.name}.md", year.title, "date", "")
        # Articles without a date have no months. Their initials get pages only when long, like those of a label.
        yield from pages_by_month(page, year, context, _title if year.name == UNDATED else None)


def _title(part: Part) -> str:
    return part.title


LIST = ListKind(name="dates", kinds=("dates", "date"), folder="dates", pages=pages, index_kind="dates")
