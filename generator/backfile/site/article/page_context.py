"""The template variables of an article's page.

Combines what the other modules of this room compute of one article; `theme/article.html` prints it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING
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
from backfile.site.article.reading_time import LONG_MINUTES, minutes
from backfile.site.article.relations import Relations
from backfile.site.article.view import HistoryLine, ListName, article_view

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from backfile.article import Article


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
    image_url: Callable[[Article, str], str]
    """As `lead_image_url`."""
    label_url: Callable[[str], str | None]
    """As `Labels.url_on_article`."""
    social_cards: Mapping[str, SocialCard] = field(default_factory=dict)
    """Of the articles that have one, by the path of their pages."""
    card: Callable[[str, str], str] = lambda path, own_url: ""
    """The path of an article and the URL of the page that shows it -> its card, as HTML."""
    history: Callable[[str], HistoryLine | None] = lambda path: None
    """The path of an article -> what its page says about its history."""

    def context(self, page: Page, article: Article | None) -> dict[str, object]:
        """Return the template variables of `page`.

        In: the article; None if its front matter is not valid, and then there are no citations and no related articles.
        Sets the content of the page, with internal links, and its canonical URL.
        """
        page.content = self.relations.content(page)
        view = article_view(page.meta, self.label_url, self.t, page.content, self.list_names)
        length = minutes(page.markdown or "")
        variables: dict[str, object] = {
            "article": replace(view, history=self.history(page.file.src_uri)),
            "minutes": length,
            "is_long": length >= LONG_MINUTES,
            "images_elsewhere": count_images_elsewhere(page.content),
        }
        if article:
            path = page.file.src_uri
            image = self.image_url(article, page.content)
            cited = CitedArticle(
                article, citation_key(path), self.site_name, page.canonical_url or "", image, _revision(page)
            )
            if self.original_is_canonical and (original := encode_url(article.url)):
                page.canonical_url = escape_all(original)
            variables |= {
                "head": head_metadata(
                    cited,
                    unescape(page.canonical_url or ""),
                    [subject_label(subject, self.t) for subject in article.subjects],
                    self.social_cards.get(path),
                ),
                "citations": [(form.name, escape_all(form.write(cited, self.t))) for form in CITATIONS],
                "related": self.relations.related_view(path),
                "related_cards": [self.card(other, page.url) for other in self.relations.related(path)],
                "markdown": quote(path),
                "proof": quote(proof_path(path)),
                "markdown_sha256": hashlib.sha256(page.file.content_bytes).hexdigest(),
            }
        return variables


def _revision(page: Page) -> str:
    """Return the id of a page's text, as its history names it."""
    return digest_of(page.file.content_bytes.decode("utf-8", "replace"))[:ID_LENGTH]
