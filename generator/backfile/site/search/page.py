"""The search's own page: put among the site's files at every build, so the archive does not hold it.

Owns its place, and which words its scripts get. What it looks like is `theme/search.html`, what it does
`theme/assets/javascripts/search/page.js`.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog

PATH = "search.md"
SAID = tuple(
    "search_busy search_among search_tag search_author search_source search_year search_from search_to "
    "search_remove_tag search_remove_author search_remove_source search_remove_year search_remove_from "
    "search_remove_to search_fewer search_unfiltered search_server search_unreachable undated".split()
)
"""Keys of what scripts say."""

log = get_plugin_logger("backfile")


def add_search_page(files: Files, config: MkDocsConfig, title: str) -> str:
    """Add the page to the files and give its address; empty where a page of the owner's stands there: that stays."""
    text = f'---\ntitle: "{title}"\ntemplate: search.html\nhide: [toc]\n---\n'
    file = File.generated(config, PATH, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    if taken := next((other for other in files if other.dest_uri == file.dest_uri), None):
        log.warning(f"{taken.src_uri} stands where the search's own page would, which is left out. Move it elsewhere.")
        return ""
    files.append(file)
    return file.url


def is_search(page: Page) -> bool:
    """Whether `page` is the one that was added."""
    return page.file.src_uri == PATH and page.file.generated_by is not None


def words(say: Catalog) -> str:
    """Give what scripts say as JSON, escaped for an attribute; places for values stay."""
    return escape(json.dumps({key: say(key) for key in SAID}, ensure_ascii=False))
