"""The chart of articles by year, and the calendar of one year, as templates print them.

Drawing them as SVG is the task of `charts`; which page has which is decided in `view`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html import escape

from backfile.i18n.catalogs import Catalog
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages import charts
from backfile.site.list_pages.article_rows import day_id
from backfile.site.list_pages.records import Calendar, Chart, Month, Row

MAX_EMPTY = 9
"""More years in a row without an article have one place together: one wrong year would compress all others."""
MAX_BARS = 200
"""A chart of more bars shows only those of years that have articles, without the empty ones between them."""


def year_chart(counts: Mapping[int, int], url_of: Callable[[int], str | None], t: Catalog) -> Chart | None:
    """Return the chart of articles by year; None for fewer than two years.

    In: number of articles by year; the URL of a year; the words of the site's language.
    """
    if len(counts) < 2:
        return None
    bars = {
        year: charts.Bar(year, count_phrase(str(year), count, t), count, url_of(year))
        for year, count in sorted(counts.items())
    }
    highest = max(bars.values(), key=lambda bar: bar.count)
    title = t("per_year")
    span = t("span", first=str(min(counts)), last=str(max(counts)))
    description = f"{span}. {t('most', most=t.number(highest.count), when=str(highest.year))}."
    shown = [*_with_empty_years(bars, t)]
    shown = shown if len(shown) <= MAX_BARS else [*bars.values()]
    svg = charts.bars(shown, title, description, t.number(highest.count), mirrored=t.right_to_left)
    rows = (Row(LabelLink(f"{bar.year:04}", bar.url and escape(bar.url)), t.number(bar.count)) for bar in bars.values())
    return Chart(escape(title), svg, tuple(rows))


def _with_empty_years(bars: Mapping[int, charts.Bar], t: Catalog) -> Iterator[charts.Bar | charts.Gap]:
    """Yield the bars, and between them the years without an article. In: the bars by year, in their order."""
    before = min(bars)
    for year, bar in bars.items():
        empty = range(before + 1, year)
        if len(empty) > MAX_EMPTY:
            span = t("span", first=str(empty[0]), last=str(empty[-1]))
            yield charts.Gap(count_phrase(span, 0, t))
        else:
            yield from (charts.Bar(each, "", 0, None) for each in empty)
        yield bar
        before = year


def year_calendar(
    year: int, days: Mapping[date, int], relative_url: Callable[[str], str | None], t: Catalog
) -> Calendar:
    """Return the calendar of `year`.

    In: number of articles by day, of all years; the URL of the page at a path, relative to that of the calendar.
    """
    of_year = {day: count for day, count in days.items() if day.year == year}

    def url_of(day: date) -> str | None:
        url = relative_url(f"dates/{year:04}/{day:%m}.md")
        return None if url is None else f"{url}#{day_id(day.isoformat())}"

    months = tuple(_month(year, month, of_year, url_of, t) for month in range(1, 13))
    rows = tuple(Row(LabelLink(t.day(day), url_of(day)), t.number(count)) for day, count in sorted(of_year.items()))
    return Calendar(t("per_day"), months, rows)


def _month(year: int, month: int, days: Mapping[date, int], url_of: Callable[[date], str | None], t: Catalog) -> Month:
    weekday, length = monthrange(year, month)
    squares = []
    for day in (date(year, month, number) for number in range(1, length + 1)):
        count = days.get(day, 0)
        squares.append(charts.Day(count, count_phrase(t.day(day), count, t), url_of(day)) if count else None)
    number = sum(square.count for square in squares if square)
    url = url_of(date(year, month, 1)) if number else None
    return Month(
        name=t.month(month),
        description=count_phrase(t.month_of(year, month), number, t),
        number=t.number(number) if number else "",
        url=url and url.partition("#")[0],
        svg=charts.days(squares, (weekday - t.week_start) % 7, max(days.values(), default=1), mirrored=t.right_to_left),
    )


def month_table(year: int, month: int, days: Mapping[date, int], t: Catalog) -> str:
    """Return the calendar of a month as an HTML table whose days lead to the day's articles on the same page.

    In: number of articles by day, of all years. Days with more articles are darker, in `charts.LEVELS` steps.
    """
    weekday, length = monthrange(year, month)
    of_month = [days.get(date(year, month, day), 0) for day in range(1, length + 1)]
    cells = ["<td></td>"] * ((weekday - t.week_start) % 7)
    for number, count in enumerate(of_month, start=1):
        day = date(year, month, number)
        level = -(-charts.LEVELS * count // max(*of_month, 1))
        label = escape(count_phrase(t.day(day), count, t))
        text = f'<a href="#{day_id(day.isoformat())}" aria-label="{label}">{number}</a>' if count else str(number)
        cells.append(f'<td class="month__day--{level}">{text}</td>')
    cells += ["<td></td>"] * (-len(cells) % 7)
    weeks = "".join(f"<tr>{''.join(cells[start : start + 7])}</tr>" for start in range(0, len(cells), 7))
    names = "".join(
        f'<th scope="col"><abbr title="{escape(long)}">{escape(short)}</abbr></th>' for short, long in t.weekdays()
    )
    caption = escape(t.month_of(year, month))
    head = f"<caption>{caption}</caption><thead><tr>{names}</tr></thead>"
    return f'<table class="month">{head}<tbody>{weeks}</tbody></table>'


def count_phrase(name: str, count: int, t: Catalog) -> str:
    """Return how many articles a year or month has, such as `2009: 12 articles`."""
    return t("at", what=name, articles=t("articles", count=count))
