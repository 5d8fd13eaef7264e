"""The comparison of URLs: two URLs are one address when their keys are equal.

There is one comparison, `address_key`. What makes no difference, and why:

| Part | Rule | Reason |
| --- | --- | --- |
| scheme | `http` and `https` are one | publications moved from one to the other; both lead to one page |
| host | case, a dot at the end, percent-encoding, the form of an internationalized name | browsers send one form |
| host | `www.`, `m.`, `mobile.`, `amp.` | versions of one site; not where only a public suffix would remain |
| port | 80 and 443 | the default ports of the two schemes |
| user | left out | it identifies a reader, not a document |
| path | slashes at the end, dot segments | servers redirect the one; browsers resolve the other before they ask |
| path, query | percent-encoding, except of delimiters | `%C3%A9` and `é` are sent as the same bytes; `%2F` is no `/` |
| query | tracking parameters, empty parameters | they identify where a visitor came from, not a document |
| fragment | left out | it is not sent to the server |

All else makes a difference: case of the path, order and values of parameters, `index.html`. An AMP page at another path
names its article's URL in `rel=canonical`, so no rule guesses it.

`lookup_key` compares less strictly, for the search of a reader who types an address. `server_path` compares the paths
of files as web servers find them. `site_key` compares hosts alone. Which article has an address that several claim is
decided in `address_holders`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from backfile.fields.urls import TRACKING, parse_url, registered_name

_TRACKING = re.compile(TRACKING, re.IGNORECASE | re.DOTALL)
_UNRESERVED = "A-Za-z0-9\\-._~"
_IS_UNRESERVED = re.compile(f"[{_UNRESERVED}]").fullmatch
_DELIMITERS = "/?#%&=+;"
"""Characters of a path or query that have another meaning when they are percent-encoded."""
_ENCODED_OR_OTHER = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_UNRESERVED}{re.escape(_DELIMITERS)}]|%")
_VERSIONS = frozenset(("www", "m", "mobile", "amp"))
"""First labels of hosts that show versions of one site."""
_PLAIN = re.compile(rf"https?://([a-z0-9.-]+)((?:/+[A-Za-z0-9_~-][{_UNRESERVED}]*+)*+)/*")
"""Most addresses: those whose key is site and path as they are written. Parsing one takes ten times as long."""
_FORBIDDEN_IN_HOSTS = re.compile(r"[\x00-\x20#/<>?@\\^|%\x7f]")
"""WHATWG URL, forbidden domain code points, without those that delimit a port or an IPv6 address."""
_IGNORED_IN_HOSTS = re.compile("[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff]")
"""Characters that browsers leave out of a host's name (UTS 46)."""
_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""Characters that separate labels as a dot does (UTS 46)."""


@lru_cache(maxsize=1 << 16)  # A build asks several times about the URL of each article.
def address_key(address: str) -> str | None:
    """Return the key of a URL, in ASCII: site, path and query, as in `gazette.example/2020/pier?page=2`.

    None if it is no web address. The key of `https://` and a key is that key.
    """
    if plain := _PLAIN.fullmatch(address):
        site = site_key(plain[1])
        return f"{site}{plain[2]}" if site else None
    url = parse_url((address,))
    if url is None:
        return None
    parts = urlsplit(url)
    site = site_key(parts.netloc)
    query = "&".join(pair for pair in _encode(parts.query).split("&") if pair and not _TRACKING.fullmatch(pair))
    return f"{site}{_path(parts.path)}{query and f'?{query}'}" if site else None


def lookup_key(key: str) -> tuple[str, str]:
    """Return site and path of an `address_key` as one string, decoded and in lower case, and its query, decoded.

    `theme/assets/javascripts/original.js` computes both from what a reader types.
    """
    place, _, query = key.partition("?")
    return unquote(place).lower(), unquote(query)


def link_site(address: str) -> str:
    """Return the `site_key` of a link without parsing the rest, because pages have many links; empty without one."""
    return site_key(_AFTER_HOST.split(address.partition("://")[2], maxsplit=1)[0])


@lru_cache(maxsize=1 << 14)
def site_key(host: str) -> str:
    """Return the name of a host, with its port, by which sites are compared. Empty if browsers accept no such host."""
    name, port = _split_port(unquote(host.strip().strip("/").rpartition("@")[2]))
    name = _IGNORED_IN_HOSTS.sub("", _DOTS.sub(".", unicodedata.normalize("NFKC", name))).strip(".").lower()
    if _FORBIDDEN_IN_HOSTS.search(name) or len(name) > _LONGEST_HOST:
        return ""
    labels = [_ascii(label) for label in name.split(".")]
    while labels[0] in _VERSIONS and len(labels) > registered_name(".".join(labels)).count(".") + 1:
        del labels[0]  # `m.co.uk` is a site of its own.
    return ".".join(labels) + ("" if port in _DEFAULT_PORTS else f":{port}")


def server_path(path: str) -> str:
    """Return the path of a URL as web servers find a file: `/a/`, `/a`, `//a`, `/a.html`, `/A/index.html` are one."""
    segments = [segment for segment in _resolve(unquote(path).replace("\\", "/")).split("/") if segment]
    return f"/{'/'.join(segments)}".casefold().removesuffix("index.html").removesuffix(".html").rstrip("/")


_AFTER_HOST = re.compile(r"[/?#\\]")
_LONGEST_HOST = 253
"""RFC 1035, section 2.3.4: 255 bytes, of which two are no characters."""
_PORT = re.compile(r":(\d*)\Z")
_DEFAULT_PORTS = frozenset(("", "80", "443"))


def _split_port(host: str) -> tuple[str, str]:
    match = _PORT.search(host)
    return (host[: match.start()], match[1].lstrip("0")) if match else (host, "")


def _ascii(label: str) -> str:
    """Return a label of a host's name as browsers send it (UTS 46, without its transitional rules)."""
    return label if label.isascii() else f"xn--{unicodedata.normalize('NFKC', label).encode('punycode').decode()}"


def _path(path: str) -> str:
    return _resolve(_encode(path)).rstrip("/")


def _resolve(path: str) -> str:
    """Return a path without the segments `.` and `..` (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    return f"/{'/'.join(segments)}"


def _encode(text: str) -> str:
    """Return a path or query in which all is percent-encoded but delimiters, as they are, and unreserved characters."""
    return _ENCODED_OR_OTHER.sub(_encode_match, text)


def _encode_match(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 3:
        byte = chr(int(found[1:], 16))
        return byte if _IS_UNRESERVED(byte) else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "replace"))
