"""Paths of new pages: `articles/2020/03/slug.md` under docs/. Pages that exist keep their paths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count

from backfile.archive import identity
from backfile.article import Article
from backfile.slugs import slug


def new_page_path(article: Article, is_taken: Callable[[str], bool]) -> str:
    """Return the path of a new page, under docs/: articles/YYYY/MM/slug.md, or articles/undated/xx/slug.md.

    While `is_taken` is true for a path, a longer part of the article's digest is appended to the slug.
    """
    digest = identity.path_digest(article)
    folder = "undated/" + digest[:2] if article.published is None else _month_folder(article.published)
    name = slug(article.headline) or digest[:8]
    for length in count(0, 6):
        path = f"articles/{folder}/{name}{'-' if length else ''}{digest[:length]}.md"
        if not is_taken(path) or length > len(digest):
            return path
    raise AssertionError


def _month_folder(published: date) -> str:
    return f"{published.year:04}/{published.month:02}"
