"""The index of original addresses, by which the page that is shown for a missing one opens an archived article.

Small files of JSON, of which a reader loads one. Owns the files and which file holds an address; the form of an
address in them is `archive.url_keys.lookup_key`. `theme/assets/javascripts/original.js` does the same in the browser.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from zlib import crc32

from backfile.archive import identity
from backfile.archive.url_keys import lookup_key
from backfile.article import Article
from backfile.markup.plain_text import one_line

FOLDER = "addresses"
ROWS = 200
"""So many addresses are in one file, or up to half as many: some 10 KB over the wire."""

Row: TypeAlias = tuple[str, str, str]
"""The query of an address, the page's address from the site's root, the headline."""
Rows: TypeAlias = Mapping[str, list[Row]]
"""Addresses without scheme, `www.` and query -> the articles there."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def index(articles: Mapping[str, Article], urls: Mapping[str, str]) -> Rows:
    """Make the index. In: articles, and the addresses of their pages from the site's root, by path."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for path, article in sorted(articles.items()):
        url = identity.url(article)
        if url and (found := lookup_key(url)):
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
