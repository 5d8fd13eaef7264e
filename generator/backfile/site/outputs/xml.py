"""Dates in the XML of feeds and the sitemap (RFC 3339)."""

from __future__ import annotations

from datetime import UTC, datetime, time

from backfile.article import When


def to_datetime(when: When) -> datetime:
    """Return a time with a UTC offset of whole minutes, as RFC 3339 needs it.

    A day is its midnight in UTC; a time without an offset is in UTC.
    """
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    offset = when.utcoffset()
    if offset is None:
        return when.replace(tzinfo=UTC)
    return when.astimezone(UTC) if offset.seconds % 60 else when


def rfc3339(when: datetime) -> str:
    """Return a time as text, such as `2019-11-05T09:00:00Z`."""
    return when.isoformat().replace("+00:00", "Z")
