"""Meta elements of a page: OpenGraph properties and other names. Owns which name is read for which field; which source
is trusted is left to `metadata`, and parsing of the strings to `fields`.

Sources of the names: the OpenGraph protocol, Dublin Core, Google Scholar's citation tags, and the documentation of
Parse.ly, Sailthru and Cxense, to which many newsrooms send metadata.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.extract.metadata.plain_strings import plain_string, prints_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

OPENGRAPH_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("og:title",),
    "dek": ("og:description",),
    "byline": ("article:author", "og:article:author"),
    "published": ("article:published_time", "og:article:published_time", "og:published_time"),
    "modified": ("article:modified_time", "og:article:modified_time", "og:updated_time"),
    "source": ("og:site_name",),
    "section": ("article:section", "og:article:section"),
    "language": ("og:locale",),
    "url": ("og:url",),
    "image": ("og:image", "og:image:url", "og:image:secure_url"),
    "keywords": ("article:tag", "og:article:tag"),
}
"""Field name -> the names of OpenGraph properties, the most trusted first."""

META_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": (
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "citation_title",
        "twitter:title",
        "title",
    ),
    "dek": ("description", "dc.description", "dcterms.description", "sailthru.description", "twitter:description"),
    "byline": (
        *("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author"),
        *("cxenseparse:author", "article_author", "authors", "byl"),
    ),
    "published": (
        *("datepublished", "parsely-pub-date", "sailthru.date", "article.published", "dc.date.issued"),
        *("dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
        *("citation_publication_date", "citation_date"),
        *("cxenseparse:recs:publishtime", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
        "date",
    ),
    "modified": (
        *("datemodified", "article.updated", "dc.date.modified", "dcterms.modified", "last-modified", "lastmod"),
        "revised",
    ),
    "source": ("publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title", "application-name"),
    "section": ("parsely-section", "articlesection", "section", "category"),
    "language": ("content-language", "dc.language", "dcterms.language", "inlanguage", "language"),
    "url": ("parsely-link", "savepage-url"),
    "image": ("parsely-image-url", "twitter:image", "twitter:image:src", "thumbnailurl", "thumbnail"),
    "rights": ("dcterms.rights", "dc.rights", "copyright", "rights"),
    "keywords": ("keywords", "news_keywords", "parsely-tags", "sailthru.tags", "dc.subject", "dcterms.subject"),
    "retrieved": ("savepage-date",),
}
"""Field name -> the names of other meta elements, the most trusted first."""

_OWN_KEYWORDS = re.compile(r"[a-z]+(?:[-_.:][a-z]+)*[-_.:](?:keywords|tags)")
"""Names that sites make up for keywords: `custom-keywords`. They count where the page has no others."""
_LISTS = frozenset({"byline", "keywords"})
"""Fields that are read from every element of one name; the others are read from the first only."""


def collect_meta_contents(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of all meta elements, as plain text, by their lower-case name.

    Names in `itemprop` (microdata) count only in the head: in the body they also describe images and teasers.
    """
    contents: dict[str, list[str]] = {}
    has_tags = cache(lambda: not prints_tags(tree))
    head = tree.find("head")
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        if name is None and meta.getparent() is head:
            name = meta.get("itemprop")
        content = meta.get("content")
        if name and content and (text := plain_string(content, has_tags=has_tags)).strip():
            contents.setdefault(name.strip().lower(), []).append(text)
    return contents


def iter_fields(
    contents: Mapping[str, list[str]], names: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (field, strings as found) for every name of a table that the page has, in the order of the table."""
    for field, field_names in names.items():
        for name in field_names:
            values = contents.get(name, ())
            if values:
                yield field, tuple(values) if field in _LISTS else (values[0],)


def find_own_keywords(contents: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the contents of the first meta element with a name such as `custom-keywords`; an empty tuple without."""
    return next((tuple(values) for name, values in contents.items() if _OWN_KEYWORDS.fullmatch(name)), ())
