"""Links that leave a site. Owns telling whether a link leads to another site than that of its page: an author links to
other sites, lists of further articles and share bars do not.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.fields.urls import registered_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAST_OWN_LINKS = 5
"""A page without relative links has this many links to its own site: in its menu. With fewer, its site is unknown."""


class SiteLinks:
    """The links of a page, compared with its own site."""

    def __init__(self, body: HtmlElement) -> None:
        self._own = _find_own_site(body)

    def all_lead_elsewhere(self, element: HtmlElement) -> bool:
        """Return whether an element contains links, and all of them lead to other sites."""
        urls = [(link.get("href") or "").strip() for link in element.iter("a")]
        return bool(urls) and all(map(self._leads_elsewhere, urls))

    def is_within(self, url: str) -> bool:
        """Return whether a URL leads to another page of the site, or shares this one."""
        return _split(url)[0] in ("", "http", "https") and url[:1] not in ("", "#") and not self._leads_elsewhere(url)

    def _leads_elsewhere(self, url: str) -> bool:
        """Return whether a URL leads to another site. A share link, which contains the page's URL, does not."""
        site = _site_of(url)
        is_own = self._own != "" and (_name_of(site) == _name_of(self._own) or self._own in url)
        return site != "" and not is_own


def _find_own_site(body: HtmlElement) -> str:
    """Return the site of a page: the one that it names, or else, if it has no relative links, the one that it links to
    most.
    """
    page = body.getroottree().getroot()
    named = chain(
        (link.get("href") or "" for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical"),
        (meta.get("content") or "" for meta in page.iter("meta") if meta.get("property") == "og:url"),
        (base.get("href") or "" for base in page.iter("base")),
    )
    if site := next(filter(None, map(_site_of, named)), ""):
        return site
    urls = [(link.get("href") or "").strip() for link in body.iter("a")]
    if any(url and not url.startswith("#") and _split(url) == ("", "") for url in urls):
        return ""
    sites = Counter(filter(None, map(_site_of, urls)))
    return max((site for site in sites if sites[site] >= _LEAST_OWN_LINKS), key=lambda site: sites[site], default="")


def _site_of(url: str) -> str:
    """Return the site of a web address: the name that its owner has registered, approximately; empty for others."""
    scheme, host = _split(url)
    if scheme not in ("http", "https", "") or not host:
        return ""
    return registered_name(host)


def _name_of(site: str) -> str:
    """Return the name of a site, which its editions in several countries share."""
    return site.partition(".")[0]


def _split(url: str) -> tuple[str, str]:
    """Return scheme and host of a URL in lower case; each is empty where the URL has none or cannot be parsed."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "", ""
    return parts.scheme, host or ""
