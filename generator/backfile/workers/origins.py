"""The origin of a URL: the scheme, host and port of one server, as browsers define it."""

from __future__ import annotations

from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
"""Scheme -> the port of URLs that name none."""

Origin = tuple[str, str, int]


def origin(address: str) -> Origin:
    """Return the origin of a URL: scheme, host, port. All are empty for a URL that cannot be used."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
