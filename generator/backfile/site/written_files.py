"""The files of the site that are no pages: which are written, and in which order, when MkDocs has written all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from backfile.problems import BuildError
from backfile.site import outputs
from backfile.site.article.markdown_copy import write_markdown_copies
from backfile.site.article.page_facts import forget_lead
from backfile.site.chrome.csp import headers, nginx
from backfile.site.history import former_addresses
from backfile.site.outputs import manifest, original_urls
from backfile.site.outputs.write import used_paths, write_unless_used
from backfile.site.rights.limited_page import KEY as SHOWS
from backfile.site.search.index import BuildIndex, build_index
from backfile.site.site_folder import SiteFolder

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from backfile.archive.address_holders import AddressRules
    from backfile.article import Article
    from backfile.site.history.pages import SiteHistory
    from backfile.site.outputs.feed_list import FeedList
    from backfile.site.views import Views


@dataclass(frozen=True, slots=True)
class Writing:
    """How the files of a build are written that are no pages."""

    build_index: BuildIndex = build_index
    folder: Callable[[Path], SiteFolder] = SiteFolder
    """Returns the folder of the site at a path."""


@dataclass(frozen=True, slots=True)
class BuiltPages:
    """What is known of a build when all pages are written."""

    articles: Mapping[str, Article]
    """By path under docs/."""
    unpublished: Mapping[str, Article]
    """Those of which the site only says that the archive has them. By path under docs/."""
    files: Files
    site: SiteFolder
    address_rules: AddressRules
    original_urls: original_urls.Rows
    policy: str
    """The Content-Security-Policy."""
    search_page: str
    """Its URL from the site's root; empty without a search."""
    owned_tags: frozenset[str]
    build_index: BuildIndex
    views: Views | None
    feeds: FeedList | None
    history: SiteHistory | None


def write_files(built: BuiltPages, config: MkDocsConfig) -> None:
    """Write the files that are no pages into the site. Raises PluginError if the search index cannot be made."""
    settings = config.plugins["backfile"].config
    site, root, files = built.site, Path(config.config_file_path).parent, built.files
    for file in files:
        forget_lead(file.page)  # In a large archive these are a tenth of the memory.
    whole = {path for path, article in built.articles.items() if SHOWS not in article.extra}
    article_files = [file for file in files if file.src_uri in whole]
    write_markdown_copies(article_files, site)
    if built.feeds:
        built.feeds.write(site)
    if built.history:
        built.history.write(site, built.articles)
    for name, text_of in (("_headers", headers), ("_headers.nginx", nginx)):
        text = text_of(built.policy, indexed=settings["search_engines"])
        site.write(name, text.encode())
    used = used_paths(files)
    output_files = outputs.output_files(built.articles, files, config, built.search_page)
    filter_files = built.views.lists.files() if built.views else ()
    manifest_files = manifest.files_with_proofs(root, Path(config.docs_dir), article_files, site)
    url_files = original_urls.index_files(built.original_urls)
    # Without a list of them all, which would be in memory at once.
    for name, text in chain(output_files, filter_files, url_files, manifest_files):
        write_unless_used(site, name, text, used)
    _write_redirects(built, config, used)
    if settings["search"]:
        _write_index(built, config)


def _write_index(built: BuiltPages, config: MkDocsConfig) -> None:
    thumbnails = built.views.thumbnails if built.views else {}
    try:
        built.build_index(built.site, config.theme["language"], thumbnails, built.owned_tags)
    except BuildError as error:
        raise PluginError(str(error)) from error


def _write_redirects(built: BuiltPages, config: MkDocsConfig, used: frozenset[str]) -> None:
    """Write what leads on from other addresses. The redirects must know every file of the site, but for those in the
    folder of the search index, in which no redirect can be (`own_paths`).
    """
    site, files = built.site, built.files
    in_git = built.history.former if built.history else former_addresses.FormerPaths()
    everything = {**built.articles, **built.unpublished}
    former = former_addresses.all_paths(in_git, built.address_rules.rulings, everything, files)
    former_addresses.write_copies(former, files, config, used, site)
    moves = former_addresses.moves(former, everything, files, config)
    for name, text in outputs.redirect_files(everything, files, config, site, built.address_rules, moves):
        write_unless_used(site, name, text, used)
