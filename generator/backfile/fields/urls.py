"""Parsers for URLs in fields. Owns the form of canonical URLs, and the list of tracking parameters.

Which URLs are safe to write, and how a relative URL becomes absolute, is decided by `markup.urls.safe_url`, for fields
and bodies alike. Whether two URLs identify the same article is decided in `archive`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from backfile.markup.urls import safe_url

if TYPE_CHECKING:
    from collections.abc import Sequence

TRACKING = (
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|"
    r"_hsenc|_hsmi|oly_(?:anon|enc)_id|vero_id|wickedid|ns_(?:campaign|mchannel|source)|at_(?:medium|campaign)|cmpid|s_cid)"
    r"(?:=.*)?"
)
"""Pattern of a whole query parameter that identifies where a visitor came from, not a document.

The site's scripts use it too, so its syntax is also valid in JavaScript.
"""
_TRACKING = re.compile(TRACKING, re.IGNORECASE | re.DOTALL)
_LONGEST_HOST = 253 + len(":65535")
"""RFC 1035, section 2.3.4: 255 bytes, of which two are no characters; and a port."""
SECOND_LEVEL = frozenset("ac asn co com edu go gob gouv gov gub gv id ltd me mil ne net nom or org plc sch".split())
"""Names below a country's domain, below which sites are registered: `gazette.co.uk`. `original.js` has them too."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_url(values: Sequence[str], base_url: str | None = None) -> str | None:
    """Return the first web address among `values` in the form of canonical URLs; None when there is none.

    The form: scheme and host in lower case, no default port, no user name, no fragment, no tracking parameters, at
    least `/` as path (RFC 3986 section 6.2.2 and 6.2.3). Path and query stay as they are; internationalized host names
    stay readable.
    """
    absolute = parse_absolute_url(values, base_url)
    if absolute is None:
        return None
    parts = urlsplit(absolute)
    try:
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{host}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair))
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def registered_name(host: str) -> str:
    """Return the name that the owner of a host has registered: `gazette.co.uk` of `www.gazette.co.uk`. In: no port.

    This is the one rule for it. It is approximate: the list of public suffixes takes 0.2 s to load, changes every week,
    and the same input must give the same page.
    """
    names = host.lower().split(".")
    is_shared = len(names) > 2 and len(names[-1]) == 2 and names[-2] in SECOND_LEVEL
    return ".".join(names[-3 if is_shared else -2 :])


def names_below(host: str) -> list[str]:
    """Return the labels of a host that its owner chose: those before its registered name, and the first one of that.

    Of `www.gazette.co.uk`: `www` and `gazette`.
    """
    names = host.lower().split(".")
    return names[: len(names) - registered_name(host).count(".")]


def find_host(values: Sequence[str]) -> str | None:
    """Return the host, with its port, of the first web address among `values`; None if browsers accept no such host."""
    url = parse_url(values)
    host = urlsplit(url).netloc if url else ""
    return host if host and len(host) <= _LONGEST_HOST else None


def parse_absolute_url(values: Sequence[str], base_url: str | None = None) -> str | None:
    """Return the first of `values` that is an absolute http or https URL, or becomes one with `base_url`; else None."""
    return next((url for value in values if value.strip() and (url := safe_url(value, base_url))), None)
