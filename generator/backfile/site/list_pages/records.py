"""What `theme/partials/list_page_view.html` prints. Strings are escaped, URLs are relative to the list page."""

from __future__ import annotations

from collections.abc import Mapping
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
class Card:
    """An article, as a label's page shows the newest and the most linked ones."""

    headline: str
    url: str
    dek: str
    """Or the beginning of the text."""
    about: tuple[str, ...]
    """Source and day, as far as they are known, and how many articles link to it. Each has its own direction."""
    language: str
    image: Mapping[str, str]
    """Attributes of the archive's copy of the picture; empty without one."""


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
    related_labels: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    """Kind of label, and the labels of the same articles, the most frequent first."""
    newest: tuple[Card, ...] = ()
    most_linked: tuple[Card, ...] = ()
    earlier: LabelLink | None = None
    later: LabelLink | None = None
