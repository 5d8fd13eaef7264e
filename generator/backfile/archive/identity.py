"""Keys of identity: by which values the saves of one article are looked up, and which of them is the current one.

A key only finds candidates: whether one of them may be revised is decided in `identity_rule`, by all evidence. How URLs
are compared is in `url_keys`. Candidates are looked up by `catalog` and `operations.removed_pages`. `resemblance` only
reports what seems to be one article; it decides no identity.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, time
from functools import lru_cache
from urllib.parse import urlsplit

from backfile.archive.url_keys import address_key
from backfile.article import Article, When
from backfile.fields.future_dates import without_future

MAX_COMPARED = 50
"""Articles with one URL, or from one input, that a save is compared with at most: each comparison reads a page.

Those from the site of the save are compared first, then those from the site of its address, then those with its
headline; half of them are those whose texts share most with the save (`near_texts`), so that others cannot keep it from
its page by their number.
"""

SCRAPED = "text"
"""The name of the reader of scraped texts, which is in `readers.text`."""
_SCRAPED_SUFFIX = f"\0{SCRAPED}"


def url(article: Article) -> str | None:
    """Return the URL that identifies the article; None when it has no URL, or only that of a home page."""
    return article.url if article.url is not None and _identifies(article.url) else None


def address(article: Article) -> str | None:
    """Return the address that the article claims, as `url_keys.address_key` writes it; None where `url` is None."""
    return _address(article.url) if article.url is not None else None


_WITH_PATH = re.compile("https?://[a-z0-9.-]+/[A-Za-z0-9]")
"""The beginning of most URLs, which shows that they are no home page. Parsing a URL takes ten times as long."""


def _identifies(url: str) -> bool:
    """Return whether a URL is that of an article: neither that of a home page, nor none."""
    if _WITH_PATH.match(url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:  # `http://[`, which an owner wrote into a page, is not a URL
        return False
    return parts.path not in ("", "/") or bool(parts.query)


@lru_cache(maxsize=1 << 17)
def _address(url: str) -> str | None:
    """Return the address of a URL. A build asks several times for those of all articles."""
    key = address_key(url) if _identifies(url) else None
    return key if key and ("/" in key or "?" in key) else None


def input_record(article: Article) -> str | None:
    """Return the input of the article and the record in it, separated by NUL; None for standard input.

    For a record of a container it is the collection, so that exports of one thing share it whatever their files' names.
    """
    origin = article.origin
    if origin.collection and origin.record:
        return f"{origin.collection}\0{origin.record}"
    return None if origin.file == "-" else "\0".join(filter(None, (origin.file, origin.record)))


def is_scraped(article: Article) -> bool:
    """Return whether an article is a scraped text that no URL identifies."""
    return article.origin.reader == SCRAPED and address(article) is None


def text_digest(article: Article) -> str:
    """Return a digest of the article's headline and text (hex SHA-256), which differs for scraped texts.

    The headline is included because paywalled saves have one text: two articles of which only "Subscribe to read on"
    was saved are two articles. A scraped text does not replace the page of a saved page without a URL, which has more
    fields, and is not replaced by it.
    """
    return _digest(f"{article.headline}\0{article.body}{_SCRAPED_SUFFIX if is_scraped(article) else ''}")


def path_digest(article: Article) -> str:
    """Return a digest (hex SHA-256) for the path of a page: it differs between articles of one date and headline."""
    return _digest(url(article) or article.body)


def _digest(string: str) -> str:
    return hashlib.sha256(string.encode("utf-8", "surrogatepass")).hexdigest()


def save_order(article: Article) -> tuple[float, float, int, str]:
    """Return the sort key of a save among the whole saves of one article; the greatest is the current one.

    It is the save that was made later, then the one with the later `modified`, then with the longer text. The input's
    digest decides between equals, so that the choice does not depend on the order of reading. The first value is in
    seconds since 1970, and minus infinity where it is not known when the save was made.
    """
    saved, modified = _timestamp(_saved(article)), _timestamp(_modified(article))
    return (saved, modified, len(article.body), article.origin.sha256)


def is_older(article: Article, other: Article) -> bool:
    """Return whether `article` is an older save than `other`, or counts as older.

    A damaged save counts as older than a whole one, and of two damaged ones the one with less text, so that a text that
    is cut takes the place of none that is not. Of other saves, the first of `retrieved`, `modified` and the time of
    saving decides that both articles have and that differs; without one, it is not.
    """
    if article.origin.sha256 != other.origin.sha256 and _wholeness(article) != _wholeness(other):
        return _wholeness(article) < _wholeness(other)
    pairs = (
        (_retrieved(article), _retrieved(other)),
        (_modified(article), _modified(other)),
        (_saved(article), _saved(other)),
    )
    first, second = next(((a, b) for a, b in pairs if a and b and a != b), (None, None))
    return _timestamp(first) < _timestamp(second)


def _wholeness(article: Article) -> float:
    """Return how much there is of an article: infinity for a whole save, the length of the text of a damaged one."""
    return len(article.body) if article.origin.damaged else float("inf")


def _saved(article: Article) -> When | None:
    """Return when a save was made; if it does not say so, when the article was changed, before which it was not made.

    None if neither is known.
    """
    return _retrieved(article) or _modified(article)


def _retrieved(article: Article) -> When | None:
    """Return when a save was made, as it says; None if that lies in the future."""
    return without_future(article.origin.retrieved)


def _modified(article: Article) -> When | None:
    """Return the date of the last change; None if it lies in the future, because anybody can state such a date."""
    return without_future(article.modified, article.origin.retrieved)


def _timestamp(when: When | None) -> float:
    """Return a time in seconds since 1970. A day is its midnight in UTC; no time is before all others."""
    if when is None:
        return float("-inf")
    return (when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)).timestamp()
