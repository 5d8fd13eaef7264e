"""Writing the pages of a build: each as MkDocs renders it, or as the last build left it in the site.

A page is left as it is if all that its HTML depends on is the same: its own text (`texts`), what it shows of the rest
of the archive, and what all pages share (`basis`). For an article the second are its `answers`, for other pages the
variables of the template themselves or what they are made of, and for a list also the cards of its articles. Pages in
the navigation are always rendered. Of the pages that are kept, some of each shape are rendered all the same, and
compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import dropwhile
from typing import TYPE_CHECKING, Any, cast

from backfile.archive.digests import digest, digest_of_value
from backfile.site.article.answers import AskedLabels, answers
from backfile.site.article.page_facts import facts_of
from backfile.site.chrome.navigation import is_article
from backfile.site.rendering import plain_values
from backfile.site.rendering.ahead import Ahead
from backfile.site.rendering.basis import page_basis
from backfile.site.rendering.kept_page import KeptPage
from backfile.site.rendering.log_records import recorded_log
from backfile.site.rendering.plain_values import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from backfile.site.plugin import BackfilePlugin
    from backfile.site.rendering.cache import RenderingCache
    from backfile.site.rendering.kept_site import KeptSite
    from backfile.site.rendering.texts import Texts

BuildPage = Callable[..., None]
"""How MkDocs renders and writes a page (`mkdocs.commands.build._build_page`)."""
_MOST_COMPARED = 40
_COMPARED = 1 / 500
"""How often a kept page is compared whose shape was compared before in the build."""


class KeptPageError(Exception):
    """A page that was kept differs from what is rendered now: something was not known that it depends on."""


class Pages:
    """The pages of one build, as they are written."""

    def __init__(
        self, cache: RenderingCache, texts: Texts, plugin: BackfilePlugin, site: KeptSite, build_page: BuildPage
    ) -> None:
        """Take the cache; the texts of the pages; the plugin of the build; the folder of the site; how MkDocs
        writes a page.
        """
        self._cache, self._texts, self._plugin, self._site = cache, texts, plugin, site
        self._build_page = build_page
        self._basis = b""
        self._ahead: Ahead | None = None
        self._is_fork = False
        self._in_navigation = frozenset[int]()
        self._shapes = set[object]()
        """Of the pages that were compared."""
        self._compared = 0
        self._last = "", ""
        """Path and digest of what was written last."""
        self.paths = set[str]()
        """The pages that can be kept."""
        self.rendered = 0
        self.kept = 0

    def write(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: jinja2.Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """Write a page: a function to put in the place of MkDocs' own. Raises KeptPageError."""
        if not self._basis:
            self._basis = page_basis(config, nav, self._plugin)
            self._in_navigation = frozenset(map(id, nav.pages))
        key = None if excluded or id(page) in self._in_navigation else self._key(page, config)

        def build(page: Page) -> None:
            self._build_page(page, config, doc_files, nav, env, dirty, excluded)

        if self._ahead is None:
            missing = partial(self._missing, config=config, doc_files=doc_files)
            self._ahead = Ahead(missing, partial(self._render_in_fork, build=build), self._cache.commit)
        render = partial(build, page)
        if key is None:
            render()
            self._note(page)
        elif not self._keep(page, key, render):
            result = self._ahead.result(page) if is_article(page) else None
            self._finish(page, key, plain_values.read(result) if result else self._render(page, render))
        if isinstance(page, KeptPage):
            page.forget()

    def _key(self, page: Page, config: MkDocsConfig) -> bytes | None:
        """Return the digest of what a page depends on, but for its answers; None if not all is known."""
        identity = self._texts.identities.get(page.file.src_uri)
        if identity is None:
            return None
        variables = "" if is_article(page) else repr(self._variables(page, config))
        return digest(self._basis, identity, variables.encode("utf-8", "surrogatepass"))

    def _variables(self, page: Page, config: MkDocsConfig) -> object:
        """Return the variables of a page that is no article, or what they are made of beside its text and the basis."""
        views, feeds = self._plugin.views, self._plugin.feeds
        found = views.lists.contents(page.file.src_uri, facts_of(page).kind) if views else None
        return self._plugin.prepare(page, config) if found is None else (found, feeds and feeds.has(page))

    def _keep(self, page: Page, key: bytes, render: Callable[[], None]) -> bool:
        """Put the page of the last build into the site if nothing changed; return whether that was possible."""
        known = self._cache.page(page.file.src_uri, key)
        if known is None:
            return False
        expected, found, urls, names = known
        if self._answers(page, urls, names) != found:
            return False
        if self._is_compared(page):
            render()
            if self._written(page) != expected:
                raise KeptPageError(page.file.src_uri)
        elif self._site.keep(page.file.dest_uri, expected):
            self._plugin.leave(page)
        else:
            return False
        self.paths.add(page.file.src_uri)
        self.kept += 1
        return True

    def put(self, content: bytes, path: str) -> None:
        """Write a file, and note its digest: a function to put in the place of MkDocs' own."""
        self._last = path, self._site.put(content, path)

    def close(self) -> None:
        """End the forks."""
        if self._ahead:
            self._ahead.close()

    def _missing(self, page: Page, config: MkDocsConfig, doc_files: Sequence[File]) -> list[Page]:
        """Return the articles from one on that must be rendered because they are new or all pages changed."""
        files = dropwhile(lambda file: file.page is not page, doc_files)
        return [file.page for file in files if file.page and self._is_missing(file.page, config)]

    def _is_missing(self, page: Page, config: MkDocsConfig) -> bool:
        if not is_article(page) or not isinstance(page, KeptPage):
            return False
        key = None if id(page) in self._in_navigation else self._key(page, config)
        return key is not None and self._cache.page(page.file.src_uri, key) is None

    def _render_in_fork(self, page: Page, build: Callable[[Page], None]) -> bytes:
        """Render and write a page in a fork, and return what `_finish` needs; nothing if it must be rendered again."""
        if not self._is_fork:
            self._is_fork = True
            self._site.always_write()
            self._cache.reopen()
        found = self._render(page, partial(build, page))
        cast("KeptPage", page).forget()
        return plain_values.write(found).encode() if found[0] else b""

    def _render(self, page: Page, render: Callable[[], None]) -> list[Any]:
        """Render and write a page. Return the digest of what was written, and about what it asked: see `_answers`.

        The digest is empty if the page cannot be kept.
        """
        asked, views = AskedLabels(), self._plugin.views
        if views and is_article(page):
            self._plugin.views = replace(views, articles=asked.noted(views.articles))
        elif views:
            self._plugin.views = replace(views, lists=views.lists.noted(asked.urls))
        try:
            with recorded_log() as log:
                render()
        finally:
            self._plugin.views = views
        # What it says must be said again.
        return ["" if log else self._written(page), asked.urls, [list(name) for name in asked.names]]

    def _finish(self, page: Page, key: bytes, found: list[Any]) -> None:
        """Remember what a page that was rendered depends on. In: what `_render` returned."""
        self._plugin.leave(page)
        written, urls, names = found
        if not written:
            self._note(page)
            return
        self.rendered += 1
        self._site.digests[page.file.dest_uri] = written
        answered = self._answers(page, urls, names)
        try:
            self._cache.store_page(page.file.src_uri, key, [written, answered, urls, names])
        except NotPlainError:
            return
        self.paths.add(page.file.src_uri)

    def _note(self, page: Page) -> None:
        """Count a page that was rendered and is not kept."""
        self.rendered += 1

    def _written(self, page: Page) -> str:
        """Return the digest of what was written for a page that was just rendered; empty if nothing was."""
        path, found = self._last
        return found if path == page.file.abs_dest_path else ""

    def _answers(self, page: Page, urls: list[str], names: list[Any]) -> str:
        """Return the digest of what a page shows of articles, for an article of the rest of the archive.

        In: of an article the labels about which it asked (`AskedLabels`); else the URLs of the articles of a list.
        """
        views = self._plugin.views
        if views is None or not (urls or is_article(page)):
            return ""
        if not is_article(page):
            return digest(views.lists.shown(urls)).hex()
        article = self._plugin.articles.get(page.file.src_uri)
        return digest_of_value(answers(views.articles, page, article, urls, names)).hex()

    def _is_compared(self, page: Page) -> bool:
        """Return whether a kept page is rendered all the same, to compare it."""
        if self._compared >= _MOST_COMPARED:
            return False
        article = self._plugin.articles.get(page.file.src_uri)
        fields = () if article is None else (article.dek, article.authors, article.section, article.image, article.tags)
        shape = (page.url.count("/"), page.file.src_uri.split("/")[0], *map(bool, fields), article and article.language)
        if shape in self._shapes and random.random() >= _COMPARED:  # noqa: S311
            return False
        self._shapes.add(shape)
        self._compared += 1
        return True
