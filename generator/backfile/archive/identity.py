"""Identity of articles: whether two saves are the same article, and which of them is the current one.

An article is identified by its canonical URL; without one, by its text and by the input that it came from. How two
URLs are compared less strictly, for links and redirects, is in `url_keys`. Pages that match are looked up by `catalog`
and `operations.removed_pages`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from backfile.article import Article, When
from backfile.markup.plain_text import folded, words

MAX_COMPARED = 50
"""Articles with one URL, or from one input, that a save is compared with at most: each comparison reads a page."""


def url(article: Article) -> str | None:
    """Return the URL that identifies the article; None when it has no URL, or only that of a home page."""
    if article.url is None:
        return None
    try:
        parts = urlsplit(article.url)
    except ValueError:  # `http://[`, which an owner wrote into a page, is not a URL
        return None
    return None if parts.path in ("", "/") and not parts.query else article.url


def input_record(article: Article) -> str | None:
    """Return the input of the article and the record in it, separated by NUL; None for standard input."""
    origin = article.origin
    return None if origin.file == "-" else "\0".join(filter(None, (origin.file, origin.record)))


def text_digest(article: Article) -> str:
    """Return a digest of the article's headline and text (hex SHA-256).

    The headline is included because paywalled saves have one text: two articles of which only "Subscribe to read on"
    was saved are two articles.
    """
    return _digest(f"{article.headline}\0{article.body}")


def path_digest(article: Article) -> str:
    """Return a digest (hex SHA-256) for the path of a page: it differs between articles of one date and headline."""
    return _digest(url(article) or article.body)


def _digest(string: str) -> str:
    return hashlib.sha256(string.encode("utf-8", "surrogatepass")).hexdigest()


def is_same_article(article: Article, other: Article) -> bool:
    """Return whether two articles with one URL are one: they share the headline, or more than half of the text."""
    return _words(article.headline) == _words(other.headline) or _share_text(article.body, other.body)


def is_revision(article: Article, other: Article) -> bool:
    """Return whether an article is a revision of another one from the same input, regardless of their URLs.

    They must share more than half of the text and of the headline: paywalled pages of which only "Subscribe to read
    on" was saved have one text, and are many articles. In doubt they are two articles: two pages for one article do
    less harm than one page for two articles.
    The same input, byte for byte, is always the same article, whatever the settings make of it.
    """
    if article.origin.sha256 and article.origin.sha256 == other.origin.sha256:
        return True
    headlines = Counter(_words(article.headline)), Counter(_words(other.headline))
    return _overlap(*headlines) and _share_text(article.body, other.body)


def _share_text(body: str, other: str) -> bool:
    """Return whether more than half of the longer text's word triples are in the other one too."""
    if body == other:
        return True
    return _overlap(_triples(body), _triples(other))


def _overlap(first: Counter[Any], second: Counter[Any]) -> bool:
    """Return whether more than half of the larger multiset is in the other one too."""
    return (first & second).total() * 2 > max(first.total(), second.total())


def _words(text: str) -> list[str]:
    """Return the words of a text without case; each character of Han, Hiragana and Katakana is a word."""
    return words(folded(text), split_cjk=True)


def _triples(text: str) -> Counter[tuple[str, ...]]:
    parts = _words(text)
    return Counter(tuple(parts[i : i + 3]) for i in range(max(1, len(parts) - 2)))


def save_order(article: Article) -> tuple[float, float, int, str]:
    """Return the sort key of a save among the saves of one article; the greatest is the current one.

    It is the save with the later `modified`, then `retrieved`, then with the longer text. The input's digest decides
    between equals, so that the choice does not depend on the order of reading.
    """
    origin = article.origin
    return (_timestamp(article.modified), _timestamp(origin.retrieved), len(article.body), origin.sha256)


def is_older(article: Article, other: Article) -> bool:
    """Return whether `article` is an older save than `other`.

    The first of `modified` and `retrieved` decides that both articles have and that differs; without one, it is not.
    """
    pairs = ((article.modified, other.modified), (article.origin.retrieved, other.origin.retrieved))
    first, second = next(((a, b) for a, b in pairs if a and b and a != b), (None, None))
    return _timestamp(first) < _timestamp(second)


def _timestamp(when: When | None) -> float:
    """Return a time in seconds since 1970. A day is its midnight in UTC; no time is before all others."""
    if when is None:
        return float("-inf")
    return (when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)).timestamp()
