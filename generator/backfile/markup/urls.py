"""The rule for URLs: absolute, of an allowed scheme, safe to write in HTML and Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from backfile.markup.plain_text import strip_controls


def safe_url(found: str, base_url: str | None, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """Make an address absolute and safe to write between quotes, angle brackets or parentheses.

    Gives None when it has another scheme than `schemes`, no host, or cannot be read (WHATWG URL, RFC 3986 section 5).
    Characters that delimit addresses in HTML or Markdown are percent-encoded; others, also non-ASCII ones, stay.
    """
    found = re.sub(r"[\t\r\n]", "", strip_controls(found)).strip()
    if not found:
        return None
    try:
        # urljoin takes `https:x` for relative; browsers do not.
        absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", found)
        parts = urlsplit(urljoin(base_url, found) if base_url and not absolute else found)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in schemes or (parts.scheme != "mailto" and not host):
        return None
    if re.search(r"[\s<>\"'()\\`{}|^*\x00-\x20]", parts.netloc):
        return None
    path, query, fragment = (_encode(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def _encode(part: str) -> str:
    return re.sub(r"[\s<>\"'()\[\]\\`{}|^*]", lambda match: quote(match[0], safe=""), part)
