"""Owns the pages that list articles: a heading for each year, and further pages for long years and months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from backfile.article import PageSummary
from backfile.lists.list_kind import ListContext, ListPage
from backfile.lists.list_writer import ListWriter
from backfile.lists.parts import FEW, MOST_IN_ALL, Part, months, years


def pages_by_year(page: ListPage, summaries: Iterable[PageSummary], context: ListContext) -> Iterator[ListPage]:
    """Yield the pages of long years and months, and `page` with these articles by year added to its body.

    In: summaries ordered by `newest_first`.
    """
    writer = ListWriter(page.path, context)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []

    def title_of(part: Part) -> str:
        return context.phrases("titled", title=page.title, part=part.title)

    parts = years(summaries, context.phrases)
    is_long = sum(len(year.summaries) for year in parts) > MOST_IN_ALL
    for year in parts:
        is_split = year.is_long or (is_long and year is not parts[0] and len(year.summaries) > FEW)
        path = f"{stem}/{year.name}.md" if is_split else None
        body.append(writer.part(year, path, is_listed=not is_split))
        if path:
            year_page = ListPage(path, title_of(year), page.kind, ListWriter(path, context).up(page))
            yield from pages_by_month(year_page, year, context, title_of)
    yield replace(page, body="\n\n".join(body))


def pages_by_month(
    page: ListPage, year: Part, context: ListContext, title_of: Callable[[Part], str] | None
) -> Iterator[ListPage]:
    """Yield the pages of long months, and `page` with the articles of a year by month added to its body.

    `title_of` returns the title of a month's page. Without it every month has a page, with the title of the part.
    """
    writer = ListWriter(page.path, context)
    stem = page.path.removesuffix(".md")
    body = [page.body] if page.body else []
    for month in months(year, context.phrases):
        path = f"{stem}/{month.name}.md" if title_of is None or month.is_long else None
        body.append(writer.part(month, path, is_listed=not month.is_long))
        if path:
            month_writer = ListWriter(path, context)
            month_body = f"{month_writer.up(page)}\n\n{month_writer.items(month.summaries)}"
            yield ListPage(path, title_of(month) if title_of else month.title, page.kind, month_body)
    yield replace(page, body="\n\n".join(body))
