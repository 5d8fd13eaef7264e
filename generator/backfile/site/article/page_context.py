"""The template variables of an article's page.

Combines what the other modules of this room compute of one article; `theme/article.html` prints it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from backfile.archive.revisions.page_facts import ID_LENGTH, digest_of
from backfile.i18n.catalogs import Catalog
from backfile.lists.subjects import subject_label
from backfile.site.article.citations import CITATIONS, CitedArticle, citation_key
from backfile.site.article.citations.cited_article import encode_url
from backfile.site.article.escape_metadata import escape_all
from backfile.site.article.head_metadata import SocialCard, head_metadata
from backfile.site.article.images_elsewhere import count_images_elsewhere
from backfile.site.article.markdown_copy import proof_path
from backfile.site.article.page_facts import facts_of
from backfile.site.article.reading_time import LONG_MINUTES
from backfile.site.article.relations import Relations
from backfile.site.article.view import HistoryLine, ListName, article_view
from backfile.site.rights.limited_page import KEY as SHOWS

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from backfile.article import Article


class ArticleCards(Protocol):
    """As `list_pages.cards.Cards`."""

    def on_article(self, path: str, own_url: str) -> str:
        """Return the card of an article as HTML. In: its path, the URL of the page that shows it."""

    def card_digest(self, path: str) -> bytes:
        """Return the digest of the values from which that HTML is written."""


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """What the pages of all articles in one build share."""

    relations: Relations
    list_names: Mapping[str, ListName]
    """For the keys `authors`, `source` and `tags`: the name that list pages have for a label of an article."""
    t: Catalog
    site_name: str
    original_is_canonical: bool
    """Whether the canonical URL of an article is its original URL."""
    image_url: Callable[[Article, str | None], str]
    """As `lead_image_url`."""
    label_url: Callable[[str], str | None]
    """As `Labels.url_on_article`."""
    social_cards: Mapping[str, SocialCard] = field(default_factory=dict)
    """Of the articles that have one, by the path of their pages."""
    cards: ArticleCards | None = None
    """What pages of articles show of others."""
    history: Callable[[str], HistoryLine | None] = lambda path: None
    """The path of an article -> what its page says about its history."""

    def context(self, page: Page, article: Article | None) -> dict[str, object]:
        """Return the template variables of `page`.

        In: the article; None if its front matter is not valid, and then there are no citations and no related articles.
        Sets the content of the page, with internal links, and its canonical URL.
        """
        facts, shows = facts_of(page), page.meta.get(SHOWS)
        minutes = 0 if shows else facts.minutes
        page.content = self.relations.content(page)
        view = article_view(page.meta, self.label_url, self.t, page.content, self.list_names)
        variables: dict[str, object] = {
            "article": replace(view, history=self.history(page.file.src_uri)),
            "shows": shows,
            "minutes": minutes,
            "is_long": minutes >= LONG_MINUTES,
            "images_elsewhere": count_images_elsewhere(page.content),
        }
        if article:
            path = page.file.src_uri
            cited = self._cited(page, article)
            self.set_canonical_url(page, article)
            variables |= {
                "head": head_metadata(
                    cited,
                    unescape(page.canonical_url or ""),
                    [subject_label(subject, self.t) for subject in article.subjects],
                    self.social_cards.get(path),
                ),
                "citations": [(form.name, escape_all(form.write(cited, self.t))) for form in CITATIONS],
                "related": self.relations.related_view(path),
                "related_cards": self._related_cards(path, page.url),
                **({} if shows else _copies(page)),
            }
        return variables

    def _cited(self, page: Page, article: Article) -> CitedArticle:
        """Return an article as citations name it; without a revision if the page does not show its whole text."""
        image = self.image_url(article, facts_of(page).image)
        revision = "" if SHOWS in page.meta else _revision(page)
        key = citation_key(page.file.src_uri)
        return CitedArticle(article, key, self.site_name, page.canonical_url or "", image, revision)

    def set_canonical_url(self, page: Page, article: Article) -> None:
        """Set the canonical URL of a page to the original URL of its article, if the settings say so."""
        if self.original_is_canonical and (original := encode_url(article.url)):
            page.canonical_url = escape_all(original)

    def _related_cards(self, path: str, own_url: str) -> list[str]:
        cards = self.cards
        return [cards.on_article(other, own_url) for other in self.relations.related(path)] if cards else []


def _copies(page: Page) -> dict[str, object]:
    """Return the template variables about the Markdown of a page, which is published beside it."""
    path = page.file.src_uri
    digest = hashlib.sha256(page.file.content_bytes).hexdigest()
    return {"markdown": quote(path), "proof": quote(proof_path(path)), "markdown_sha256": digest}


def _revision(page: Page) -> str:
    """Return the id of a page's text, as its history names it."""
    return digest_of(page.file.content_bytes.decode("utf-8", "replace"))[:ID_LENGTH]
