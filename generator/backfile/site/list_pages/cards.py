"""The articles that list pages show: headline, dek, publication, day, picture. Owns what a card has, and its HTML.

Which articles a page shows is decided in `label_view`, `front_page` and the Markdown of lists. Pictures are thumbnails
of those that the archive keeps; no other host is contacted. Every string in the HTML is escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.utils import get_relative_url

from backfile.archive.digests import digest_of_value
from backfile.article import Article, PageSummary, When
from backfile.i18n.catalogs import Catalog
from backfile.site.article.page_facts import facts_of
from backfile.site.article.reading_time import LONG_MINUTES
from backfile.site.list_pages.card_dek import card_dek
from backfile.slugs import label_slug

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from backfile.site.pictures.sizes import Thumbnail
    from backfile.site.pictures.thumbnails import Thumbnails

_KEY = re.compile(r"[a-z0-9_/-]*[_/-][a-z0-9_/-]*")
"""A section by its key in a publisher's program, such as `culture_film`: no word for readers."""
_LEAD_SIZES = "(min-width: 76.25em) 38rem, (min-width: 48em) 62vw, 92vw"
_FIRST_SIZES = "(min-width: 100em) 317px, (min-width: 48em) 288px, 72px"
"""How wide the styles show the picture of the lead story, and that of the first article of a list."""
_LEAD_LENGTH = 320
"""How many characters the dek of the lead story has."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it. Plain text; URLs are from the site's root."""

    headline: str
    url: str
    dek: str = ""
    """Or the beginning of the text."""
    source: str = ""
    source_url: str = ""
    """Of the list of its articles; empty if it has no other."""
    day: str = ""
    """In words."""
    iso: str = ""
    updated: str = ""
    """`Article.changed`, in words."""
    minutes: str = ""
    links: str = ""
    """How many articles link to it."""
    kicker: str = ""
    language: str = ""
    language_name: str = ""
    """In the language of the site, if the article is in another one."""
    pictures: tuple[Thumbnail, ...] = ()
    """The archive's copies of its picture, the largest first."""

    def html(
        self, own_url: str, element: str = "li", *, is_large: bool = False, leads: bool = False, level: int = 3
    ) -> str:
        """Return the card as HTML for the page at `own_url`.

        In: whether its picture is shown large; whether it is the first of a list, which is large in wide windows; the
        level of its headline as a heading. Cards with large pictures have the kicker: in other lists it would cost a
        line of each.
        """
        language = f' lang="{escape(self.language)}"' if self.language else ""
        dek = f'<p class="card__dek" dir="auto"{language}>{escape(self.dek)}</p>' if self.dek else ""
        has_kicker = self.kicker and (is_large or element != "li")
        kicker = f'<p class="card__kicker">{escape(self.kicker)}</p> ' if has_kicker else ""
        link = f'<a href="{escape(get_relative_url(self.url, own_url))}" dir="auto">{escape(self.headline)}</a>'
        headline = f'<h{level} class="card__headline"{language}>{link}</h{level}>'
        text = f"{kicker}{headline} {dek} {self._about(own_url)}"
        leads = leads and bool(self.pictures)
        opening = f'<{element} class="card"{" data-leads" * leads}{" data-picture" if self.pictures else ""}>'
        sizes = _FIRST_SIZES if leads else "" if element == "li" else _LEAD_SIZES
        picture = self._picture(own_url, is_large=is_large, sizes=sizes)
        return f'{opening}<div class="card__text">{text}</div>{picture}</{element}>'

    def _about(self, own_url: str) -> str:
        day = f'<time datetime="{escape(self.iso)}">{escape(self.day)}</time>' if self.iso else escape(self.day)
        parts = (
            self._source(own_url),
            escape(self.language_name),
            day,
            escape(self.updated),
            escape(self.minutes),
            escape(self.links),
        )
        about = " ".join(f"<span>{part}</span>" for part in parts if part)
        return f'<p class="card__about">{about}</p>' if about else ""

    def _source(self, own_url: str) -> str:
        name = f"<bdi>{escape(self.source)}</bdi>" if self.source else ""
        if not (name and self.source_url):
            return name
        return f'<a href="{escape(get_relative_url(self.source_url, own_url))}">{name}</a>'

    def _picture(self, own_url: str, *, is_large: bool, sizes: str) -> str:
        """Return the picture. In: the widths of one on the first screen, mostly the largest thing there; else empty."""
        if not self.pictures:
            return ""
        picture = self.pictures[0 if is_large or sizes else -1]
        size = f'width="{picture.width}" height="{picture.height}"'
        src = escape(get_relative_url(picture.src, own_url))
        if not sizes:
            return f'<img class="card__picture" alt="" loading="lazy" src="{src}" {size}>'
        choice = ", ".join(f"{escape(get_relative_url(each.src, own_url))} {each.width}w" for each in self.pictures)
        chosen = f'src="{src}" srcset="{choice}" sizes="{sizes}"'
        return f'<img class="card__picture" alt="" fetchpriority="high" {chosen} {size}>'


class _Contents(NamedTuple):
    """What a card is made of, beside the words of the site. Equal values have the same `repr`."""

    headline: str
    url: str
    dek: str
    lead: str
    """The beginning of the text."""
    dateline: str
    source: str
    source_url: str
    published: When | None
    changed: When | None
    minutes: int
    kickers: tuple[str | None, ...]
    """What may be one."""
    language: str
    pictures: tuple[Thumbnail, ...]


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
        lead_pictures: Callable[[str], tuple[Thumbnail, ...]],
    ) -> None:
        """Take articles by path, their summaries with the names that lists have, all files with their pages, how many
        articles link to a path, the site's words, the thumbnails, and what makes a larger one of an article.
        """
        self._articles, self._files, self._links_to, self._t = articles, files, links_to, t
        self._summaries = {summary.path: summary for summary in summaries}
        self._thumbnails, self._lead_pictures = thumbnails, lead_pictures
        self._page_of_source = cache(_source_page)
        self._of_source = Counter(self._page_of_source(summary.source) for summary in self._summaries.values())
        self._source_url = cache(self._url_of_source)
        self.card = cache(self._card)
        self.card_digest = cache(self._card_digest)

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

    def _contents(self, path: str) -> _Contents | None:
        """Return what the card of the article at `path` is made of; None if there is no such article."""
        article, summary, file = (
            self._articles.get(path),
            self._summaries.get(path),
            self._files.src_uris.get(path),
        )
        if article is None or summary is None or file is None:
            return None
        facts = facts_of(file.page)
        return _Contents(
            article.headline,
            file.url,
            article.dek or "",
            facts.lead,
            article.dateline or "",
            summary.source or "",
            self._source_url(summary.source),
            summary.published,
            article.changed,
            facts.minutes,
            (article.kicker, summary.section),
            article.language or "",
            self._thumbnails.get(path, ()),
        )

    def _card_digest(self, path: str) -> bytes:
        """Return the digest of what the card of the article at `path` is made of."""
        made_of = self._contents(path)
        return digest_of_value(made_of and (*made_of,))  # A plain tuple is written faster.

    def _card(self, path: str) -> Card | None:
        """Return the card of the article at `path`; None if there is no such article."""
        made_of = self._contents(path)
        if made_of is None:
            return None
        published, changed, minutes = made_of.published, made_of.changed, made_of.minutes
        return Card(
            headline=made_of.headline,
            url=made_of.url,
            dek=card_dek(made_of.dek, made_of.lead, made_of.dateline),
            source=made_of.source,
            source_url=made_of.source_url,
            day=self._t.day(published) if published else self._t("undated"),
            iso=f"{published:%Y-%m-%d}".zfill(10) if published else "",
            updated=f"{self._t('updated')} {self._t.day(changed)}" if changed else "",
            minutes=self._t("minutes", count=minutes) if minutes >= LONG_MINUTES else "",
            kicker=next((each for each in made_of.kickers if each and not _KEY.fullmatch(each)), ""),
            language=made_of.language,
            language_name=self._t.other_language(made_of.language),
            pictures=made_of.pictures,
        )

    def _url_of_source(self, source: str | None) -> str:
        path = self._page_of_source(source)
        page = self._files.get_file_from_path(path) if self._of_source[path] > 1 else None
        return page.url if page else ""

    def as_lead(self, card: Card, path: str) -> Card:
        """Return a card with larger pictures in place of its thumbnails, and more text. In: the path of its article."""
        article, file = self._articles[path], self._files.get_file_from_path(path)
        pictures = (self._lead_pictures(path) if card.pictures else ()) or card.pictures
        lead = facts_of(file.page if file else None).lead
        dek = card_dek(article.dek or "", lead, article.dateline or "", _LEAD_LENGTH)
        return replace(card, pictures=pictures, dek=dek)


def _source_page(source: str | None) -> str:
    """Return the path of the list of a publication."""
    return f"sources/{label_slug(source or '')}.md"
