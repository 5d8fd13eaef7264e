"""Redirects from original URLs, for an archive that is published at the old domain of its publication.

Owns the format of `_redirects`, for hosts that read it (Netlify, Cloudflare Pages), and of a map for nginx. The URLs
come from articles, so every character that has a meaning in the format is percent-encoded. No redirect replaces a page
of the site, and a URL that several articles have gets none.
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
"""Characters that are not encoded in a path, besides letters and digits: no space, line break, quote, `$`, `#`, `{`."""
_SAFE_IN_NGINX = f"{_SAFE}:*?$"
"""In a quoted string of an nginx map these have no meaning either; in `_redirects` they are wildcards."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect from an original URL to a page."""

    path: str
    """Of the original URL, as the article has it."""
    query: str
    target: str
    """Path of the page on the host, percent-encoded."""


def find_redirects(
    articles: Mapping[str, Article], urls: Mapping[str, str], domain: str, base: str, used_paths: Iterable[str]
) -> list[Redirect]:
    """Return the redirects, sorted by path.

    In: articles, and the URLs of their pages from the site's root, by path; the domain, with or without `www.`; the
    path of the site on its host; the paths of all files of the site, from its root.
    """
    used = {server_path(f"{base}{path}") for path in used_paths}
    host = host_key(domain)
    candidates: list[Redirect] = []
    for path, article in articles.items():
        url = identity.url(article)
        parts = urlsplit(url) if url else None
        if parts and parts.hostname and host_key(parts.hostname) == host and server_path(parts.path) not in used:
            candidates.append(Redirect(parts.path, parts.query, quote(f"{base}{urls[path]}", safe=_SAFE)))
    counts = Counter(map(_written_source, candidates))
    unique = [redirect for redirect in candidates if counts[_written_source(redirect)] == 1]
    return sorted(unique, key=lambda redirect: (redirect.path, redirect.query))


def redirects_file(redirects: Iterable[Redirect]) -> str:
    """Return the text of `_redirects`, without URLs that have a query: Cloudflare does not support queries there."""
    rules = (redirect for redirect in redirects if not redirect.query)
    return "".join(f"{_encode(redirect.path, _SAFE)} {redirect.target} 301\n" for redirect in rules)


def nginx_file(redirects: Iterable[Redirect]) -> str:
    """Return a map for nginx from the requested URI to the target; an empty string is the default."""
    pairs = [(f"{rule.path}?{rule.query}" if rule.query else rule.path, rule.target) for rule in redirects]
    lines = "".join(f'    "{_encode(uri, _SAFE_IN_NGINX)}" "{target}";\n' for uri, target in pairs)
    return f'map $request_uri $archived {{\n    default "";\n{lines}}}\n'


def _written_source(redirect: Redirect) -> tuple[str, str]:
    """Return path and query as they are written."""
    return _encode(redirect.path, _SAFE_IN_NGINX), _encode(redirect.query, _SAFE_IN_NGINX)


def _encode(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")
