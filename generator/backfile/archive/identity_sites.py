"""Sites: which hosts count as one site when identities are compared, and the address of an article.

One site are the hosts that `url_keys.site_key` takes for one (`www.`, `m.`, `amp.`), those that the owner's setting
`same_sites` names together, because a publication moved, and a host and its copy in Google's AMP cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from backfile.archive import identity
from backfile.archive.url_keys import site_key
from backfile.article import Article

_AMP_CACHE = ".cdn.ampproject.org"
"""The domain of the AMP cache: before it stands the host of the page, with `-` for `.` and `--` for `-`."""


@dataclass(frozen=True, slots=True)
class Sites:
    """The owner's groups of hosts that are one publication."""

    groups: tuple[tuple[str, ...], ...] = ()
    """The site keys of each group; no host is in two."""
    _first: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Site key -> its group."""

    def site(self, host: str | None) -> str | None:
        """Return the name of the site of a host, which all hosts of that site have; None for no host.

        What is no host, such as two names that contradict each other, is a site of its own, and not an unknown one.
        """
        key = site_key(_uncached(host.lower())) if host else ""
        return self._first.get(key, (key,))[0] or host or None

    def address(self, article: Article) -> str | None:
        """Return the address of the article's URL, which all URLs of it have; None without an `identity.address`."""
        keys = self.addresses(article)
        return keys[0] if keys else None

    def addresses(self, article: Article) -> tuple[str, ...]:
        """Return the `identity.address` of the article on each host of its site."""
        key = identity.address(article)
        if key is None or not self._first:
            return (key,) if key else ()
        end = min((place for mark in "/?" if (place := key.find(mark)) >= 0), default=len(key))
        host, rest = key[:end], key[end:]
        return tuple(f"{name}{rest}" for name in self._first.get(host, (host,)))

    def is_from_own_site(self, article: Article) -> bool:
        """Return whether an article was saved from the site of its URL."""
        host = self.site(article.origin.host)
        return host is not None and host == self.site_of_address(article)

    def is_at_own_site(self, host: str | None, address: str | None) -> bool:
        """Return whether a host is of the site of an address. In: an `identity.address`; None for unknown ones."""
        site = self.site(host)
        return site is not None and address is not None and site == self.site(_host_of(address))

    def site_of_address(self, article: Article) -> str | None:
        """Return the name of the site of the article's address; None without one."""
        address = self.address(article)
        return _host_of(address) if address else None

    def distance(self, article: Article, host: str | None) -> int:
        """Return how far a save from `host` is from an article: 0 from its site, 1 from that of its address, 2 from an
        unknown one, 3 from another one, which is that of another article.
        """
        site = self.site(host)
        near = (self.site(article.origin.host), self.site_of_address(article))
        return 2 if site is None else near.index(site) if site in near else 3


NO_SITES = Sites()


@cache
def make_sites(groups: Sequence[Sequence[str]]) -> Sites:
    """Return the sites of an owner's groups of hosts, as in the setting `same_sites`. Groups with one host are joined.

    In: tuples of tuples.
    """
    joined: list[tuple[str, ...]] = []
    for group in groups:
        keys = dict.fromkeys(key for host in group if (key := site_key(host)))
        overlapping = [other for other in joined if keys.keys() & set(other)]
        joined = [other for other in joined if other not in overlapping]
        joined.append(tuple(dict.fromkeys([*(key for other in overlapping for key in other), *keys])))
    kept = tuple(group for group in joined if group)
    return Sites(kept, {key: group for group in kept for key in group})


def _host_of(address: str) -> str:
    return address.replace("?", "/").split("/")[0]


def _uncached(host: str) -> str:
    """Return the host of the page of which an AMP cache has a copy; other hosts as they are."""
    if not host.endswith(_AMP_CACHE):
        return host
    return host.removesuffix(_AMP_CACHE).replace("--", "\0").replace("-", ".").replace("\0", "-")
