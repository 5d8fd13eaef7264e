"""The relations among the articles of one build, computed when all pages are read, and queried page by page.

Passes the pages' HTML to `internal_links` and the articles to `related`, and returns their results in the form that
templates need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.archive.address_holders import DEFAULT_RULES, AddressRules
from backfile.archive.digests import digest_of_value
from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.site.article.internal_links import ArticleUrls, find_internal_links, invert_links, rewrite_links
from backfile.site.article.page_facts import take_links
from backfile.site.article.related import related_articles
from backfile.site.article.related_view import ArticleLink, RelatedView, article_link, related_view

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


class Relations:
    """The articles of one build."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        files: Files,
        source_of: Callable[[str], str | None],
        t: Catalog,
        address_rules: AddressRules = DEFAULT_RULES,
    ) -> None:
        """Compute the relations.

        In: articles by path; all files, with their rendered pages; the name that list pages have for a publication;
        the words of the site's language; what decides who holds an address.
        """
        self._articles = articles
        self._t = t
        self._urls = {file.src_uri: file.url for file in files}
        pages = [file for file in files if file.src_uri in articles]
        urls = ArticleUrls(articles, address_rules)
        found = ((page.src_uri, find_internal_links(take_links(page.page), urls, page.src_uri)) for page in pages)
        self._links = {path: targets for path, targets in found if targets}
        referring = invert_links(self._links)
        self.links_to = {path: len(paths) for path, paths in referring.items()}
        """Path of an article -> how many other articles link to it."""
        self._related = related_articles(articles, source_of, referring)
        self._link_to = cache(self._article_link)
        self._link_digest = cache(lambda path: digest_of_value(self._link_contents(path)))

    def url(self, path: str) -> str | None:
        """Return the URL of the page at `path`, from the site's root; None if there is no such page."""
        return self._urls.get(path)

    def content(self, page: Page) -> str:
        """Return the HTML of `page`, with links to the archived pages of articles."""
        html, links = page.content or "", self._links.get(page.file.src_uri)
        return rewrite_links(html, links, lambda path: get_relative_url(self._urls[path], page.url)) if links else html

    def link_urls(self, path: str) -> dict[str, str]:
        """Return the internal links of the page at `path`: `href` as written -> URL of the page, from the root."""
        return {href: self._urls[target] for href, target in self._links.get(path, {}).items()}

    def related(self, path: str) -> tuple[str, ...]:
        """Return the paths of the articles that share most with the article at `path`."""
        return self._related[path].related

    def related_view(self, path: str) -> RelatedView:
        """Return the view of the related articles of the article at `path`."""
        return related_view(self._related[path], self._articles[path].source, self._link_to)

    def shown(self, path: str) -> object:
        """Return what `related_view` shows of other articles. Equal values have the same `repr`."""
        found, digest_of = self._related[path], self._link_digest
        others = [digest_of(each) for each in (found.older, found.newer, *found.referring) if each]
        return bool(found.older), bool(found.newer), b"".join(others).hex(), found.more

    def _link_contents(self, path: str) -> object:
        """Return what the link to the article at `path` is made of, beside the words of the site."""
        article = self._articles[path]
        return article.headline, self._urls[path], article.source, article.published

    def _article_link(self, path: str) -> ArticleLink:
        return article_link(self._articles[path], self._urls[path], self._t)
