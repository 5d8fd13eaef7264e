"""Dates that lie in the future. Owns how they are told without a clock: the same input gives the same page on any day.

A date may be two days after the time at which the input says that it was saved: clocks and time zones differ. Without
that time, it may be as late as the year that follows the release of the program. Later dates stay on the page as they
are found, but nothing is ordered by them: lists, feeds, related articles and the search take the article as undated.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backfile.article import When

RELEASE_YEAR = 2026
"""The year in which this version is released; a test compares it with the newest date in CHANGELOG.md."""
LAST_DAY = date(RELEASE_YEAR + 1, 12, 31)
"""The last day that a date may have if nothing says when the input was saved."""
_TOLERANCE = timedelta(days=2)


def last_day(retrieved: When | None) -> date:
    """Return the last day that a date may have in an input that was saved at a time. A time in the future is none."""
    return LAST_DAY if retrieved is None or is_future(retrieved) else _day(retrieved) + _TOLERANCE


def is_future(when: When, retrieved: When | None = None) -> bool:
    """Return whether a date lies in the future of an input that was saved at `retrieved`."""
    return _day(when) > last_day(retrieved)


def without_future(when: When | None, retrieved: When | None = None) -> When | None:
    """Return a date; None if it lies in the future of an input that was saved at `retrieved`."""
    return None if when is None or is_future(when, retrieved) else when


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when
