"""Lists by date: the years, a page a year that lists its months, a page a month. Addresses can be told beforehand:
`dates/2009/03/` is March 2009.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.article import PageSummary
from backfile.lists.list_page import UNDATED, ListContext, ListKind, ListPage, ListWriter, Part, by_month, years

_PATH = "dates/index.md"


def pages(entries: Sequence[PageSummary], around: ListContext) -> Iterator[ListPage]:
    """Give the list of years, and the pages of each year and month."""
    hand, words = ListWriter(_PATH, around), around.words
    found = years(entries, words)
    lines = (hand.numbered(year.heading, f"dates/{year.name}.md", len(year.entries)) for year in found)
    yield ListPage(_PATH, words("dates"), "dates", "\n".join(lines) or words("no_articles"))
    for year in found:
        page = ListPage(f"dates/{year.name}.md", year.title, "date", "")
        # The undated have no months: their initials get a page where they are many, like a label's.
        yield from by_month(page, year, around, _title if year.name == UNDATED else None)


def _title(part: Part) -> str:
    return part.title


LIST = ListKind(name="dates", kinds=("dates", "date"), folder="dates", pages=pages)
