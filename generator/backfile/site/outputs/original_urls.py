"""The index of original URLs, with which the page for a missing URL opens an archived article.

The index is split into small JSON files, of which a browser loads one. Owns the files and which file has a URL; the key
of a URL is `archive.url_keys.lookup_key`. `theme/assets/javascripts/original.js` computes the same in the browser.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from zlib import crc32

from backfile.archive.address_holders import DEFAULT_RULES, AddressRules, find_holders
from backfile.archive.url_keys import lookup_key
from backfile.article import Article
from backfile.markup.plain_text import one_line

FOLDER = "addresses"
KEYS_PER_FILE = 200
"""The most keys in one file, on average; at least half as many. A file is some 10 KB over the network."""

Row: TypeAlias = tuple[str, str, str]
"""The query of an original URL, the URL of the page from the site's root, the headline."""
Rows: TypeAlias = Mapping[str, list[Row]]
"""Host and path of original URLs, as `lookup_key` returns them -> the articles there."""

_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def build_rows(
    articles: Mapping[str, Article], urls: Mapping[str, str], address_rules: AddressRules = DEFAULT_RULES
) -> Rows:
    """Return the index. In: articles, and the URLs of their pages from the site's root, by path.

    Of an address that one of several articles holds, it has that one; of an address that none holds, all.
    """
    holders = find_holders(articles, address_rules)
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for path, article in sorted(articles.items()):
        for address in address_rules.sites.addresses(article):
            if holders.get(address, path) == path:
                place, query = lookup_key(address)
                rows[place].append((query, urls[path], one_line(article.headline)))
    return rows


def file_count(rows: Rows) -> int:
    """Return the number of files of an index: a power of two, so that it rarely changes; 0 for an empty index."""
    return 1 << ((len(rows) - 1) // KEYS_PER_FILE).bit_length() if rows else 0


def index_files(rows: Rows) -> Iterator[tuple[str, str]]:
    """Yield path, from the site's root, and text of each file of an index."""
    count = file_count(rows)
    parts: list[dict[str, list[Row]]] = [{} for _ in range(count)]
    for key, rows_of_key in rows.items():
        parts[crc32(key.encode()) % count][key] = rows_of_key
    for number, part in enumerate(parts):
        yield f"{FOLDER}/{number}.json", f"{_encode_json(part)}\n"
