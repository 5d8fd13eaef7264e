"""The HTML of a former text: rendered as the site renders articles now, and passed through the same gate.

MkDocs does not render it, because it would report each link to a file that is not in the archive any more.
"""

from __future__ import annotations

import posixpath
from contextlib import suppress
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import markdown
from markdown.treeprocessors import Treeprocessor

from backfile.markup.unsupported import renders_slowly
from backfile.site.article.body import article_body

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog


class OldTexts:
    """The rendering of former texts in one build."""

    def __init__(self, config: MkDocsConfig, t: Catalog) -> None:
        self._config = config
        self._t = t
        self._links = _PageLinks()

    @cached_property
    def _renderer(self) -> markdown.Markdown:
        extensions, options = self._config.markdown_extensions, self._config["mdx_configs"] or {}
        renderer = markdown.Markdown(extensions=extensions, extension_configs=options)
        renderer.treeprocessors.register(self._links, "former-links", 0)
        return renderer

    def html(self, body: str, page: Page, article: str, files: Files) -> str:
        """Return the HTML of a body in Markdown, or its source where it cannot be rendered.

        In: the page with it; the path of the article under docs/, to which links to other pages are relative; the files
        with which MkDocs reads the page: what is looked for in others is not noted (`rendering.texts`).
        """
        html = f"<pre>{escape(body)}</pre>"
        self._links.page, self._links.folder, self._links.files = page, posixpath.dirname(article), files
        if not renders_slowly(body):
            with suppress(Exception):  # Any fault of an extension.
                html = self._renderer.reset().convert(body)
        return article_body(html, page, files, self._t)


class _PageLinks(Treeprocessor):  # type: ignore[misc]
    """Makes the links of a former text to other pages of the archive lead there, as MkDocs does for pages."""

    page: Page
    """The page that shows the text."""
    folder = ""
    """The folder of the article, under docs/."""
    files: Files

    def run(self, root: Element) -> None:
        """Replace the addresses of the links."""
        for link in root.iterfind(".//a[@href]"):
            with suppress(ValueError):
                link.set("href", self._address(link.get("href", "")))

    def _address(self, href: str) -> str:
        url = urlsplit(href)
        if url.scheme or url.netloc or not url.path.endswith(".md"):
            return href
        file = self.files.get_file_from_path(posixpath.normpath(f"{self.folder}/{unquote(url.path)}"))
        if file is None:
            return href
        return file.url_relative_to(self.page.file) + (f"#{url.fragment}" if url.fragment else "")
