"""Who holds an address: which of several articles that claim one original URL has its links and its redirect.

Any page can claim any URL. So an address that several articles claim belongs to the one that was saved from the
address's own site, in whatever order they were ingested; without such a one, or with several, it belongs to none. When
two URLs are one address is decided in `url_keys`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from backfile.archive import identity
from backfile.archive.url_keys import address_key
from backfile.article import Article

SAVED_FROM = "saved-from"
"""The place of a URL that the program stated which saved the page: not the page itself. It is in `Origin.fields`."""


def claimed_address(article: Article) -> str | None:
    """Return the `address_key` of the article's URL; None if it has no URL, or only that of a home page."""
    url = identity.url(article)
    key = address_key(url) if url else None
    return key if key and ("/" in key or "?" in key) else None


def find_holders(articles: Mapping[str, Article], *, ignore_case: bool = False) -> dict[str, str]:
    """Return address -> path of the article that holds it. In: articles by the paths of their pages.

    With `ignore_case`, addresses are in lower case, and those that differ in nothing else are one.
    """
    claimants: defaultdict[str, list[str]] = defaultdict(list)
    for path, article in articles.items():
        if address := claimed_address(article):
            claimants[address.lower() if ignore_case else address].append(path)
    holders = {address: _holder(paths, articles) for address, paths in claimants.items()}
    return {address: path for address, path in holders.items() if path}


def _holder(paths: list[str], articles: Mapping[str, Article]) -> str | None:
    """Return which of the articles at `paths`, which claim one address, holds it."""
    candidates = paths if len(paths) == 1 else [path for path in paths if is_from_own_site(articles[path])]
    return candidates[0] if len(candidates) == 1 else None


def is_from_own_site(article: Article) -> bool:
    """Return whether the article was saved from the site of its URL, as the program stated that saved it."""
    return article.origin.fields.get("url") == SAVED_FROM
