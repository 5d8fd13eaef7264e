"""Which article is which: told by its canonical URL; without one, by its text and by where it came from."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from backfile.article import Article, When
from backfile.markup.plain_text import folded, words

MOST_COMPARED = 50
"""A URL that more articles claim tells none of them: against how many others one of them is compared."""


def url(article: Article) -> str | None:
    """Give the URL that tells the article; none when it has no URL, or only that of a home page."""
    if article.url is None:
        return None
    try:
        parts = urlsplit(article.url)
    except ValueError:  # "http://[", which somebody wrote into a page: no address at all
        return None
    return None if parts.path in ("", "/") and not parts.query else article.url


def place(article: Article) -> str | None:
    """Give where the article came from: its input, and the record in it. Standard input is no place."""
    origin = article.origin
    return None if origin.file == "-" else "\0".join(filter(None, (origin.file, origin.record)))


def text(article: Article) -> str:
    """Give a digest of the article's headline and text (hex SHA-256).

    The headline counts: two articles of which only "Subscribe to read on" was saved are two articles all the same.
    """
    return _digest(f"{article.headline}\0{article.body}")


def digest(article: Article) -> str:
    """Give what tells articles of one date and headline apart (hex SHA-256)."""
    return _digest(url(article) or article.body)


def _digest(string: str) -> str:
    return hashlib.sha256(string.encode("utf-8", "surrogatepass")).hexdigest()


def same(article: Article, other: Article) -> bool:
    """Whether two articles with one URL are one article: the headline is the same, or more than half of the text."""
    return _words(article.headline) == _words(other.headline) or alike(article.body, other.body)


def revises(article: Article, other: Article) -> bool:
    """Whether an article is a revision of another one from the same place, the URL left aside.

    More than half of the text and of the headline must be the same: pages of which only "Subscribe to read on" was
    saved have one text, and are many articles. Two pages for one article are the smaller harm. The same input, byte for
    byte, gives the same article, whatever is made of it under other settings.
    """
    if article.origin.sha256 and article.origin.sha256 == other.origin.sha256:
        return True
    return _overlap(Counter(_words(article.headline)), Counter(_words(other.headline))) and alike(
        article.body, other.body
    )


def alike(body: str, other: str) -> bool:
    """Whether more than half of the longer text's word triples stand in the other one too."""
    if body == other:
        return True
    return _overlap(_triples(body), _triples(other))


def _overlap(first: Counter[Any], second: Counter[Any]) -> bool:
    return (first & second).total() * 2 > max(first.total(), second.total())


def _words(text: str) -> list[str]:
    """Return the words of a text without case; each character of Han, Hiragana and Katakana is a word."""
    return words(folded(text), split_cjk=True)


def _triples(string: str) -> Counter[tuple[str, ...]]:
    parts = _words(string)
    return Counter(tuple(parts[i : i + 3]) for i in range(max(1, len(parts) - 2)))


def rank(article: Article) -> tuple[float, float, int, str]:
    """Order saves of one article: the later `modified`, then `retrieved`, then the longer text is the current one.

    The input's digest decides between equals, so that the choice never depends on the order of reading.
    """
    origin = article.origin
    return (_moment(article.modified), _moment(origin.retrieved), len(article.body), origin.sha256)


def is_older(article: Article, other: Article) -> bool:
    """Whether `article` is an older save than `other`, as far as both say when they were changed or saved."""
    pairs = ((article.modified, other.modified), (article.origin.retrieved, other.origin.retrieved))
    mine, theirs = next(((a, b) for a, b in pairs if a and b and a != b), (None, None))
    return _moment(mine) < _moment(theirs)


def _moment(when: When | None) -> float:
    """Give a time as seconds since 1970; a day counts from its midnight in UTC, no time as before all others."""
    if when is None:
        return float("-inf")
    return (when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)).timestamp()
