"""Where original addresses lead, for an archive that stands at its publication's old domain: `_redirects` for hosts
that read it (Netlify, Cloudflare Pages), and a map for nginx.

Addresses are what articles say, so nothing of them is printed but what neither format gives a meaning. No address may
take the place of a page of the site, and one that several articles have leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from backfile.archive import identity
from backfile.archive.url_keys import host_key, server_path
from backfile.article import Article

REDIRECTS = "_redirects"
NGINX = "_redirects.nginx"

_SAFE = "/%@!&'()+,;=~-._"
"""What stands in a path as it is, besides letters and digits: no blank, line end, quotation mark, `$`, `#` or `{`."""
_NGINX = f"{_SAFE}:*?$"
"""In a map's quoted string also these are nothing but themselves; to `_redirects` they are wildcards."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an original address leads."""

    path: str
    """As the article has it, from the domain's root."""
    query: str
    to: str
    """A page's path on the host, coded."""


def moves(
    articles: Mapping[str, Article], urls: Mapping[str, str], domain: str, base: str, places: Iterable[str]
) -> list[Move]:
    """Give the moves, in the order of their paths.

    In: articles and the addresses of their pages by path, from the site's root; the domain, with or without `www.`; the
    site's own path on its host; where the site has files, from its root.
    """
    taken = {server_path(f"{base}{place}") for place in places}
    wanted = host_key(domain)
    found: list[Move] = []
    for path, article in articles.items():
        url = identity.url(article)
        parts = urlsplit(url) if url else None
        if parts and parts.hostname and host_key(parts.hostname) == wanted and server_path(parts.path) not in taken:
            found.append(Move(parts.path, parts.query, quote(f"{base}{urls[path]}", safe=_SAFE)))
    times = Counter((_coded(move.path, _NGINX), _coded(move.query, _NGINX)) for move in found)
    alone = [move for move in found if times[_coded(move.path, _NGINX), _coded(move.query, _NGINX)] == 1]
    return sorted(alone, key=lambda move: (move.path, move.query))


def redirects(moves: Iterable[Move]) -> str:
    """Write `_redirects`. It knows no queries (Cloudflare has none), so addresses with one are left out."""
    return "".join(f"{_coded(move.path, _SAFE)} {move.to} 301\n" for move in moves if not move.query)


def nginx(moves: Iterable[Move]) -> str:
    """Write a map for nginx, from what was asked for to where it leads; empty where it leads nowhere."""
    asked = [(f"{move.path}?{move.query}" if move.query else move.path, move.to) for move in moves]
    lines = "".join(f'    "{_coded(address, _NGINX)}" "{to}";\n' for address, to in asked)
    return f'map $request_uri $archived {{\n    default "";\n{lines}}}\n'


def _coded(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")
