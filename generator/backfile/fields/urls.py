"""Addresses, languages, publications and lists of keywords as found -> what they mean. Owns the form of canonical URLs
and what is no publication's name; whether an address identifies an article is decided by ingest.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from babel import Locale
from babel.core import get_global

from backfile.markup.plain_text import collapse_spaces, strip_controls
from backfile.markup.urls import safe_url

if TYPE_CHECKING:
    from collections.abc import Sequence

TRACKING = (
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|"
    r"_hsenc|_hsmi|oly_(?:anon|enc)_id|vero_id|wickedid|ns_(?:campaign|mchannel|source)|at_(?:medium|campaign)|cmpid|s_cid)"
    r"(?:=.*)?"
)
"""Query parameters that say how a reader came, not what they read; matches a whole one. Browsers are given it, too."""
_TRACKING = re.compile(TRACKING, re.IGNORECASE | re.DOTALL)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_url(values: Sequence[str], base_url: str | None = None) -> str | None:
    """Give the first value that is a web address, in the one form that an article's address has here.

    Scheme and host in lower case, no default port, no user name, no fragment, no tracking parameters, at least `/` as
    its path (RFC 3986 section 6.2.2 and 6.2.3); path and query stay as they are, internationalised hosts readable.
    """
    absolute = parse_address(values, base_url)
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


def parse_address(values: Sequence[str], base_url: str | None = None) -> str | None:
    """Give the first value that is, or against `base_url` becomes, an absolute http or https address; else None."""
    return next((found for value in values if value.strip() and (found := safe_url(value, base_url))), None)


_WEB = re.compile(r"(?:[a-z][a-z\d+.-]*:)?//\S*|www\.\S+", re.IGNORECASE)
_PLATFORMS = frozenset(
    "blogger blogger.com blogspot blogspot.com wordpress wordpress.com tumblr squarespace wix".split()
)


def parse_source(values: Sequence[str]) -> str | None:
    """Give the first value that names a publication: no web address, and not the software that a site runs on."""
    strings = (collapse_spaces(strip_controls(value)) for value in values)
    return next(
        (name for name in strings if name and not _WEB.fullmatch(name) and name.casefold() not in _PLATFORMS), None
    )


_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z\d])", re.IGNORECASE)
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def parse_language(values: Sequence[str]) -> str | None:
    """Give the first value that is a language tag, as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant-TW`.

    Which languages there are, and which of their codes is today's (`en` for `eng`), is taken from Unicode's CLDR.
    """
    for value in values:
        match = _LANGUAGE.match(value.strip())
        if match is None:
            continue
        language = get_global("language_aliases").get(match[1].lower(), match[1].lower())
        if language in _NO_LANGUAGE or language not in _languages():
            continue
        script, region = (match[2] or "").title(), (match[3] or "").upper()
        return "-".join(part for part in (language, script, region) if part)
    return None


@cache
def _languages() -> frozenset[str]:
    return frozenset(Locale("en").languages)


_SEPARATORS = re.compile(r"[,;\uff0c\uff1b\u3001]")
_TURNED_NAME = re.compile(r"(?=[^\W\d_a-z])[^\W\d_][\w'\u2019-]*, (?=[^\W\d_a-z])[^\W\d_][\w'\u2019-]*")


def parse_keywords(values: Sequence[str]) -> tuple[str, ...]:
    """Give the keywords in their order and spelling, each once.

    One string is a list, separated by semicolons if it has any, else by commas. Of several strings each is a keyword
    and may hold a comma ("Business, Finance"), unless all of them look like lists; names turned round ("Blum, Anna")
    do not.
    """
    tidy = (collapse_spaces(strip_controls(value)).strip(" ,;") for value in values)
    distinct = [value for value in dict.fromkeys(tidy) if value]
    turned = len(distinct) > 1 and all(_TURNED_NAME.fullmatch(value) for value in distinct)
    if not turned and all(_SEPARATORS.search(value) for value in distinct):
        distinct = [piece for value in distinct for piece in _pieces(value)]
    found: dict[str, str] = {}
    for keyword in distinct:
        if bare := keyword.strip():
            found.setdefault(bare.casefold(), bare)
    return tuple(found.values())


def _pieces(value: str) -> list[str]:
    return re.split("[;\uff1b]", value) if re.search("[;\uff1b]", value) else _SEPARATORS.split(value)
