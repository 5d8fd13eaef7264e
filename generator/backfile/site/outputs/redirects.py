"""Redirects from original URLs, for an archive that is published at the old domain of its publication.

Owns the format of `_redirects`, for hosts that read it (Netlify, Cloudflare Pages), and of a map for nginx, with the
limits of both. The URLs come from articles, so every character that has a meaning in the format is percent-encoded.
Which article has a URL that several claim is decided in `archive.address_holders`; no redirect has a path of the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from backfile.archive.address_holders import DEFAULT_RULES, AddressRules, find_holders
from backfile.archive.identity_sites import Sites
from backfile.archive.url_keys import link_site
from backfile.article import Article
from backfile.site.outputs.own_paths import OwnPaths

REDIRECTS = "_redirects"
NGINX = "_redirects.nginx"

MAX_SOURCE = 800
"""The most bytes of path and query, percent-encoded, for both formats.

An address of nginx's map, 18 bytes more, must fit into `map_hash_bucket_size` (`NGX_HASH_ELT_SIZE` and `ngx_hash_init`
in nginx's ngx_hash.c); the handbook has 4096, in which five of the longest fit. nginx reads no word of more than 4,096
bytes in its configuration (`NGX_CONF_BUFFER` in ngx_conf_file.c).
"""
MAX_LINE = 1000
"""The most characters of a line of `_redirects`: the limit of Cloudflare Pages for a redirect
(https://developers.cloudflare.com/pages/configuration/redirects/). Netlify documents none."""
MAX_SAME_HASH = 4
"""The most addresses of one hash in nginx's map. A bucket has a limit, and hostile addresses can all be in one."""

TOO_LONG = f"an original address that is too long for a redirect (more than {MAX_SOURCE} bytes)"
OWN_PATH = "an original address at which the site has its own files or may have them"
CONTESTED = "an original address that other articles claim too"

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


@dataclass(frozen=True, slots=True)
class SitePlace:
    """Where a site is published."""

    domain: str
    """The old domain, with or without `www.`."""
    base: str
    """The path of the site on its host, which ends with `/`."""
    urls: Mapping[str, str]
    """Path of a page -> its URL from the site's root."""


@dataclass(frozen=True, slots=True)
class Redirects:
    """The redirects of a site."""

    rules: tuple[Redirect, ...]
    """Sorted by path."""
    left_out: Mapping[str, tuple[str, ...]]
    """Why articles of the domain have none -> the paths of their pages, sorted."""


def find_redirects(
    articles: Mapping[str, Article], place: SitePlace, own_paths: OwnPaths, address_rules: AddressRules = DEFAULT_RULES
) -> Redirects:
    """Return the redirects. In: articles by path; where the site is; the paths that redirects must not have."""
    # Hosts differ in whether case matters; in nginx's map it does not.
    holders = find_holders(articles, address_rules, ignore_case=True)
    rules: dict[str, Redirect] = {}
    left_out: defaultdict[str, list[str]] = defaultdict(list)
    for path, (address, rule) in _claims(articles, place, address_rules.sites):
        if own_paths.has(rule.path):
            left_out[OWN_PATH].append(path)
        elif _is_too_long(rule):
            left_out[TOO_LONG].append(path)
        elif holders.get(address.lower()) != path:
            left_out[CONTESTED].append(path)
        else:
            rules[path] = rule
    for path in _crowded(rules, articles, address_rules.sites):
        left_out[CONTESTED].append(path)
        del rules[path]
    ordered = sorted(rules.values(), key=lambda rule: (rule.path, rule.query))
    return Redirects(tuple(ordered), {why: tuple(sorted(paths)) for why, paths in left_out.items()})


def site_redirect(base: str, url: str, target: str) -> Redirect:
    """Return the redirect between two pages of the site. In: its path on its host; their URLs from its root."""
    return Redirect(f"{base}{url}", "", quote(f"{base}{target}", safe=_SAFE))


def site_redirects(rules: Iterable[Redirect], own_paths: OwnPaths) -> list[Redirect]:
    """Return those of some redirects within the site that are possible: one for each address without a file."""
    found: dict[str, Redirect] = {}
    for rule in rules:
        if not (_is_too_long(rule) or own_paths.is_file(rule.path)):
            found.setdefault(_nginx_source(rule).lower(), rule)
    return [*found.values()]


def _claims(
    articles: Mapping[str, Article], place: SitePlace, sites: Sites
) -> Iterator[tuple[str, tuple[str, Redirect]]]:
    """Yield the path of each page with an original URL on the domain, its address, and the redirect it would have."""
    site = sites.site(place.domain)
    for path, article in sorted(articles.items()):
        address = sites.address(article)
        if address and article.url and sites.site(link_site(f"https://{address}")) == site:
            parts = urlsplit(article.url)
            target = quote(f"{place.base}{place.urls[path]}", safe=_SAFE)
            yield path, (address, Redirect(parts.path or "/", parts.query, target))


def _crowded(rules: Mapping[str, Redirect], articles: Mapping[str, Article], sites: Sites) -> list[str]:
    """Return the paths whose addresses share a hash with too many others; those saved from their own site stay."""
    by_hash: defaultdict[int, list[str]] = defaultdict(list)
    for path, rule in rules.items():
        by_hash[_nginx_hash(_nginx_source(rule))].append(path)
    crowds = [paths for paths in by_hash.values() if len(paths) > MAX_SAME_HASH]
    ordered = (sorted(paths, key=lambda path: (not sites.is_from_own_site(articles[path]), path)) for paths in crowds)
    return [path for paths in ordered for path in paths[MAX_SAME_HASH:]]


def redirects_file(rules: Iterable[Redirect]) -> str:
    """Return the text of `_redirects`, without URLs that have a query: Cloudflare does not support queries there."""
    return "".join(f"{_line(rule)}\n" for rule in rules if not rule.query)


def nginx_file(rules: Iterable[Redirect]) -> str:
    """Return a map for nginx from the requested URI to the target; an empty string is the default."""
    lines = "".join(f'    "{_nginx_source(rule)}" "{rule.target}";\n' for rule in rules)
    return f'map $request_uri $archived {{\n    default "";\n{lines}}}\n'


def _line(rule: Redirect) -> str:
    return f"{_encode(rule.path, _SAFE)} {rule.target} 301"


def _nginx_source(rule: Redirect) -> str:
    return _encode(f"{rule.path}?{rule.query}" if rule.query else rule.path, _SAFE_IN_NGINX)


def _is_too_long(rule: Redirect) -> bool:
    return len(_nginx_source(rule)) > MAX_SOURCE or len(_line(rule)) > MAX_LINE


def _nginx_hash(source: str) -> int:
    """Return the hash of an address in nginx's map (`ngx_hash_key_lc`), as on machines with 64 bits."""
    value = 0
    for byte in source.lower().encode():
        value = (value * 31 + byte) & 0xFFFF_FFFF_FFFF_FFFF
    return value


def _encode(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")
