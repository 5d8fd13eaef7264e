"""The articles that a label's page shows with picture and dek. Owns what a card has; which articles is in `label_view`.

Every string is escaped. Pictures are copies that the archive keeps; no other host is contacted.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.site.article.lead_image import lead_image_file
from backfile.site.article.lead_text import lead_text
from backfile.site.article.local_images import image_attributes
from backfile.site.list_pages.records import Card

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_LEAD_LENGTH = 180
"""How many characters describe an article: about two lines."""
_MIN_WIDTH, _MIN_HEIGHT = 160, 100
"""A smaller image is a symbol, not a picture."""


class Cards:
    """The cards of one build."""

    def __init__(self, articles: Mapping[str, Article], files: Files, links_to: Mapping[str, int], t: Catalog) -> None:
        """Take articles by path, all files with their pages, how many articles link to a path, the site's words."""
        self._articles, self._files, self._links_to, self._t = articles, files, links_to, t
        self._parts = cache(self._read)

    def links_to(self, path: str) -> int:
        """Return how many other articles link to the article at `path`."""
        return self._links_to.get(path, 0)

    def card(self, path: str, own_url: str, *, with_links: bool = False) -> Card | None:
        """Return the card of the article at `path` on the page at `own_url`; None if there is no such article.

        `with_links` adds how many articles link to it.
        """
        article = self._articles.get(path)
        file = self._files.get_file_from_path(path)
        if article is None or file is None:
            return None
        dek, image = self._parts(path)
        day = self._t.day(article.published) if article.published else ""
        links = self._t("linked_from", count=self.links_to(path)) if with_links else ""
        if image:
            image = {**image, "src": get_relative_url(image["src"], own_url)}
        return Card(
            headline=escape(article.headline),
            url=escape(get_relative_url(file.url, own_url)),
            dek=escape(dek),
            about=tuple(escape(part) for part in (article.source, day, links) if part),
            language=escape(article.language or ""),
            image={name: escape(value) for name, value in image.items()},
        )

    def _read(self, path: str) -> tuple[str, Mapping[str, str]]:
        """Return the dek of an article, and the attributes of its picture with the URL from the site's root."""
        article, file = self._articles[path], self._files.get_file_from_path(path)
        content = (file and file.page and file.page.content) or ""
        image = lead_image_file(article, content, self._files)
        attributes = image_attributes(image, "") if image else {}
        if int(attributes.get("width", 0)) < _MIN_WIDTH or int(attributes.get("height", 0)) < _MIN_HEIGHT:
            attributes = {}
        return article.dek or lead_text(content, _LEAD_LENGTH), attributes
