"""Dates of an article as its template prints them: in words, and for the `datetime` attribute, which has the zone.

How a language writes a day is defined in `backfile.i18n`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from backfile.fields.future_dates import is_future
from backfile.i18n.catalogs import Catalog
from backfile.site.article.metadata_values import text_of


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as a template prints it."""

    day: str
    """In words: `22 March 2020`; or the text of the field, if it is no date."""
    clock: str = ""
    """`18:05`, in the time zone of the date; empty if only the day is known."""
    iso: str | None = None
    """For the `datetime` attribute; None if the field is no date."""
    url: str | None = None
    """The page of its month, from the site's root; None if there is no such page."""


def date_view(value: Any, t: Catalog, retrieved: Any = None) -> DateView | None:
    """Return the view of a date in front matter; None if the field is empty.

    A date in the future of an article that was saved at `retrieved` is only words: nothing is ordered by it.
    """
    view = _date_view(value, t)
    saved = retrieved if isinstance(retrieved, date) else None
    return replace(view, iso=None) if view and isinstance(value, date) and is_future(value, saved) else view


def _date_view(value: Any, t: Catalog) -> DateView | None:
    if isinstance(value, datetime):
        # Publishing systems write midnight where they know only the day.
        clock = "" if value.time() == time() else f"{value:%H:%M}"
        return DateView(t.day(value), clock, value.isoformat())
    if isinstance(value, date):
        return DateView(t.day(value), iso=value.isoformat())
    text = text_of(value)
    return DateView(text) if text else None


def published_view(
    value: Any, url_of: Callable[[str], str | None], t: Catalog, retrieved: Any = None
) -> DateView | None:
    """Return the view of the date of publication, with a link to the page of its month."""
    view = date_view(value, t, retrieved)
    return replace(view, url=url_of(f"dates/{value:%Y/%m}.md")) if view and view.iso else view


def updated_view(updated: Any, published: Any, t: Catalog, retrieved: Any = None) -> DateView | None:
    """Return the view of the date of the update, without what it shares with `published`.

    None if nothing is left to print, or if it is before `published`, which is an error of some publishing systems.
    """
    if updated == published or _is_before(updated, published):
        return None
    view, first = date_view(updated, t, retrieved), date_view(published, t, retrieved)
    if not (view and first and view.day == first.day):
        return view
    if not (isinstance(updated, datetime) and isinstance(published, datetime)):
        return view if view.clock else None
    if updated.utcoffset() != published.utcoffset():
        return view
    return None if view.clock == first.clock else DateView("", f"{updated:%H:%M}", view.iso)


def _is_before(date1: Any, date2: Any) -> bool:
    """Return whether `date1` is before `date2`; False for values that cannot be compared."""
    types = {type(date1), type(date2)}
    if types == {datetime}:
        return (date1.utcoffset() is None) == (date2.utcoffset() is None) and bool(date1 < date2)
    return types == {date} and bool(date1 < date2)
