"""What a page says about itself outside structured data: OpenGraph and other meta elements, and the page's own markup.
Owns which name stands for which field; which source is believed is left to `metadata`, what strings mean to `fields`.

Sources of the names: the OpenGraph protocol, Dublin Core, Google Scholar's citation tags, and the documentation of
Parse.ly, Sailthru and Cxense, which many newsrooms feed.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

Values = dict[str, tuple[str, ...]]
"""Field name -> strings as found."""

OPENGRAPH: Mapping[str, tuple[str, ...]] = {
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

META: Mapping[str, tuple[str, ...]] = {
    "headline": ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title", "twitter:title"),
    "dek": ("description", "dc.description", "dcterms.description", "sailthru.description", "twitter:description"),
    "byline": (
        *("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author"),
        *("cxenseparse:author", "article_author", "authors", "byl"),
    ),
    "published": (
        *(
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "article.published",
            "dc.date.issued",
            "dcterms.issued",
        ),
        *(
            "dc.date.created",
            "dcterms.created",
            "dc.date",
            "dcterms.date",
            "citation_publication_date",
            "citation_date",
        ),
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

_TOPIC_FOLDERS = frozenset(
    [
        "emne",
        "etiqueta",
        "etiquetas",
        "keyword",
        "keywords",
        "schlagwort",
        "stichwort",
        "sujet",
        "sujets",
        "tag",
        "tagg",
        "tags",
        "tema",
        "temas",
        "thema",
        "themen",
        "theme",
        "themes",
        "thematique",
        "topic",
        "topics",
        "теги",
    ]
)
"""What sites call the folder of their topic pages."""
_LONGEST_TOPIC = 60
_KICKER = re.compile(
    r"(?<![a-z])(?:kicker|eyebrow|overline|roofline|dachzeile|spitzmarke|surtitre|antet[ií]tulo|occhiello)(?![a-z])",
    re.IGNORECASE,
)
"""What sites call the line over a headline. Part of the element's class, where hyphens or underlines part the words."""
_LONGEST_KICKER = 80

_LISTS = frozenset({"byline", "keywords"})
"""Fields for which every element of one name counts; of the others only the first."""


def named(tree: HtmlElement) -> dict[str, list[str]]:
    """Give the contents of all meta elements by their lower-case name. Microdata counts in the head only: in the body
    it describes pictures and teasers too.
    """
    found: dict[str, list[str]] = {}
    head = tree.find("head")
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        if name is None and meta.getparent() is head:
            name = meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def pick(metas: Mapping[str, list[str]], table: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give (field, values) for every name of `table` that the page has, in the table's order of trust."""
    for field, names in table.items():
        for name in names:
            values = metas.get(name, ())
            if values:
                yield field, tuple(values) if field in _LISTS else (values[0],)


def page(tree: HtmlElement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give (field, values) for what the page's own markup says: links, headings, marked-up times, authors, topics."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield "url", (link.get("href"),)
            break
    lang = tree.get("lang") or tree.get("xml:lang")
    if lang:
        yield "language", (lang,)
    for stamp in _times(tree):
        yield "published", (stamp,)
        break
    authors = tuple(_unique(text(item) for item in _marked_authors(tree)))
    if authors:
        yield "byline", authors
    yield from (("headline", (headline,)) for headline in headings(tree))
    if kicker := _kicker(tree):
        yield "kicker", (kicker,)
    if topics := _topics(tree):
        yield "keywords", topics


def headings(tree: HtmlElement) -> Iterator[str]:
    """Give the text of the headline on the page, if it can be told from the site's name, then of the title element."""
    top = _top(tree)
    if top is not None and (headline := text(top)):
        yield headline
    title = tree.find("head/title")
    if title is None:
        title = next((item for item in tree.iter("title") if item.getparent().tag != "svg"), None)
    if title is not None and (title.text or "").strip():
        yield title.text


def _top(tree: HtmlElement) -> HtmlElement | None:
    """Give the heading of the page, the article's rather than the site's."""
    tops = list(tree.iter("h1"))
    within = [top for top in tops if next(top.iterancestors("article", "main"), None) is not None] or tops
    return within[0] if within else None


def _kicker(tree: HtmlElement) -> str | None:
    """Give the short line over the headline: the last one above it, in the same article, that is named so."""
    top = _top(tree)
    holder = next(top.iterancestors("article", "main"), None) if top is not None else None
    if holder is None:
        return None
    above = takewhile(lambda item: item is not top, holder.iter("h1", "p", "div", "span", "a", "strong"))
    lines = [text(item) for item in above if _KICKER.search(f"{item.get('class')} {item.get('itemprop')}")]
    return lines[-1] if lines and len(lines[-1]) <= _LONGEST_KICKER else None


def _times(tree: HtmlElement) -> Iterator[str]:
    marked = [item for item in tree.iter("time", "meta", "span", "abbr", "div", "p") if item.get("itemprop")]
    for item in marked:
        if "datepublished" in item.get("itemprop").lower().split():
            stamp = item.get("datetime") or item.get("content") or text(item)
            if stamp.strip():
                yield stamp
    for item in tree.iter("time"):
        stamp = item.get("datetime") or ""
        if stamp.strip() and next(item.iterancestors("article", "main", "header"), None) is not None:
            yield stamp


def _marked_authors(tree: HtmlElement) -> Iterator[HtmlElement]:
    for item in tree.iter("a", "span", "address"):
        if "author" in (item.get("rel") or "").lower().split():
            yield item


def _topics(tree: HtmlElement) -> tuple[str, ...]:
    """Give the texts of the longest run of links to the site's topic pages, outside its navigation and running text."""
    groups: dict[HtmlElement, list[str]] = {}
    for link in tree.iter("a"):
        if not _leads_to_topic(link) or next(link.iterancestors("nav", "header", "footer"), None) is not None:
            continue
        name, holder = text(link), link.getparent()
        if holder is None or not name or len(name) > _LONGEST_TOPIC:
            continue
        while len(holder) == 1 and holder.getparent() is not None and text(holder) == name:
            holder = holder.getparent()
        groups.setdefault(holder, []).append(name)
    for holder, names in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(text(holder)) <= 2 * len("".join(names)) + _LONGEST_TOPIC:
            return tuple(_unique(names))
    return ()


def _leads_to_topic(link: HtmlElement) -> bool:
    if "tag" in (link.get("rel") or "").lower().split():
        return True
    path = re.split(r"[?#]", link.get("href") or "")[0].lower()
    return not _TOPIC_FOLDERS.isdisjoint(path.split("/")[:-1])


def _unique(strings: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(string for string in strings if string))
