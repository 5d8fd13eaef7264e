"""The articles that a label's page shows with picture and dek. Owns what a card has; which articles is in `label_view`.

Every string is escaped. Pictures are thumbnails of those that the archive keeps; no other host is contacted.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.site.article.lead_text import lead_text
from backfile.site.list_pages.records import Card

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from backfile.site.pictures.thumbnails import Thumbnails

_LEAD_LENGTH = 180
"""How many characters describe an article: about two lines."""


class Cards:
    """The cards of one build."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        files: Files,
        links_to: Mapping[str, int],
        t: Catalog,
        thumbnails: Thumbnails,
    ) -> None:
        """Take articles by path, all files with their pages, how many articles link to a path, the site's words, the
        thumbnails.
        """
        self._articles, self._files, self._links_to, self._t = articles, files, links_to, t
        self._thumbnails = thumbnails
        self._dek = cache(self._read_dek)

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
        day = self._t.day(article.published) if article.published else ""
        links = self._t("linked_from", count=self.links_to(path)) if with_links else ""
        return Card(
            headline=escape(article.headline),
            url=escape(get_relative_url(file.url, own_url)),
            dek=escape(self._dek(path)),
            about=tuple(escape(part) for part in (article.source, day, links) if part),
            language=escape(article.language or ""),
            image=self._image(path, own_url),
        )

    def _read_dek(self, path: str) -> str:
        file = self._files.get_file_from_path(path)
        return self._articles[path].dek or lead_text((file and file.page and file.page.content) or "", _LEAD_LENGTH)

    def _image(self, path: str, own_url: str) -> Mapping[str, str]:
        """Return the attributes of an article's thumbnail on the page at `own_url`."""
        thumbnail = self._thumbnails.get(path)
        if thumbnail is None:
            return {}
        src = get_relative_url(thumbnail.src, own_url)
        return {"src": escape(src), "width": str(thumbnail.width), "height": str(thumbnail.height)}
