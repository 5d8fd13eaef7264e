"""The index of original addresses, by which the page that is shown for a missing one opens an archived article.

Small files of JSON, of which a reader loads one. Owns the form of an address by which it is found there, and which file
that is; `theme/assets/javascripts/original.js` does the same in the browser.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote_to_bytes, urlsplit
from zlib import crc32

from backfile.archive import identity
from backfile.article import Article
from backfile.fields.urls import parse_url
from backfile.markup.plain_text import one_line

FOLDER = "addresses"
ROWS = 200
"""So many addresses are in one file, or up to half as many: some 10 KB over the wire."""

Row: TypeAlias = tuple[str, str, str]
"""The query of an address, the page's address from the site's root, the headline."""
Rows: TypeAlias = Mapping[str, list[Row]]
"""Addresses without scheme, `www.` and query -> the articles there."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def key(address: str) -> tuple[str, str] | None:
    """Give the form in which an address is looked for, and its query; None where it is no web address.

    Scheme, `www.`, a slash at the end, case, fragment, tracking parameters and percent-coding make no difference.
    """
    url = parse_url((address,))
    if url is None:
        return None
    parts = urlsplit(url)
    host = ".".join(map(_ascii, parts.netloc.split("."))).removeprefix("www.")
    return host + _decoded(parts.path).rstrip("/").lower(), _decoded(parts.query)


def index(articles: Mapping[str, Article], urls: Mapping[str, str]) -> Rows:
    """Make the index. In: articles, and the addresses of their pages from the site's root, by path."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for path, article in sorted(articles.items()):
        url = identity.url(article)
        if url and (found := key(url)):
            rows[found[0]].append((found[1], urls[path], one_line(article.headline)))
    return rows


def files(rows: Rows) -> int:
    """Tell how many files an index has: a power of two, so that it seldom changes; none without addresses."""
    return 1 << ((len(rows) - 1) // ROWS).bit_length() if rows else 0


def texts(rows: Rows) -> Iterator[tuple[str, str]]:
    """Give the files of an index: name, from the site's root, and text."""
    count = files(rows)
    parts: list[dict[str, list[Row]]] = [{} for _ in range(count)]
    for address, found in rows.items():
        parts[crc32(address.encode()) % count][address] = found
    for number, part in enumerate(parts):
        yield f"{FOLDER}/{number}.json", f"{_json(part)}\n"


def _ascii(label: str) -> str:
    """Write a part of a host's name as browsers ask for it (UTS 46, without its transitional rules)."""
    if label.isascii():
        return label
    return f"xn--{unicodedata.normalize('NFKC', label.lower()).encode('punycode').decode()}"


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace")
