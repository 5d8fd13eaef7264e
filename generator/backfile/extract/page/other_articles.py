"""Other articles on the page of one: sites load the next article when a reader reaches the end, and a page saved then
has both; others put several whole articles on each page. Owns removing them before the text is chosen.

An article counts as another one only if it has its own headline, while another place of the page than its text gives it
the headline of an article beside. Below that one it has its own time as well, or else it is set like it: in the same
element, with a heading of the same kind and running text. The parts of one article, posts of a thread and lists of
articles have no such headline, or none that matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import visible_text
from backfile.extract.metadata.headline import is_same_headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

RULE = "another article"
_HOLDERS = ("div", "section", "li", "td")
_MOST_WRAPPERS = 4
"""Elements around a headline of which one may be an article."""
_SHORTEST_HEADLINE = 12
_LEAST_PARAGRAPHS, _SHORTEST, _MOST_EXAMINED = 2, 80, 50
"""Paragraphs of an article that is more than a teaser, their characters, and how many are examined."""


@dataclass(frozen=True, slots=True)
class OtherArticles:
    """The other articles of a page."""

    removed: tuple[RemovedText, ...] = ()
    """The headlines of those that were removed."""
    kept: tuple[str, ...] = ()
    """The headlines of several articles of which none is told to be the one of the page."""


def remove_other_articles(page: HtmlElement, headlines: Sequence[str]) -> OtherArticles:
    """Remove the other articles from a page, in place; return what was found. In: the headlines that metadata has."""
    outer = _list_outer(page)
    if len(outer) < 2:
        outer = _list_alike(page)
    articles = [(article, heading) for article in outer if (heading := _find_heading(article)) is not None]
    if len(articles) < 2:
        return OtherArticles()
    texts = [visible_text(heading) for _, heading in articles]
    own = [number for number, text in enumerate(texts) if _is_any(text, headlines)]
    own = own or [number for number, text in enumerate(texts) if _begins_title(text, page)]
    if len(own) != 1:
        return OtherArticles(kept=() if own else _list_equal(page, articles))
    (own_article, own_heading), removed = articles[own[0]], []
    has_text = _has_running_text(own_article)
    for number, (article, heading) in enumerate(articles):
        is_loaded = number > own[0] and heading.tag == "h1" and next(article.iter("time"), None) is not None
        is_beside = article is not own_article and article.getparent() is own_article.getparent()
        is_like = is_beside and _kind_of(article, heading) == _kind_of(own_article, own_heading) and has_text
        if is_loaded or (is_like and _has_running_text(article)):
            article.drop_tree()
            removed.append(RemovedText(RULE, texts[number]))
    return OtherArticles(tuple(removed))


def _list_equal(page: HtmlElement, articles: Sequence[tuple[HtmlElement, HtmlElement]]) -> tuple[str, ...]:
    """Return the headlines of several whole articles that are set alike, if no headline is above them: then none of
    them is the one of the page.
    """
    groups: dict[tuple[object, ...], list[tuple[HtmlElement, HtmlElement]]] = {}
    for article, heading in articles:
        groups.setdefault((article.getparent(), *_kind_of(article, heading)), []).append((article, heading))
    whole = [
        found for group in groups.values() if len(found := [each for each in group if _has_running_text(each[0])]) > 1
    ]
    if len(whole) != 1:
        return ()
    inside = {each for article, _ in whole[0] for each in article.iter("h1")}
    is_headed = any(each not in inside and visible_text(each) for each in page.iter("h1"))
    return () if is_headed else tuple(visible_text(heading) for _, heading in whole[0])


def _kind_of(article: HtmlElement, heading: HtmlElement) -> tuple[str | None, ...]:
    return article.get("class"), heading.tag, heading.get("class")


def _has_running_text(article: HtmlElement) -> bool:
    """Return whether an article has more text than a teaser."""
    paragraphs = islice(article.iter("p"), _MOST_EXAMINED)
    return sum(len("".join(each.itertext()).strip()) >= _SHORTEST for each in paragraphs) >= _LEAST_PARAGRAPHS


def _list_outer(page: HtmlElement) -> list[HtmlElement]:
    """Return the article elements that are in no other one."""
    inner: set[HtmlElement | None] = set()
    outer = []
    for article in page.iter("article"):
        if article not in inner:
            outer.append(article)
            inner.update(article.iterdescendants("article"))
    return outer


def _list_alike(page: HtmlElement) -> list[HtmlElement]:
    """Return elements of one class beside each other with a headline and running text each, if the page has no article
    elements of them. All of them but one have a time, or a link in the headline: the parts of one article have neither.
    """
    tag = "h1" if len(list(islice(page.iter("h1"), 2))) > 1 else "h2"
    groups: dict[tuple[HtmlElement, str, str], dict[HtmlElement, None]] = {}
    for heading in islice(page.iter(tag), _MOST_EXAMINED):
        for holder in islice(heading.iterancestors(), _MOST_WRAPPERS):
            if holder.tag not in _HOLDERS:
                break
            if name := holder.get("class"):
                groups.setdefault((holder.getparent(), holder.tag, name), {})[holder] = None
    for group in groups.values():
        if len(group) > 1 and all(map(_has_running_text, group)):
            return list(group) if sum(map(_stands_alone, group)) >= len(group) - 1 else []
    return []


def _stands_alone(holder: HtmlElement) -> bool:
    """Return whether an element has a time of its own, or its headline leads to a page of its own."""
    if next(holder.iter("time"), None) is not None:
        return True
    heading = _find_heading(holder)
    links = () if heading is None else chain(heading.iter("a"), heading.iterancestors("a"))
    return any(not (link.get("href") or "#").startswith("#") for link in links)


def _find_heading(article: HtmlElement) -> HtmlElement | None:
    """Return the headline of an article: its first h1, or else its first h2; None without one."""
    return next(chain(article.iter("h1"), article.iter("h2")), None)


def _begins_title(text: str, page: HtmlElement) -> bool:
    """Return whether the title of a page begins with a text, before its site."""
    title = next((visible_text(element) for element in page.iter("title")), "")
    return len(text) >= _SHORTEST_HEADLINE and title.startswith(text) and not title[len(text) : len(text) + 1].isalnum()


def _is_any(headline: str, others: Sequence[str]) -> bool:
    return any(is_same_headline(headline, other) for other in others)
