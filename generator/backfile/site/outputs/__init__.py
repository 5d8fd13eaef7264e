"""What is told to machines in files of its own, feeds apart: which of these files this build has.

Hands `crawlers`, `moved` and `opensearch` what they need of MkDocs' configuration and pages; what is in the files is
theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from backfile.article import Article
from backfile.site.outputs import opensearch, redirects, sitemap

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def texts(
    articles: Mapping[str, Article], files: Files, config: MkDocsConfig, search_page: str
) -> Iterator[tuple[str, str]]:
    """Give name and text of each file. In: the articles by path; where the search's page is, from the site's root."""
    site, settings = config.site_url or "", config.plugins["backfile"].config
    yield "robots.txt", sitemap.robots(site, indexed=settings["search_engines"])
    if domain := settings["redirects_from"]:
        urls = {file.src_uri: file.url for file in files}
        places = (place for file in files for place in (unquote(file.url), file.dest_uri))
        moves = redirects.moves(articles, urls, domain, urlsplit(site).path or "/", places)
        yield redirects.REDIRECTS, redirects.redirects(moves)
        yield redirects.NGINX, redirects.nginx(moves)
    if not site:
        return
    yield from sitemap.sitemap(_places(articles, files, site), site)
    if search_page:
        yield opensearch.NAME, opensearch.description(config.site_name, site, search_page, config.theme["favicon"])


def _places(articles: Mapping[str, Article], files: Files, site: str) -> Iterator[sitemap.Place]:
    """Give the pages that are to be found here; not those that name another address as theirs."""
    for file in files.documentation_pages():
        here = urljoin(site, file.url)
        named = file.page and file.page.canonical_url
        if not named or unescape(named) == here:
            article = articles.get(file.src_uri)
            yield sitemap.Place(here, sitemap.changed(article) if article else None)
