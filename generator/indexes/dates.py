"""Lists by date: the years, a page a year that lists its months, a page a month. Addresses can be told beforehand:
`dates/2009/03/` is March 2009.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.article import Entry
from generator.indexes.index import UNDATED, Around, Hand, Index, ListPage, by_month, years

_PATH = "dates/index.md"


def pages(entries: Sequence[Entry], around: Around) -> Iterator[ListPage]:
    """Give the list of years, and the pages of each year and month."""
    hand = Hand(_PATH, around.label)
    found = years(entries)
    lines = (f"-   {hand.link(year.heading, f'dates/{year.name}.md')} ({len(year.entries):,})" for year in found)
    yield ListPage(_PATH, "Dates", "dates", "\n".join(lines) or "There is no article yet.")
    for year in found:
        page = ListPage(f"dates/{year.name}.md", year.title, "date", "")
        yield from by_month(page, year, around.label, of_its_own=year.name != UNDATED)


INDEX = Index(name="dates", kinds=("dates", "date"), folder="dates", pages=pages)
