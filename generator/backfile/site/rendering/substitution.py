"""What of MkDocs is replaced while this program runs it: how it reads and writes pages. All else is MkDocs' own.

Owns also when nothing is replaced: what the settings add may depend on anything, and must see every page.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import markdown
from mkdocs import utils as mkdocs_utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure import nav as mkdocs_nav
from mkdocs.structure import pages as mkdocs_pages

from backfile.archive.program import extending_packages
from backfile.markup.inline_patterns import KEEPING_PATTERNS, leave_out_patterns
from backfile.settings.layout import PREVIEWED, RENDERED, SEARCHED
from backfile.site.rendering.apart import Rendered, render_apart
from backfile.site.rendering.cache import RenderingCache
from backfile.site.rendering.kept_page import KeptPage
from backfile.site.rendering.kept_site import KeptSite
from backfile.site.rendering.pages import Pages
from backfile.site.rendering.search_index import SearchIndex
from backfile.site.rendering.texts import Texts
from backfile.site.written_files import Writing

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from backfile.site.plugin import BackfilePlugin


_OF_ADDRESSES = "_norm_parts", "_get_norm_url"
"""Functions of MkDocs that keep the parts of every address: 150 MB for 100,000 articles."""
_ADDRESSES = 4096
"""How many addresses they keep during a build: more than a page with all its relations has."""


def why_plain(config: MkDocsConfig, *, names_code: bool) -> str:
    """Return why all pages must be rendered, one clause; an empty string if only those must that changed.

    In: the loaded settings; whether they name code that is not known (`settings.code`).
    """
    others = [name for name in config.plugins if name != "backfile"]
    if names_code:
        return "the settings name code, templates or files of their own"
    if others:
        return f"the plugin {others[0]} may change any page"
    if None in extending_packages():
        return "a package that extends the program is installed for editing"
    return ""


def render(
    config: MkDocsConfig,
    site: KeptSite,
    build: Callable[[], None],
    *,
    is_new: bool = False,
    is_preview: bool = False,
    is_large: bool = False,
) -> Rendered:
    """Let MkDocs render the pages that must be, then write the search index. Return how many pages it rendered.

    In: the loaded settings; the folder of the site; the call of MkDocs; whether what is kept shall be made anew;
    whether this is a preview, whose pages differ from those of the site; whether memory matters more than messages at
    the time when they are logged.
    """
    root = Path(config.config_file_path).parent
    index = SearchIndex(root / (PREVIEWED if is_preview else SEARCHED), site, is_new=is_new)
    pages = partial(_render_pages, config, site, build, index, is_new=is_new, is_preview=is_preview)
    rendered = (render_apart(pages, site, index) if is_large else None) or pages()
    if is_large:
        gc.collect()  # Where there are no forks, all that MkDocs made is in cycles.
    index.write()
    return rendered


def _render_pages(
    config: MkDocsConfig,
    site: KeptSite,
    build: Callable[[], None],
    index: SearchIndex,
    *,
    is_new: bool,
    is_preview: bool,
) -> Rendered:
    """Let MkDocs render the pages that must be, and forget what it made of them. In: as for `render`."""
    root = Path(config.config_file_path).parent
    cache = RenderingCache(root / RENDERED, is_new=is_new, is_preview=is_preview)
    try:
        with _reused(config, cache, site, index) as (texts, pages):
            build()
        return Rendered(pages.rendered, pages.kept, cache.remove_others(texts.paths, pages.paths))
    finally:
        cache.close()
        cast("BackfilePlugin", config.plugins["backfile"]).forget()


@contextmanager
def _reused(
    config: MkDocsConfig, cache: RenderingCache, site: KeptSite, index: SearchIndex
) -> Iterator[tuple[Texts, Pages]]:
    """Let MkDocs read and write pages by a cache within the context."""
    functions, navigation, reading = vars(mkdocs_build), vars(mkdocs_nav), vars(mkdocs_pages)
    addresses = {name: vars(mkdocs_utils)[name] for name in _OF_ADDRESSES if name in vars(mkdocs_utils)}
    before = {name: functions[name] for name in ("_populate_page", "_build_page", "Page", "utils")}
    plugin = cast("BackfilePlugin", config.plugins["backfile"])
    texts = Texts(cache, config, lambda: plugin.articles, before["_populate_page"])
    pages = Pages(cache, texts, plugin, site, before["_build_page"])
    functions |= {"_populate_page": texts.read, "_build_page": pages.write, "Page": KeptPage}
    functions["utils"] = SimpleNamespace(**{**vars(mkdocs_utils), "write_file": pages.put})
    navigation["Page"] = KeptPage  # Here MkDocs makes the pages that are not in the navigation, too.
    reading["markdown"] = one_markdown(config)
    vars(mkdocs_utils).update((name, lru_cache(_ADDRESSES)(inspect.unwrap(each))) for name, each in addresses.items())
    site.sources = texts.digests
    plugin.writing = Writing(index.request, lambda _: site)
    try:
        yield texts, pages
    finally:
        texts.close()
        pages.close()
        functions |= before
        navigation["Page"] = before["Page"]
        reading["markdown"] = markdown
        vars(mkdocs_utils).update(addresses)
        plugin.writing = Writing()


class _Markdown:
    """In the place of the module `markdown`, where MkDocs reads a page: one converter for all pages.

    Making one takes a tenth of the time of reading a page. MkDocs puts its own parts in anew for each page.
    """

    def __init__(self) -> None:
        self._converter: markdown.Markdown | None = None

    def Markdown(self, **settings: Any) -> markdown.Markdown:  # noqa: N802
        """Return the converter as if it was new. The settings are the same for all pages."""
        if self._converter is None:
            self._converter = markdown.Markdown(**settings)
            leave_out_patterns(self._converter)
        return self._converter.reset()


def one_markdown(config: MkDocsConfig) -> Any:
    """Return what stands in for the module `markdown`: itself where an extension may not be like new after a page."""
    return _Markdown() if KEEPING_PATTERNS.issuperset(config.markdown_extensions) else markdown
