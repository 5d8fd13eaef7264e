"""The search page: added to the site's files at every build, so that the archive does not have it in docs/.

Owns its path, and which phrases its scripts get. Its HTML is in `theme/search.html`, its script in
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
SCRIPT_PHRASES = tuple(
    "search_busy search_found_none search_among search_subject search_tag search_author search_source search_year "
    "search_from search_to search_remove_subject search_remove_tag search_remove_author search_remove_source "
    "search_remove_year search_remove_from search_remove_to search_fewer search_suggest search_unfiltered "
    "search_server search_unreachable search_clear search_close search_span search_covered search_numbers "
    "search_continue search_stop undated".split()
)
"""The keys of the phrases that scripts show."""
COUNTED_PHRASES = ("search_found", "search_show")
"""Those whose plural form scripts select."""

log = get_plugin_logger("backfile")


def add_search_page(files: Files, config: MkDocsConfig, title: str) -> str:
    """Add the search page to the files, and return its URL.

    If the owner has a page at this URL, logs a warning, adds nothing and returns an empty string.
    """
    text = f'---\ntitle: "{title}"\ntemplate: search.html\nhide: [toc]\n---\n'
    file = File.generated(config, PATH, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    if existing := next((other for other in files if other.dest_uri == file.dest_uri), None):
        log.warning(f"The site has no search page, because {existing.src_uri} has its URL. Move that file.")
        return ""
    files.append(file)
    return file.url


def is_search_page(page: Page) -> bool:
    """Return whether `page` is the one that `add_search_page` added."""
    return page.file.src_uri == PATH and page.file.generated_by is not None


def script_phrases(t: Catalog) -> str:
    """Return the phrases that scripts show as JSON, escaped for an attribute. Placeholders for values stay.

    A counted phrase is an object: its plural forms, and `language`, by whose rule the form is selected.
    """
    phrases: dict[str, str | dict[str, str]] = {key: t(key) for key in SCRIPT_PHRASES}
    for key in COUNTED_PHRASES:
        phrases[key] = {**t.phrases[key].forms, "language": t.phrases[key].language}
    return escape(json.dumps(phrases, ensure_ascii=False))
