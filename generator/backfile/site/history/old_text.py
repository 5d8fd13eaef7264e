"""The HTML of a former text: rendered as the site renders articles now, and passed through the same gate.

MkDocs does not render it, because it would report each link to a file that is not in the archive any more.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import markdown

from backfile.markup.unsupported import renders_slowly
from backfile.site.article.body import article_body

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog


class OldTexts:
    """The rendering of former texts in one build."""

    def __init__(self, config: MkDocsConfig, files: Files, t: Catalog) -> None:
        self._config = config
        self._files = files
        self._t = t

    @cached_property
    def _renderer(self) -> markdown.Markdown:
        extensions, options = self._config.markdown_extensions, self._config["mdx_configs"] or {}
        return markdown.Markdown(extensions=extensions, extension_configs=options)

    def html(self, body: str, page: Page) -> str:
        """Return the HTML of a body in Markdown, or its source where it cannot be rendered. In: the page with it."""
        html = f"<pre>{escape(body)}</pre>"
        if not renders_slowly(body):
            with suppress(Exception):  # Any fault of an extension.
                html = self._renderer.reset().convert(body)
        return article_body(html, page, self._files, self._t)
