"""Files for crawlers of search engines: the sitemap (sitemaps.org, 0.9) and robots.txt (RFC 9309).

The date of a page in the sitemap is that of its article, never that of the build. List pages and the owner's pages have
no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from urllib.parse import urljoin, urlsplit

from backfile.article import Article, When
from backfile.site.outputs.xml import rfc3339, to_datetime

MAX_URLS = 50_000
MAX_BYTES = 50 << 20
"""The limits of the protocol for one file."""
SITEMAP = "sitemap.xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page of the site in the sitemap."""

    url: str
    """Absolute."""
    last_modified: When | None = None


def last_modified(article: Article) -> When | None:
    """Return the later of the dates of publication and modification; None if neither is known."""
    known = [when for when in (article.published, article.modified) if when]
    return max(known, key=to_datetime, default=None)


def sitemap(
    pages: Iterable[SitemapPage], site: str, max_urls: int = MAX_URLS, max_bytes: int = MAX_BYTES
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the sitemap: one, or an index and several parts if one would be too large.

    In: the pages in the order of the sitemap; the URL of the site.
    """
    parts = list(_split([_url_element(page) for page in pages], max_urls, max_bytes))
    if len(parts) == 1:
        yield SITEMAP, _document("urlset", parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    elements = [f"<sitemap><loc>{escape(urljoin(site, name))}</loc></sitemap>\n" for name in names]
    yield SITEMAP, _document("sitemapindex", elements)
    for name, part in zip(names, parts, strict=True):
        yield name, _document("urlset", part)


def robots(site: str, *, indexed: bool) -> str:
    """Return robots.txt: the URL of the sitemap, or, if `indexed` is false, that crawlers must not read the site.

    In: the URL of the site, empty if it has none.
    """
    path = urlsplit(site).path or "/"
    rules = f"User-agent: *\nDisallow:{'' if indexed else f' {path}'}\n"
    return f"{rules}\nSitemap: {urljoin(site, SITEMAP)}\n" if site and indexed else rules


def _url_element(page: SitemapPage) -> str:
    when = page.last_modified
    date = rfc3339(to_datetime(when)) if isinstance(when, datetime) else when.isoformat() if when else ""
    lastmod = f"<lastmod>{date}</lastmod>" if date else ""
    return f"<url><loc>{escape(page.url)}</loc>{lastmod}</url>\n"


def _document(root: str, lines: Sequence[str]) -> str:
    return f'{_HEAD}<{root} xmlns="{_SCHEMA}">\n{"".join(lines)}</{root}>\n'


def _split(lines: Sequence[str], max_urls: int, max_bytes: int) -> Iterator[list[str]]:
    """Yield parts of `lines` that are within the limits, including the elements around them."""
    available = max_bytes - len(_document("urlset", ()).encode())
    numbers: list[int] = []
    part, count, size = 0, 0, 0
    for line in lines:
        length = len(line.encode())
        if count == max_urls or (count and size + length > available):
            part, count, size = part + 1, 0, 0
        numbers.append(part)
        count, size = count + 1, size + length
    for _, group in groupby(zip(numbers, lines, strict=True), key=lambda numbered: numbered[0]):
        yield [line for _, line in group]
