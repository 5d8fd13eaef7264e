"""The articles that list pages show: headline, dek, publication, day, picture. Owns what a card has, and its HTML.

Which articles a page shows is decided in `label_view`, `front_page` and the Markdown of lists. Pictures are thumbnails
of those that the archive keeps; no other host is contacted. Every string in the HTML is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from backfile.article import Article, PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.site.article.lead_text import lead_text
from backfile.site.article.reading_time import minutes

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from backfile.site.pictures.sizes import Thumbnail
    from backfile.site.pictures.thumbnails import Thumbnails

_LEAD_LENGTH = 180
"""How many characters describe an article: about two lines."""
_MIN_MINUTES = 3
"""The time to read a shorter article is not printed."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it. Plain text; URLs are from the site's root."""

    headline: str
    url: str
    dek: str = ""
    """Or the beginning of the text."""
    source: str = ""
    day: str = ""
    """In words."""
    iso: str = ""
    minutes: str = ""
    links: str = ""
    """How many articles link to it."""
    kicker: str = ""
    language: str = ""
    image: Mapping[str, str] | None = None
    """Attributes of the archive's copy of its picture."""

    def html(self, own_url: str, element: str = "li") -> str:
        """Return the card as HTML for the page at `own_url`: an element whose headline is its only link.

        The kicker is only on the lead story, which is an `article` of its own.
        """
        language = f' lang="{escape(self.language)}"' if self.language else ""
        dek = f'<p class="card__dek" dir="auto"{language}>{escape(self.dek)}</p>' if self.dek else ""
        kicker = f'<p class="card__kicker">{escape(self.kicker)}</p> ' if self.kicker and element != "li" else ""
        link = f'<a href="{escape(get_relative_url(self.url, own_url))}" dir="auto">{escape(self.headline)}</a>'
        text = f'{kicker}<p class="card__headline"{language}>{link}</p> {dek} {self._about()}'
        opening = f'<{element} class="card"{" data-picture" if self.image else ""}>'
        return (
            f'{opening}<div class="card__text">{text}</div>{self._picture(own_url, lazy=element == "li")}</{element}>'
        )

    def _about(self) -> str:
        day = f'<time datetime="{escape(self.iso)}">{escape(self.day)}</time>' if self.iso else escape(self.day)
        parts = (
            f"<bdi>{escape(self.source)}</bdi>" if self.source else "",
            day,
            escape(self.minutes),
            escape(self.links),
        )
        about = " ".join(f"<span>{part}</span>" for part in parts if part)
        return f'<p class="card__about">{about}</p>' if about else ""

    def _picture(self, own_url: str, *, lazy: bool) -> str:
        if not self.image:
            return ""
        attributes = {**self.image, "src": get_relative_url(self.image["src"], own_url)}
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        # The picture of the lead story is on the first screen: a browser that loads it late shows an empty place.
        loading = ' loading="lazy"' if lazy else ""
        return f'<img class="card__picture" alt=""{loading}{written}>'


class Cards:
    """The cards of one build."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        summaries: Iterable[PageSummary],
        files: Files,
        links_to: Mapping[str, int],
        t: Catalog,
        thumbnails: Thumbnails,
        lead_picture: Callable[[str], Thumbnail | None],
    ) -> None:
        """Take articles by path, their summaries with the names that lists have, all files with their pages, how many
        articles link to a path, the site's words, the thumbnails, and what makes a larger one of an article.
        """
        self._articles, self._files, self._links_to, self._t = articles, files, links_to, t
        self._summaries = {summary.path: summary for summary in summaries}
        self._thumbnails, self._lead_picture = thumbnails, lead_picture
        self.card = cache(self._card)

    def links_to(self, path: str) -> int:
        """Return how many other articles link to the article at `path`."""
        return self._links_to.get(path, 0)

    def on_article(self, path: str, own_url: str) -> str:
        """Return the card of the article at `path` as HTML for the page of another at `own_url`; empty without one.

        It has no text of the other article but its headline.
        """
        card = self.card(path)
        return replace(card, dek="", minutes="").html(own_url) if card else ""

    def with_links(self, card: Card, path: str) -> Card:
        """Return a card that also says how many articles link to the article at `path`."""
        return replace(card, links=self._t("linked_from", count=self.links_to(path)))

    def _card(self, path: str) -> Card | None:
        """Return the card of the article at `path`; None if there is no such article."""
        article, summary, file = (
            self._articles.get(path),
            self._summaries.get(path),
            self._files.get_file_from_path(path),
        )
        if article is None or summary is None or file is None:
            return None
        content = (file.page and file.page.content) or ""
        length = minutes((file.page and file.page.markdown) or "")
        published = summary.published
        return Card(
            headline=article.headline,
            url=file.url,
            dek=article.dek or lead_text(content, _LEAD_LENGTH),
            source=summary.source or "",
            day=self._t.day(published) if published else self._t("undated"),
            iso=f"{published:%Y-%m-%d}".zfill(10) if published else "",
            minutes=self._t("minutes", count=length) if length >= _MIN_MINUTES else "",
            kicker=article.kicker or summary.section or "",
            language=article.language or "",
            image=self._thumbnail(path),
        )

    def _thumbnail(self, path: str) -> Mapping[str, str] | None:
        """Return the attributes of the thumbnail of the article at `path`; None without one."""
        return _attributes(self._thumbnails.get(path))

    def with_picture(self, card: Card, path: str) -> Card:
        """Return a card with a larger picture in place of its thumbnail. In: the path of its article."""
        picture = _attributes(self._lead_picture(path)) if card.image else None
        return replace(card, image=picture) if picture else card


def _attributes(thumbnail: Thumbnail | None) -> Mapping[str, str] | None:
    if thumbnail is None:
        return None
    return {"src": thumbnail.src, "width": str(thumbnail.width), "height": str(thumbnail.height)}
