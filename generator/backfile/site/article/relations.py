"""What the articles of one build have to do with each other: known when all pages have been read, asked page by page.

Hands `crossing` the pages' HTML and `company` the articles, and gives what comes of it the form of templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.site.article.internal_links import Addresses, find_internal_links, referring, rewrite_links
from backfile.site.article.related import companies
from backfile.site.article.view import Other, RelatedView, other_view, related_view

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


class Relations:
    """The articles of one build."""

    def __init__(
        self, articles: Mapping[str, Article], files: Files, source_of: Callable[[str], str | None], say: Catalog
    ) -> None:
        """Take the articles by path, all files, their pages rendered, what lists call a publication, and the words."""
        self._articles = articles
        self._say = say
        self._urls = {file.src_uri: file.url for file in files}
        pages = {file.src_uri: file.page for file in files if file.src_uri in articles}
        addresses = Addresses(articles)
        found = (
            (path, find_internal_links((page and page.content) or "", addresses, path)) for path, page in pages.items()
        )
        self._leading = {path: leading for path, leading in found if leading}
        self._companies = companies(articles, source_of, referring(self._leading))
        self._other = cache(self._view)

    def url(self, path: str) -> str | None:
        """Give the address of a page from the site's root; None where there is none."""
        return self._urls.get(path)

    def content(self, page: Page) -> str:
        """Give a page's HTML, with links to archived articles leading to their pages."""
        html, leading = page.content or "", self._leading.get(page.file.src_uri)
        return (
            rewrite_links(html, leading, lambda path: get_relative_url(self._urls[path], page.url)) if leading else html
        )

    def around(self, path: str) -> RelatedView:
        """Give the view of an article's company."""
        return related_view(self._companies[path], self._articles[path].source, self._other)

    def _view(self, path: str) -> Other:
        return other_view(self._articles[path], self._urls[path], self._say)
