"""What crawlers of search engines are told: the map of the site (sitemaps.org, 0.9) and robots.txt (RFC 9309).

A page's date in the map is its article's, never that of the build. Lists and pages of the owner's have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from backfile.article import Article, When
from backfile.site.outputs.xml import timed, written

MOST_URLS = 50_000
MOST_BYTES = 50 << 20
"""What one file of the map may hold, by the protocol."""
SITEMAP = "sitemap.xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the site as the map has it."""

    url: str
    """Absolute."""
    changed: When | None = None


def changed(article: Article) -> When | None:
    """Give when an article was last changed, as far as it says so."""
    known = [when for when in (article.published, article.modified) if when]
    return max(known, key=timed, default=None)


def sitemap(
    places: Iterable[Place], site: str, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> Iterator[tuple[str, str]]:
    """Give the files of the map and their texts: one, or an index and parts where it would be too large.

    In: pages in the order of the map; the site's address.
    """
    parts = list(_parted([_url(place) for place in places], most_urls, most_bytes))
    if len(parts) == 1:
        yield SITEMAP, _wrapped("urlset", parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield (
        SITEMAP,
        _wrapped("sitemapindex", [f"<sitemap><loc>{escape(urljoin(site, name))}</loc></sitemap>\n" for name in names]),
    )
    for name, part in zip(names, parts, strict=True):
        yield name, _wrapped("urlset", part)


def robots(site: str, *, indexed: bool) -> str:
    """Give robots.txt: where the map is; with `indexed` false, that nothing of the site is to be read.

    In: the site's address, empty where it has none.
    """
    path = urlsplit(site).path or "/"
    told = f"User-agent: *\nDisallow:{'' if indexed else f' {path}'}\n"
    return f"{told}\nSitemap: {urljoin(site, SITEMAP)}\n" if site and indexed else told


def _url(place: Place) -> str:
    when = place.changed
    date = written(timed(when)) if isinstance(when, datetime) else when.isoformat() if when else ""
    lastmod = f"<lastmod>{date}</lastmod>" if date else ""
    return f"<url><loc>{escape(place.url)}</loc>{lastmod}</url>\n"


def _wrapped(name: str, lines: Sequence[str]) -> str:
    return f'{_HEAD}<{name} xmlns="{_SCHEMA}">\n{"".join(lines)}</{name}>\n'


def _parted(lines: Sequence[str], most_urls: int, most_bytes: int) -> Iterator[list[str]]:
    """Part lines so that no part is too long, with what is around them."""
    room = most_bytes - len(_wrapped("urlset", ()).encode())
    numbers: list[int] = []
    part, count, size = 0, 0, 0
    for line in lines:
        length = len(line.encode())
        if count == most_urls or (count and size + length > room):
            part, count, size = part + 1, 0, 0
        numbers.append(part)
        count, size = count + 1, size + length
    for _, group in groupby(zip(numbers, lines, strict=True), key=lambda numbered: numbered[0]):
        yield [line for _, line in group]
