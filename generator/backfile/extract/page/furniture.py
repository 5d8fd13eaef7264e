"""Furniture in a selected article: labels of the page, teasers, rows of a byline, program code. Owns the order of the
rules and the removal of what they find; each rule is a module.

No rule removes a paragraph of prose by its words alone.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.page.article_layout import find_layout
from backfile.extract.page.article_lines import read_article_lines
from backfile.extract.page.byline_rows import PORTRAIT, find_author_boxes, find_byline_rows, find_portraits
from backfile.extract.page.label_rules import find_labels
from backfile.extract.page.link_rules import TEASER, find_cards, find_link_lists, find_link_parts
from backfile.extract.page.page_code import find_code

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

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
    cards = set(find_cards(article, site))
    found.update((number, TEASER) for number, line in enumerate(lines) if not cards.isdisjoint(line.wrappers))
    _add(found, find_labels, find_layout(lines, found))
    # A box with prose is no part of the text any more: what is below the last paragraph is found only now.
    layout = find_layout(lines, found)
    for find in (find_labels, find_link_lists, find_link_parts, partial(find_byline_rows, known, languages)):
        _add(found, find, layout)
    _add(found, partial(find_author_boxes, known), layout)
    if layout is not None:
        found.update(_find_headings(layout, found))
        found.update(_find_headings_of_boxes(layout, found))
    total = sum(len(line.text) for line in lines)
    if sum(len(lines[number].text) for number in found) > _MOST_REMOVED * total:
        return ()
    for number in found:
        lines[number].line.remove()
    portraits = find_portraits(article, known)
    for element in (*cards, *portraits):
        element.drop_tree()
    texts = [RemovedText(found[number], lines[number].text) for number in sorted(found)]
    return (*texts, *(RemovedText(PORTRAIT, portrait.get("alt") or "") for portrait in portraits))


def _add(
    found: dict[int, str],
    find: Callable[[ArticleLayout], Iterator[tuple[int, str]]],
    layout: ArticleLayout | None,
) -> None:
    """Add what a rule finds in a layout, in place; the first rule that finds a line counts."""
    for number, rule in find(layout) if layout is not None else ():
        found.setdefault(number, rule)


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


def _find_headings_of_boxes(layout: ArticleLayout, found: Mapping[int, str]) -> dict[int, str]:
    """Return the headings that have nothing but furniture below them in their box, with the rule of the line below."""
    headings: dict[int, str] = {}
    lines = layout.lines if layout.around else ()
    for number, (line, next_line) in enumerate(pairwise(lines)):
        if number in found or number + 1 not in found or not line.is_heading:
            continue
        box = next((wrapper for wrapper in line.wrappers if wrapper in next_line.wrappers), None)
        if box is None or box in layout.around:
            continue
        end = number + 1
        while end < len(lines) and end in found and box in lines[end].wrappers:
            end += 1
        if end == len(lines) or box not in lines[end].wrappers:
            headings[number] = found[number + 1]
    return headings
