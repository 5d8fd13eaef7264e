"""What the page of an article shows of the rest of the archive, without rendering it.

The page is a function of its own text and of these answers, beside what all pages share. Owns which they are: each
field of `ArticlePages` that knows more than one article is asked here. So a build can tell whether a page is the same
as before.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backfile.site.article.page_context import ArticlePages
from backfile.site.article.page_facts import facts_of

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from backfile.article import Article


class AskedLabels:
    """The labels about which the page of an article asks: they depend on its text alone."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        """The paths of the pages of labels, dates and subjects."""
        self.names: list[tuple[str, str]] = []
        """Front-matter key and label."""

    def noted(self, pages: ArticlePages) -> ArticlePages:
        """Return `pages` such that what is asked is noted here."""

        def url(path: str) -> str | None:
            self.urls.append(path)
            return pages.label_url(path)

        def name(key: str, label: str) -> str | None:
            self.names.append((key, label))
            return pages.list_names[key](label)

        return replace(pages, label_url=url, list_names={key: partial(name, key) for key in pages.list_names})


def answers(
    pages: ArticlePages, page: Page, article: Article | None, urls: list[str], names: list[tuple[str, str]]
) -> object:
    """Return what the page of an article shows of the rest of the archive. Equal answers have the same `repr`.

    In: the page; its article, None if its front matter is not valid; what `AskedLabels` noted.
    """
    path = page.file.src_uri
    labels = [*map(pages.label_url, urls)], [pages.list_names[key](label) for key, label in names]
    history = pages.history(path)
    if article is None:
        return labels, history
    relations, cards = pages.relations, pages.cards
    return (
        labels,
        history,
        relations.link_urls(path),
        relations.shown(path),
        b"".join(map(cards.card_digest, relations.related(path))).hex() if cards else "",
        pages.image_url(article, facts_of(page).image),
        pages.social_cards.get(path),
    )
