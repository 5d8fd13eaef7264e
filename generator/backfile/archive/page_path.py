"""Paths of new pages: `articles/2020/03/slug.md` under docs/. Pages that exist keep their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

from backfile.archive import identity
from backfile.article import Article
from backfile.slugs import slug

_STEP = 6
"""So many digits of a digest are added to the name of a page while its path is taken."""


def new_page_path(article: Article, is_taken: Callable[[str], bool]) -> str:
    """Return the path of a new page, under docs/: articles/YYYY/MM/slug.md, or articles/undated/xx/slug.md.

    While `is_taken` is true for a path, a longer part of the article's digest is appended to the slug. Any number of
    articles can claim one address and headline, and then have one digest: that of the text and a number follow.
    """
    digest = identity.path_digest(article)
    folder = "undated/" + digest[:2] if article.published is None else _month_folder(article.published)
    name = slug(article.headline) or digest[:8]
    paths = (f"articles/{folder}/{name}{ending}.md" for ending in _endings(article, digest))
    return next(path for path in paths if not is_taken(path))


def _endings(article: Article, digest: str) -> Iterator[str]:
    """Yield the endings of names, without end. In: the `identity.path_digest` of the article."""
    yield ""
    yield from (f"-{digest[:length]}" for length in range(_STEP, len(digest) + _STEP, _STEP))
    text = f"-{identity.text_digest(article)}"
    yield text
    yield from (f"{text}-{number}" for number in count(2))


def _month_folder(published: date) -> str:
    return f"{published.year:04}/{published.month:02}"
