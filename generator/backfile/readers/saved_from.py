"""The host that a page was saved from, by its address. Owns the sites that show pages of others: web archives, caches,
translators.

Everybody's pages are at the host of such a site. So it is no evidence that two pages are of one publication: what
counts is the host of the page that is shown, where the site's addresses name it, and else the copy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from backfile.fields.urls import find_host, registered_name

_NAMING = frozenset(
    "web.archive.org wayback.archive-it.org arquivo.pt webarchive.org.uk webarchive.nationalarchives.gov.uk "
    "webarchive.loc.gov swap.stanford.edu webarchive.bac-lac.gc.ca".split()
)
"""Web archives whose addresses have the time of the capture, and then the address of the page."""
_CAPTURE = re.compile(r"/(?:[\w.-]+/){0,3}?\d{14}(?:[a-z]{2}_)?/(?:(https?):/{1,2})?(?P<rest>[^/].*)", re.DOTALL)
_AMP_CACHE = ".cdn.ampproject.org"
_AMP_PATH = re.compile(r"/[a-z]/(?:s/)?(?P<rest>[^/].*)", re.DOTALL)
"""The path of an AMP page in Google's cache; `s` means https. It is the path that says which page is shown."""
_OTHERS = frozenset(
    "archive.today archive.ph archive.is archive.li archive.md archive.fo archive.vn ghostarchive.org perma.cc "
    "megalodon.jp freezepage.com webcache.googleusercontent.com translate.googleusercontent.com translate.google.com "
    "cc.bingj.com 12ft.io r.jina.ai outline.com".split()
)
"""Sites whose addresses do not name the page, or name it as anybody writes it; and those below them."""
_OTHER_SUFFIXES = (".translate.goog", *(f".{host}" for host in sorted(_OTHERS | _NAMING)))
_DIGITS = 16
_INNER = re.compile(r"\A(?:(?:view-source|filesystem|blob):)++(?=https?:)", re.IGNORECASE)
"""What stands before the address of the page whose source it shows, or that made it."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_OWN_PAGE, _OWN_PAGE_OF = "about:", re.compile(r"\s*about:", re.IGNORECASE)
"""What a browser itself shows."""
_NO_PLACE = frozenset(("file", "about", "cid", "mid"))
"""Schemes of addresses on the disk, of what a browser itself shows, and of parts of a message."""


def saved_host(address: str) -> str | None:
    """Return the host, with its port, from which the page at an address comes; None if the address names no place, as
    `file:` and `about:` do.

    For a page of another site that the address does not name, return the name of the copy; for an address that is no
    web address, or of whose host browsers accept none, a name of its own. Those are no hosts: two saves are from one
    place if they have the same name. A page can open a `blob:` or `data:` address, which a browser then saves.
    """
    address = _INNER.sub("", address.strip(), count=1)
    host = find_host((address,))
    if host is None:
        return _elsewhere(address)
    name, parts = host.removeprefix("www."), urlsplit(address)
    if name in _NAMING or name.endswith(_AMP_CACHE):
        pattern = _CAPTURE if name in _NAMING else _AMP_PATH
        inner = pattern.fullmatch(parts.path)
        shown = find_host((f"http://{inner['rest']}",)) if inner else None
        return shown or (_copy(host, parts.path, parts.query) if name in _NAMING else host)
    if name in _OTHERS or name.endswith(_OTHER_SUFFIXES):
        return _copy(host, parts.path, parts.query)
    return host


def saved_hosts(addresses: Sequence[str]) -> list[str]:
    """Return the places that the comments of one page name, each once; several contradict each other.

    Where another address names a place, a page of the browser itself (`about:blank`) is one, too: any page can
    open one, and write a comment into it. `file:` contradicts none: a page that was saved can be saved again.
    """
    hosts = [saved_host(address) or (_OWN_PAGE if _OWN_PAGE_OF.match(address) else None) for address in addresses]
    places = [*dict.fromkeys(filter(None, hosts))]
    return [] if places == [_OWN_PAGE] else places


def other_host(site: str, address: str) -> str | None:
    """Return the host of a site that publishes an article of another one, as collections of feeds do; else None.

    In: the address of the site, as it says, and that of the article. A site cannot show so that an article is its own:
    anybody can write an address. Hosts of one name in several countries, such as `bbc.co.uk` and `bbc.com`, are no
    others; nor are those below `github.io`.
    """
    host, other = saved_host(site) if find_host((site,)) else None, find_host((address,))
    return None if host is None or other is None or _name(host) == _name(other) else host


def _name(host: str) -> str:
    return registered_name(host.partition(":")[0]).partition(".")[0]


def _elsewhere(address: str) -> str | None:
    """Return the name of a place that is no web site; None for an address on the disk, or that names no place."""
    scheme = _SCHEME.match(address)
    if scheme is None or scheme[1].lower() in _NO_PLACE:
        return None
    return f"{scheme[1].lower()}/{_digest(address)}"


def _copy(host: str, path: str, query: str) -> str:
    """Return the name of a copy: its host, and a digest of the rest of its address, which can identify a reader."""
    return f"{host}/{_digest(f'{path}?{query}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
