"""URLs: which ones an article may contain, and the form in which they are safe in HTML and Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from backfile.markup.plain_text import strip_controls


def safe_url(url: str, base_url: str | None, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """Return a URL as an absolute one that is safe between quotes, angle brackets or parentheses.

    Return None if its scheme is not one of `schemes`, if it has no host, or if it cannot be parsed (WHATWG URL; RFC
    3986, section 5). Characters that delimit URLs in HTML or Markdown are percent-encoded; others, including those that
    are not ASCII, stay. A URL without a scheme (`//host/path`) has that of the base, or else https.
    """
    url = re.sub(r"[\t\r\n]", "", strip_controls(url)).strip()
    if not url:
        return None
    if url.startswith("//") and not base_url:
        url = f"https:{url}"
    try:
        # urljoin reads `https:x` as relative; browsers do not.
        is_absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url)
        parts = urlsplit(urljoin(base_url, url) if base_url and not is_absolute else url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in schemes or (parts.scheme != "mailto" and not host):
        return None
    if re.search(r"[\s<>\"'()\\`{}|^*\x00-\x20]", parts.netloc):
        return None
    path, query, fragment = (_percent_encode(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def _percent_encode(part: str) -> str:
    return re.sub(r"[\s<>\"'()\[\]\\`{}|^*]", lambda match: quote(match[0], safe=""), part)
