"""Keys by which URLs are compared: two URLs are the same, by the rules of a key, when their keys are equal.

From strict to loose:

- `identity.url`: nothing makes a difference but what `fields.urls.parse_url` removes. Matches a save with its page.
- `url_key`: scheme, `www.` and a slash at the end of the path make no difference. For links between archived articles.
- `lookup_key`: nor do case, percent-encoding and the form of the host's name. For the search for an original URL.
- `server_path`: nor do `index.html` and `.html` at the end; without host and query. For redirects on a web server.
- `coarse_key`: nor does the query, but percent-encoding does. Finds the few URLs that are worth a comparison.

`host_key` compares hosts alone.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from backfile.fields.urls import parse_url


def url_key(url: str) -> str:
    """Return a URL without its scheme, `www.` and the slash at the end of its path.

    In: a URL in the form of `parse_url`, which has no fragment and no tracking parameters.
    """
    rest, mark, query = url.partition("://")[2].removeprefix("www.").partition("?")
    return f"{rest.rstrip('/')}{mark}{query}"


def lookup_key(address: str) -> tuple[str, str] | None:
    """Return host and path of an address as one string, and its query; None when it is not a web address.

    Scheme, `www.`, a slash at the end, case of the path, fragment, tracking parameters and percent-encoding make no
    difference. Hosts are in the form that browsers send. `theme/assets/javascripts/original.js` computes the same key.
    """
    url = parse_url((address,))
    if url is None:
        return None
    parts = urlsplit(url)
    host = ".".join(map(_ascii, parts.netloc.split("."))).removeprefix("www.")
    return host + _decode(parts.path).rstrip("/").lower(), _decode(parts.query)


def server_path(path: str) -> str:
    """Return the path of a URL as web servers resolve it: `/a/`, `/a`, `/a.html` and `/a/index.html` have one key."""
    return unquote(path).removesuffix("index.html").removesuffix(".html").rstrip("/").casefold()


def coarse_key(address: str) -> str:
    """Return a key that all addresses of one article share, and few others do.

    It is computed without parsing, because pages have many links. In: any string.
    """
    _, _, rest = address.partition("://")
    return rest.partition("#")[0].partition("?")[0].rstrip("/").casefold().removeprefix("www.")


def host_key(host: str) -> str:
    """Return a host's name without `www.`, without dots and slashes around it, in lower case."""
    return host.strip().strip("./").casefold().removeprefix("www.")


def _ascii(label: str) -> str:
    """Return a label of a host's name as browsers send it (UTS 46, without its transitional rules)."""
    if label.isascii():
        return label
    return f"xn--{unicodedata.normalize('NFKC', label.lower()).encode('punycode').decode()}"


def _decode(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace")
