"""Files of the site for other programs: which of them a build has.

This module collects the files for crawlers, hosts and browsers; `feed_list` and `original_urls` have more. It passes
`sitemap`, `redirects` and `opensearch` what they need of MkDocs' configuration and pages; the content of the files is
theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mkdocs.plugins import get_plugin_logger

from backfile.archive.address_holders import AddressRules
from backfile.article import Article
from backfile.lists.tag_spellings import tag_spellings
from backfile.settings.layout import TAGS_YML
from backfile.site.article.robots import KEY as ROBOTS
from backfile.site.article.robots import NOINDEX, robots_words
from backfile.site.chrome import navigation
from backfile.site.outputs import opensearch, redirects, sitemap, tag_redirects
from backfile.site.outputs.moves import Move, move_page
from backfile.site.outputs.own_paths import OwnPaths
from backfile.site.rights.limited_page import KEY as SHOWS
from backfile.tags.vocabulary import tags_yml

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from backfile.site.site_folder import SiteFolder

log = get_plugin_logger("backfile")


def output_files(
    articles: Mapping[str, Article], files: Files, config: MkDocsConfig, search_page: str
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file.

    In: articles by path; all files of the site, with their pages; the URL of the search page from the site's root,
    empty if there is none.
    """
    site, settings = config.site_url or "", config.plugins["backfile"].config
    yield "robots.txt", sitemap.robots(site, indexed=settings["search_engines"])
    if not site:
        return
    yield from sitemap.sitemap(_sitemap_pages(articles, files, site), site)
    if search_page:
        yield opensearch.NAME, opensearch.description(config.site_name, site, search_page, config.theme["favicon"])


def redirect_files(
    articles: Mapping[str, Article],
    files: Files,
    config: MkDocsConfig,
    site: SiteFolder,
    address_rules: AddressRules,
    former: Sequence[Move],
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of redirects, and log which articles have none.

    Addresses of tags that are others now are among them, and former ones of articles, each with a page that leads on.

    In: articles by path; the files of MkDocs; the folder of the site, in which all other files are written;
    what decides who holds an address; the articles that have another address now.
    """
    domain = config.plugins["backfile"].config["redirects_from"]
    base = urlsplit(config.site_url or "").path or "/"
    own_paths = OwnPaths(site.paths(), base)
    moves = [*_tag_moves(articles, files, config), *(move for move in former if site.is_free(move.path))]
    rules = redirects.site_redirects(
        (redirects.site_redirect(base, move.url, move.target) for move in moves), own_paths
    )
    if domain:
        place = redirects.SitePlace(domain, base, {file.src_uri: file.url for file in files})
        found = redirects.find_redirects(articles, place, own_paths, address_rules)
        for why, paths in found.left_out.items():
            _warn(why, paths)
        rules += found.rules
    if domain or rules:
        yield redirects.REDIRECTS, redirects.redirects_file(rules)
        yield redirects.NGINX, redirects.nginx_file(rules)
    yield from ((move.path, move_page(move, str(config.theme["language"]))) for move in moves)


def _tag_moves(articles: Mapping[str, Article], files: Files, config: MkDocsConfig) -> Sequence[Move]:
    vocabulary = tags_yml.load(Path(config.config_file_path).parent / TAGS_YML)
    spellings = tag_spellings(articles.values(), vocabulary.terms.keys())
    tags = {spellings.get(tag, tag) for article in articles.values() for tag in article.tags}
    return tag_redirects.find_moves(vocabulary, spellings, files, tags)


def _is_notice(meta: Mapping[str, object]) -> bool:
    """Return whether a page stands for an article that is withdrawn or not published."""
    return meta.get("template") == navigation.WITHDRAWN or SHOWS in meta


def _warn(why: str, paths: Sequence[str]) -> None:
    which = f"{len(paths)} articles have {why}, {paths[0]} among them" if len(paths) > 1 else f"{paths[0]} has {why}"
    log.warning(f"No redirect: {which}.")


def _sitemap_pages(articles: Mapping[str, Article], files: Files, site: str) -> Iterator[sitemap.SitemapPage]:
    """Yield the pages of the sitemap: all but tombstones, articles that are not published, former texts, pages that ask
    not to be listed, and those whose canonical URL is another one.
    """
    for file in files.documentation_pages():
        article = articles.get(file.src_uri)
        meta = article.extra if article else file.page.meta if file.page else {}
        if NOINDEX in robots_words(meta.get(ROBOTS)) or (not article and _is_notice(meta)):
            continue
        if navigation.is_of_history(file) and file.src_uri != navigation.CHANGES:
            continue
        url = urljoin(site, file.url)
        canonical = file.page and file.page.canonical_url
        if not canonical or unescape(canonical) == url:
            yield sitemap.SitemapPage(url, sitemap.last_modified(article) if article else None)
