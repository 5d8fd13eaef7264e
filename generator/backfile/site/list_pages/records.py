"""What `theme/partials/list_page_view.html` prints. Strings are escaped, URLs are relative to the list page."""

from __future__ import annotations

from dataclasses import dataclass

from backfile.site.article.label_link import LabelLink


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of numbers."""

    label: LabelLink
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles by year."""

    title: str
    svg: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar."""

    name: str
    description: str
    """Such as `March 2009: 12 articles`."""
    number: str
    url: str | None
    """The page of the month; None if it has no articles."""
    svg: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Articles by day of one year."""

    title: str
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    """The days that have articles."""


@dataclass(frozen=True, slots=True)
class FrontRow:
    """Articles of one subject or section on the front page."""

    title: LabelLink
    more: str
    """Such as `All 88`."""
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontLabels:
    """The largest labels of a kind on the front page."""

    title: str
    all: LabelLink | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The articles and labels of the front page. Cards and rows are HTML."""

    numbers: tuple[str, ...]
    """Articles, publications, years."""
    lead: str
    second: tuple[str, ...]
    rows: tuple[FrontRow, ...]
    labels: tuple[FrontLabels, ...]
    days: str
    """The folder with the files of `On this day`; empty if no article has a day."""
    dates: LabelLink | None
    """The list of years."""


@dataclass(frozen=True, slots=True)
class ListPageView:
    """What is printed beside the Markdown of one list page."""

    index: str = ""
    """What it lists, if not articles: `labels`, or `lists` for other lists; an attribute of the page."""
    filter_file: str = ""
    """The file with all labels of the kind, for a list that has a filter."""
    filter_count: str = ""
    """The number of these labels."""
    numbers: tuple[str, ...] = ()
    """Of a label: its articles, their publications, their years."""
    chart: Chart | None = None
    calendar: Calendar | None = None
    month: str = ""
    """The calendar of a month, as HTML."""
    related_labels: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    """Kind of label, and the labels of the same articles, the most frequent first."""
    newest: tuple[str, ...] = ()
    """Cards, as HTML."""
    most_linked: tuple[str, ...] = ()
    earlier: LabelLink | None = None
    later: LabelLink | None = None
