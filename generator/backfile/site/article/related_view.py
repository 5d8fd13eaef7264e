"""The view of related articles: what `theme/article.html` prints below an article. Every string is escaped.

Which articles are related is decided in `related`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.site.article.related import RelatedArticles


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link to another article. Escaped."""

    headline: str
    url: str
    """From the site's root."""
    about: tuple[str, ...]
    """Source and day, as far as they are known. Each can have its own text direction."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """The related articles of one article. Escaped."""

    source: str
    older: ArticleLink | None
    newer: ArticleLink | None
    referring: tuple[ArticleLink, ...]
    more: int
    """How many more articles link to it than `referring` has."""


def article_link(article: Article, url: str, t: Catalog) -> ArticleLink:
    """Return the link to `article`, whose page is at `url` from the site's root."""
    day = t.day(article.published) if article.published else ""
    return ArticleLink(escape(article.headline), url, tuple(map(escape, filter(None, (article.source, day)))))


def related_view(related: RelatedArticles, source: str | None, link_to: Callable[[str], ArticleLink]) -> RelatedView:
    """Return the view of an article's related articles.

    In: the related articles; the publication of the article, as published; the link to the article at a path.
    """
    return RelatedView(
        source=escape(source or ""),
        older=link_to(related.older) if related.older else None,
        newer=link_to(related.newer) if related.newer else None,
        referring=tuple(map(link_to, related.referring)),
        more=related.more,
    )
