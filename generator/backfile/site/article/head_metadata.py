"""Metadata for programs in the `<head>` of an article's page: JSON-LD, Open Graph, and the tags that Zotero reads.

Owns which property has which field. The values are those of the front matter, also the dek that the page does not
print. Values of `<meta>` are escaped for attributes; in the JSON nothing can end its `<script>`. Citations that readers
copy are in `citations`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from backfile.article import Article, When
from backfile.fields.bylines import is_agency
from backfile.site.article.citations.cited_article import CitedArticle, encode_url, slash_day, subjects
from backfile.tags.subjects.subject_list import OPINION, subject_list

_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SCRIPT_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""In a script only `<` has a meaning (HTML Standard, section 4.12.1.3); the others have one if it is read as XML."""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A picture for link previews, made of an article's headline. It is no picture of the article."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a template prints in `<head>`."""

    metas: tuple[tuple[str, str, str], ...]
    """Of each `<meta>`: the attribute that names it (`name` or `property`), the name, the escaped value."""
    data: str
    """JSON for `<script type="application/ld+json">`."""


def head_metadata(
    cited: CitedArticle, canonical: str, subject_labels: Sequence[str] = (), social_card: SocialCard | None = None
) -> Head:
    """Return the metadata of an article.

    In: its canonical URL, an empty string if the archive has no `site_url`; the labels of its subjects, in their order;
    its social card, if it has one.
    """
    article = cited.article
    section = article.section or next(iter(subject_labels), None)
    properties = [
        *_open_graph(cited, canonical, social_card),
        ("property", "article:section", section),
        *_highwire_press(cited),
    ]
    metas = tuple((kind, name, escape(value)) for kind, name, value in properties if value)
    values = {**_news_article(article, cited), **_subjects(article, subject_labels)}
    data = _encode_json({name: value for name, value in values.items() if value})
    for mark, escaped in _SCRIPT_ESCAPES.items():
        data = data.replace(mark, escaped)
    return Head(metas, data)


def _open_graph(
    cited: CitedArticle, canonical: str, social_card: SocialCard | None
) -> Iterator[tuple[str, str, str | None]]:
    """Yield Open Graph's properties (ogp.me). An author would be a URL there, so no author is named."""
    article = cited.article
    yield "property", "og:type", "article"
    yield "property", "og:title", article.headline
    yield "property", "og:description", article.dek
    yield "property", "og:url", canonical
    yield "property", "og:site_name", cited.archive
    yield "property", "og:image", _image(cited)
    if social_card and not _image(cited):
        yield "property", "og:image", social_card.url
        yield "property", "og:image:width", str(social_card.width)
        yield "property", "og:image:height", str(social_card.height)
        yield "property", "og:image:alt", article.headline
        yield "name", "twitter:card", "summary_large_image"
    language, _, region = (article.language or "").partition("-")
    yield "property", "og:locale", f"{language}_{region}" if len(region) == 2 else ""
    yield "property", "article:published_time", _iso(article.published)
    yield "property", "article:modified_time", _iso(article.modified)
    for tag in article.tags:
        yield "property", "article:tag", tag


def _highwire_press(cited: CitedArticle) -> Iterator[tuple[str, str, str | None]]:
    """Yield the Highwire Press tags, which Zotero and Google Scholar read.

    With `citation_journal_title` alone Zotero would make an entry of a journal article; `dc.type` names the right kind.
    """
    article = cited.article
    yield "name", "dc.type", "newspaperArticle" if article.source else "webpage"
    yield "name", "dc.rights", article.rights
    yield "name", "citation_title", article.headline
    for name in article.authors:
        yield "name", "citation_author", name
    yield "name", "citation_journal_title", article.source
    yield "name", "citation_publication_date", slash_day(article.published)
    yield "name", "citation_language", article.language
    yield "name", "citation_abstract", article.dek
    yield "name", "citation_keywords", "; ".join(subjects(article))
    yield "name", "citation_public_url", encode_url(article.url) or cited.address
    yield "name", "citation_fulltext_html_url", cited.address


def _news_article(article: Article, cited: CitedArticle) -> dict[str, object]:
    """Return the article as a `NewsArticle` of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "author": [{"@type": _author_type(name, article), "name": name} for name in article.authors],
        "datePublished": _iso(article.published),
        "dateModified": _iso(article.modified),
        "dateline": article.dateline,
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "articleSection": article.section,
        "inLanguage": article.language,
        "keywords": list(subjects(article)),
        "image": _image(cited),
        "copyrightNotice": article.rights,
        "url": encode_url(article.url) or cited.address,
        "archivedAt": cited.address,
    }


def _subjects(article: Article, labels: Sequence[str]) -> dict[str, object]:
    """Return the subjects as properties of schema.org: an opinion is a genre, the others are what it is about."""
    named = dict(zip(article.subjects, labels, strict=False))
    genre = named.pop(OPINION, None)
    known = {subject: {"sameAs": entry.iptc} for subject, entry in subject_list().items()}
    about = [{"@type": "Thing", "name": label, **known.get(subject, {})} for subject, label in named.items()]
    return {"genre": genre, "about": about}


def _image(cited: CitedArticle) -> str:
    """Return the URL of the lead image: that of the archive's copy, which stays, or else the one on the web."""
    return cited.image or encode_url(cited.article.image)


def _author_type(name: str, article: Article) -> str:
    """Return `Organization` for an agency, and for a publication that is its own author; else `Person`."""
    is_source = article.source is not None and name.casefold() == article.source.casefold()
    return "Organization" if is_agency(name) or is_source else "Person"


def _iso(when: When | None) -> str:
    return when.isoformat() if when else ""
