"""Other articles below the one of a page: sites load the next article when a reader reaches the end, and a page saved
then has both. Owns removing them before the text is chosen.

An article counts as another one only if it has its own headline and its own time, while another place of the page than
its text gives it the headline of an article above. The parts of one article, posts of a thread and lists of articles
have no such headline, or none that matches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import visible_text
from backfile.extract.metadata.headline import is_same_headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

REQUIRED_SUBSTRING = "<article"
RULE = "another article"


def remove_other_articles(page: HtmlElement, headlines: Sequence[str]) -> tuple[RemovedText, ...]:
    """Remove the other articles from a page, in place; return their headlines. In: the headlines that metadata has."""
    articles = [(article, headline) for article in _list_outer(page) if (headline := _find_headline(article))]
    own = [number for number, (_, found) in enumerate(articles) if _is_any(found, headlines)]
    if len(own) != 1:
        return ()
    others = [
        (article, headline)
        for article, headline in articles[own[0] + 1 :]
        if next(article.iter("time"), None) is not None
    ]
    for article, _ in others:
        article.drop_tree()
    return tuple(RemovedText(RULE, headline) for _, headline in others)


def _list_outer(page: HtmlElement) -> list[HtmlElement]:
    """Return the article elements that are in no other one."""
    inner: set[HtmlElement | None] = set()
    outer = []
    for article in page.iter("article"):
        if article not in inner:
            outer.append(article)
            inner.update(article.iterdescendants("article"))
    return outer


def _find_headline(article: HtmlElement) -> str:
    """Return the text of the first h1 of an article; empty without one."""
    return next((visible_text(heading) for heading in article.iter("h1")), "")


def _is_any(headline: str, others: Sequence[str]) -> bool:
    return any(is_same_headline(headline, other) for other in others)
