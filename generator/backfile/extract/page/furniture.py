"""Furniture in a selected article: labels of the page, teasers, rows of a byline, program code. Owns the order of the
rules and the removal of what they find; each rule is a module.

No rule removes a paragraph of prose by its words alone.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.page.article_layout import find_layout
from backfile.extract.page.article_lines import read_article_lines
from backfile.extract.page.byline_rows import PORTRAIT, find_byline_rows, find_portraits
from backfile.extract.page.label_rules import find_labels
from backfile.extract.page.link_rules import TEASER, find_cards, find_link_lists, find_link_parts
from backfile.extract.page.spilled_code import find_code

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.article_layout import ArticleLayout
    from backfile.extract.page.site_links import SiteLinks

_MOST_REMOVED = 0.5
"""Share of an article's text. More is the article itself: a page of links."""


def remove_furniture(
    article: HtmlElement, site: SiteLinks, known: Article, languages: Collection[str] | None
) -> tuple[RemovedText, ...]:
    """Remove the furniture from an article, in place; return it with the rule by which each line was removed."""
    lines = read_article_lines(article, site, languages)
    found = find_code(lines)
    cards: set[HtmlElement] = set()
    portraits = find_portraits(article, known)
    layout = find_layout(lines)
    if layout is not None:
        cards = set(find_cards(article, site))
        for number, line in enumerate(lines):
            if not cards.isdisjoint(line.wrappers):
                found.setdefault(number, TEASER)
        for number, rule in chain(
            find_labels(layout),
            find_link_lists(layout),
            find_link_parts(layout),
            find_byline_rows(layout, known, languages),
        ):
            found.setdefault(number, rule)
        found.update(_find_headings(layout, found))
    total = sum(len(line.text) for line in lines)
    if sum(len(lines[number].text) for number in found) > _MOST_REMOVED * total:
        return ()
    for number in found:
        lines[number].line.remove()
    for element in (*cards, *portraits):
        element.drop_tree()
    texts = [RemovedText(found[number], lines[number].text) for number in sorted(found)]
    return (*texts, *(RemovedText(PORTRAIT, portrait.get("alt") or "") for portrait in portraits))


def _find_headings(layout: ArticleLayout, found: Collection[int]) -> dict[int, str]:
    """Return the labels that are headings below the text with nothing but furniture below them."""
    headings: dict[int, str] = {}
    is_clear = True
    for number in range(len(layout.lines) - 1, layout.last, -1):
        line = layout.lines[number]
        if number in found:
            continue
        if is_clear and line.label is not None and not line.is_end_matter:
            headings[number] = f"label: {line.label.kind}"
        else:
            is_clear = False
    return headings
