"""XML that feeds and the sitemap write."""

from __future__ import annotations

from datetime import UTC, datetime, time

from backfile.article import When


def timed(when: When) -> datetime:
    """Give a time with a zone of whole minutes, as both formats want it (RFC 3339)."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    offset = when.utcoffset()
    if offset is None:
        return when.replace(tzinfo=UTC)
    return when.astimezone(UTC) if offset.seconds % 60 else when


def written(when: datetime) -> str:
    """Write a time as RFC 3339 does."""
    return when.isoformat().replace("+00:00", "Z")
