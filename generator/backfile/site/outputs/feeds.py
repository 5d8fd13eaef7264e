"""Feeds: the newest articles of the archive, a tag or a publication, as Atom (RFC 4287) and as JSON Feed 1.1.

Owns the words of both formats. An article becomes an entry once, as text that all its feeds take as it is. Everything
in an entry is text, never markup, so that no reader runs what an article says. Dates are the articles': the same
articles give the same bytes at any time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from backfile.article import Article
from backfile.markup.plain_text import one_line
from backfile.site.article.citations import web
from backfile.site.outputs.xml import timed, written

ATOM = "application/atom+xml"
JSON = "application/feed+json"

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML 1.0 (2.2) forbids and `one_line` leaves."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article as feeds have it."""

    updated: datetime
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself. Plain text, absolute addresses."""

    title: str
    about: str
    """Empty where nothing is known."""
    author: str
    """Who publishes it: the archive. Articles without an author have it."""
    page: str
    """The page of the site that lists what the feed does."""
    atom: str
    """Where its Atom is."""
    json: str
    """Where its JSON is."""


def moment(article: Article) -> datetime | None:
    """Give the time by which feeds order an article: published, else changed, else saved; None where nothing is known.

    A day counts from its midnight in UTC.
    """
    when = article.published or article.modified or article.origin.retrieved
    return timed(when) if when else None


def entry(article: Article, address: str, opening: str) -> FeedEntry:
    """Make the entry of an article that has a moment. In: its page's address; how its text opens, plain."""
    ordered = moment(article)
    if ordered is None:
        raise ValueError(f"{article.headline!r} has no date: it is no entry of a feed")
    updated = max(ordered, timed(article.modified)) if article.modified else ordered
    summary = next(filter(None, map(_text, (article.dek or "", opening, article.headline))), address)
    return FeedEntry(updated, _atom(article, address, summary, updated), _item(article, address, summary))


def atom(feed: Feed, entries: Sequence[FeedEntry]) -> str:
    """Write a feed of at least one entry as Atom."""
    parts = [
        _element("id", feed.page),
        _element("title", _text(feed.title)),
        *([_element("subtitle", _text(feed.about))] if feed.about else []),
        _element("updated", written(max(entry.updated for entry in entries))),
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
    """Write a feed as JSON Feed."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _text(feed.title),
        "description": _text(feed.about),
        "home_page_url": feed.page,
        "feed_url": feed.json,
        "authors": [{"name": _text(feed.author)}],
    }
    body = ",\n".join(entry.json for entry in entries)
    return f'{_json({name: value for name, value in head.items() if value})[:-1]},"items":[\n{body}\n]}}\n'


def _atom(article: Article, address: str, summary: str, updated: datetime) -> str:
    parts = [
        _element("id", address),
        _element("title", _text(article.headline)),
        _element("updated", written(updated)),
        *([_element("published", written(timed(article.published)))] if article.published else []),
        *(_element("author", "", _element("name", name)) for name in _texts(article.authors)),
        _element("link", "", rel="alternate", type="text/html", href=address),
        *([_element("link", "", rel="via", href=original)] if (original := web(article.url)) else []),
        *(_element("category", "", term=tag) for tag in _texts(article.tags)),
        _element("summary", summary),
        *([_element("rights", _text(article.rights))] if article.rights else []),
    ]
    language = {"xml:lang": spoken} if (spoken := _language(article)) else {}
    return _element("entry", "", *parts, **language)


def _item(article: Article, address: str, summary: str) -> str:
    found = {
        "id": address,
        "url": address,
        "external_url": web(article.url),
        "title": _text(article.headline),
        "content_text": summary,
        "date_published": written(timed(article.published)) if article.published else "",
        "date_modified": written(timed(article.modified)) if article.modified else "",
        "authors": [{"name": name} for name in _texts(article.authors)],
        "tags": list(_texts(article.tags)),
        "language": _language(article),
    }
    return _json({name: value for name, value in found.items() if value})


def _element(name: str, text: str, *parts: str, **attributes: str) -> str:
    """Write an element of XML. In: text and attributes, plain; inner elements, written."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{escape(text, quote=False)}{''.join(parts)}</{name}>"


def _language(article: Article) -> str:
    return article.language if article.language and _LANGUAGE.fullmatch(article.language) else ""


def _text(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", one_line(text))


def _texts(texts: Sequence[str]) -> Iterator[str]:
    return filter(None, map(_text, texts))
