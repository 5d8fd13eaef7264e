"""What the head of an article's page tells machines: JSON-LD, Open Graph, and the tags of which Zotero makes an entry.

Owns which property says what. Everything is as the front matter has it, the dek too where the page does not print it.
Strings leave this module ready for the place that they are meant for: values of `<meta>` escaped for attributes, the
JSON so that nothing in it ends its `<script>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from backfile.article import Article, When
from backfile.fields.bylines import is_agency
from backfile.site.article.citations import Cited, slashed, subjects, web

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""In a script only the first of these is (HTML Standard, section 4.12.1.3); the others are where it is read as XML."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is printed in `<head>`."""

    metas: tuple[tuple[str, str, str], ...]
    """Attribute that names it (`name` or `property`), name, escaped value."""
    data: str
    """JSON for a `<script type="application/ld+json">`."""


def head(cited: Cited, canonical: str) -> Head:
    """Say what an article is. In: where it is to be looked for first, or nothing where the archive has no address."""
    article = cited.article
    found = [*_open_graph(cited, canonical), *_highwire(cited)]
    metas = tuple((kind, name, escape(value)) for kind, name, value in found if value)
    data = _json({name: value for name, value in _news(article, cited).items() if value})
    for mark, written in _DANGEROUS.items():
        data = data.replace(mark, written)
    return Head(metas, data)


def _open_graph(cited: Cited, canonical: str) -> Iterator[tuple[str, str, str | None]]:
    """Give Open Graph's properties (ogp.me). An author would be an address there, so none is named."""
    article = cited.article
    yield "property", "og:type", "article"
    yield "property", "og:title", article.headline
    yield "property", "og:description", article.dek
    yield "property", "og:url", canonical
    yield "property", "og:site_name", cited.archive
    yield "property", "og:image", web(article.image)
    language, _, region = (article.language or "").partition("-")
    yield "property", "og:locale", f"{language}_{region}" if len(region) == 2 else ""
    yield "property", "article:published_time", _iso(article.published)
    yield "property", "article:modified_time", _iso(article.modified)
    yield "property", "article:section", article.section
    for tag in article.tags:
        yield "property", "article:tag", tag


def _highwire(cited: Cited) -> Iterator[tuple[str, str, str | None]]:
    """Give the tags that Zotero and Google Scholar read.

    By `citation_journal_title` alone Zotero would file a journal's article; `dc.type` says which kind it is.
    """
    article = cited.article
    yield "name", "dc.type", "newspaperArticle" if article.source else "webpage"
    yield "name", "dc.rights", article.rights
    yield "name", "citation_title", article.headline
    for name in article.authors:
        yield "name", "citation_author", name
    yield "name", "citation_journal_title", article.source
    yield "name", "citation_publication_date", slashed(article.published)
    yield "name", "citation_language", article.language
    yield "name", "citation_abstract", article.dek
    yield "name", "citation_keywords", "; ".join(subjects(article))
    yield "name", "citation_public_url", web(article.url) or cited.address
    yield "name", "citation_fulltext_html_url", cited.address


def _news(article: Article, cited: Cited) -> dict[str, object]:
    """Give the article in the words of schema.org."""
    url = web(article.url)
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "author": [{"@type": _kind(name, article), "name": name} for name in article.authors],
        "datePublished": _iso(article.published),
        "dateModified": _iso(article.modified),
        "dateline": article.dateline,
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "articleSection": article.section,
        "inLanguage": article.language,
        "keywords": list(subjects(article)),
        "image": web(article.image),
        "copyrightNotice": article.rights,
        "url": url or cited.address,
        "archivedAt": cited.address,
    }


def _kind(name: str, article: Article) -> str:
    """Tell an agency, and a publication that signs its articles itself, from a person."""
    organisation = is_agency(name) or (article.source is not None and name.casefold() == article.source.casefold())
    return "Organization" if organisation else "Person"


def _iso(when: When | None) -> str:
    return when.isoformat() if when else ""
