"""The search's own page: put among the site's files at every build, so the archive does not hold it.

Owns its place. What it looks like is `theme/search.html`, what it does `theme/assets/javascripts/search/page.js`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PATH = "search.md"

log = get_plugin_logger("backfile")


def add(files: Files, config: MkDocsConfig) -> str:
    """Add the page to the files and give its address; empty where a page of the owner's stands there: that stays."""
    text = "---\ntitle: Search\ntemplate: search.html\nhide: [toc]\n---\n"
    file = File.generated(config, PATH, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    if taken := next((other for other in files if other.dest_uri == file.dest_uri), None):
        log.warning(f"{taken.src_uri} stands where the search's own page would, which is left out. Move it elsewhere.")
        return ""
    files.append(file)
    return file.url


def is_search(page: Page) -> bool:
    """Whether `page` is the one that was added."""
    return page.file.src_uri == PATH and page.file.generated_by is not None
