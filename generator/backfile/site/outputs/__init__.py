"""Files of the site for other programs: which of them a build has.

This module collects the files for crawlers, hosts and browsers; `feed_list` and `original_urls` have more. It passes
`sitemap`, `redirects` and `opensearch` what they need of MkDocs' configuration and pages; the content of the files is
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


def output_files(
    articles: Mapping[str, Article], files: Files, config: MkDocsConfig, search_page: str
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file.

    In: articles by path; all files of the site, with their pages; the URL of the search page from the site's root,
    empty if there is none.
    """
    site, settings = config.site_url or "", config.plugins["backfile"].config
    yield "robots.txt", sitemap.robots(site, indexed=settings["search_engines"])
    if domain := settings["redirects_from"]:
        urls = {file.src_uri: file.url for file in files}
        used_paths = (path for file in files for path in (unquote(file.url), file.dest_uri))
        rules = redirects.find_redirects(articles, urls, domain, urlsplit(site).path or "/", used_paths)
        yield redirects.REDIRECTS, redirects.redirects_file(rules)
        yield redirects.NGINX, redirects.nginx_file(rules)
    if not site:
        return
    yield from sitemap.sitemap(_sitemap_pages(articles, files, site), site)
    if search_page:
        yield opensearch.NAME, opensearch.description(config.site_name, site, search_page, config.theme["favicon"])


def _sitemap_pages(articles: Mapping[str, Article], files: Files, site: str) -> Iterator[sitemap.SitemapPage]:
    """Yield the pages of the sitemap: all but those whose canonical URL is another one."""
    for file in files.documentation_pages():
        url = urljoin(site, file.url)
        canonical = file.page and file.page.canonical_url
        if not canonical or unescape(canonical) == url:
            article = articles.get(file.src_uri)
            yield sitemap.SitemapPage(url, sitemap.last_modified(article) if article else None)
