"""Feeds as Atom (RFC 4287) and as JSON Feed 1.1.

Owns both formats; which feeds there are is decided in `feed_list`. The entry of an article is written once, and all its
feeds contain the same text. Everything in an entry is text, never markup, so that no feed reader runs what an article
contains. Dates are those of the articles: the same articles result in the same bytes at any time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from backfile.article import Article
from backfile.fields.limits import cut_text
from backfile.images import media_type
from backfile.markup.plain_text import one_line
from backfile.site.article.citations.cited_article import encode_url
from backfile.site.outputs.xml import rfc3339, to_datetime

ATOM = "application/atom+xml"
JSON = "application/feed+json"

_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SUMMARY = 500
"""The most characters of a dek: a feed has many articles, and a reader of it shows the beginning."""
_FORBIDDEN = re.compile("[\ufffe\uffff]")
"""Characters that XML 1.0 (2.2) forbids and `one_line` keeps."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article in both formats."""

    updated: datetime
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed itself. Plain text, absolute URLs."""

    title: str
    description: str
    """Empty if there is none."""
    author: str
    """Who publishes the feed: the archive. It counts as the author of articles without one."""
    page: str
    """URL of the page of the site that lists the same articles."""
    atom: str
    """URL of the feed as Atom."""
    json: str
    """URL of the feed as JSON."""


def feed_time(article: Article) -> datetime | None:
    """Return the time by which feeds order an article: published, else modified, else retrieved; None if unknown.

    A day is its midnight in UTC.
    """
    when = article.published or article.modified or article.origin.retrieved
    return to_datetime(when) if when else None


def feed_entry(article: Article, url: str, lead: str, image: str = "") -> FeedEntry:
    """Return the entry of an article. In: the URL of its page; the beginning of its text, plain; the URL of the
    archive's copy of its lead image, if it has one. An image on the web is left out: its server would learn who reads.

    Raises ValueError if the article has no `feed_time`.
    """
    time = feed_time(article)
    if time is None:
        raise ValueError(f"{article.headline!r} has no date, so feeds cannot contain it")
    updated = max(time, to_datetime(article.modified)) if article.modified else time
    summary = next(filter(None, map(_text, (cut_text(article.dek or "", _SUMMARY), lead, article.headline))), url)
    return FeedEntry(
        updated, _atom_entry(article, url, summary, updated, image), _json_item(article, url, summary, image)
    )


def atom(feed: Feed, entries: Sequence[FeedEntry]) -> str:
    """Return a feed with at least one entry as Atom."""
    parts = [
        _element("id", feed.page),
        _element("title", _text(feed.title)),
        *([_element("subtitle", _text(feed.description))] if feed.description else []),
        _element("updated", rfc3339(max(entry.updated for entry in entries))),
        _element("author", "", _element("name", _text(feed.author))),
        _element("link", "", rel="self", type=ATOM, href=feed.atom),
        _element("link", "", rel="alternate", type="text/html", href=feed.page),
        _element("generator", "backfile"),
    ]
    head, body = "\n".join(parts), "\n".join(entry.atom for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n{head}\n{body}\n</feed>\n'
    )


def json_feed(feed: Feed, entries: Sequence[FeedEntry]) -> str:
    """Return a feed as JSON Feed."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _text(feed.title),
        "description": _text(feed.description),
        "home_page_url": feed.page,
        "feed_url": feed.json,
        "authors": [{"name": _text(feed.author)}],
    }
    body = ",\n".join(entry.json for entry in entries)
    return f'{_encode_json({name: value for name, value in head.items() if value})[:-1]},"items":[\n{body}\n]}}\n'


def _atom_entry(article: Article, url: str, summary: str, updated: datetime, image: str) -> str:
    original = encode_url(article.url)
    parts = [
        _element("id", url),
        _element("title", _text(article.headline)),
        _element("updated", rfc3339(updated)),
        *([_element("published", rfc3339(to_datetime(article.published)))] if article.published else []),
        *(_element("author", "", _element("name", name)) for name in _texts(article.authors)),
        _element("link", "", rel="alternate", type="text/html", href=url),
        *([_element("link", "", rel="via", href=original)] if original else []),
        *([_element("link", "", rel="enclosure", type=media_type(image), href=image)] if image else []),
        *(_element("category", "", term=tag) for tag in _texts(article.tags)),
        _element("summary", summary),
        *([_element("rights", _text(article.rights))] if article.rights else []),
    ]
    attributes = {"xml:lang": language} if (language := _language(article)) else {}
    return _element("entry", "", *parts, **attributes)


def _json_item(article: Article, url: str, summary: str, image: str) -> str:
    item = {
        "id": url,
        "url": url,
        "external_url": encode_url(article.url),
        "title": _text(article.headline),
        "content_text": summary,
        "image": image,
        "date_published": rfc3339(to_datetime(article.published)) if article.published else "",
        "date_modified": rfc3339(to_datetime(article.modified)) if article.modified else "",
        "authors": [{"name": name} for name in _texts(article.authors)],
        "tags": list(_texts(article.tags)),
        "language": _language(article),
    }
    return _encode_json({name: value for name, value in item.items() if value})


def _element(name: str, text: str, *parts: str, **attributes: str) -> str:
    """Return an XML element. In: its text and attributes, plain; its child elements, as XML."""
    written_attributes = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written_attributes}>{escape(text, quote=False)}{''.join(parts)}</{name}>"


def _language(article: Article) -> str:
    """Return the language tag of an article; an empty string if it has none or no valid one."""
    return article.language if article.language and _LANGUAGE.fullmatch(article.language) else ""


def _text(text: str) -> str:
    """Return text on one line, without characters that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", one_line(text))


def _texts(texts: Sequence[str]) -> Iterator[str]:
    return filter(None, map(_text, texts))
