"""Links to other articles of the site that stand apart from the text: cards, lists, and parts of the page that consist
of links. Owns when they are furniture, by their structure and their place.

A list of links that an author made is announced: by a heading, by a line that ends in a colon, or by the words for
sources. Its links lead to other sites more often than to the same.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from backfile.extract.dom import BLOCKS, HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from backfile.extract.page.article_layout import ArticleLayout
    from backfile.extract.page.article_lines import ArticleLine
    from backfile.extract.page.site_links import SiteLinks

TEASER, LINK_LIST, LINK_PART = "teaser", "list of links", "part of the page with links"
_LEAST_PROSE = 3
"""Paragraphs of an article. One with fewer may be a list of links itself."""
_LEAST_LINKS = 2
_LONGEST_CARD = 400
_WHOLLY = 0.95
"""Share of a line's text in links, from which on it has no words between them."""
_MOST_INNER = 100
"""Elements in a link that are examined."""
_COLONS = (":", "：")
_MOST_WRAPPERS = 6
_MEDIA = frozenset(["figure", "figcaption"])


def find_cards(article: HtmlElement, site: SiteLinks) -> list[HtmlElement]:
    """Return the links of an article that contain blocks of text: a picture with a headline, a topic and a headline."""
    return [link for link in article.iter("a") if _is_card(link, site)]


def find_link_lists(layout: ArticleLayout) -> Iterator[tuple[int, str]]:
    """Yield the number of each line in a list of links before the text or after it, and the rule."""
    if layout.count < _LEAST_PROSE:
        return
    for is_link, group in groupby(enumerate(layout.lines), key=lambda item: item[1].is_link and _is_item(item[1])):
        numbers = [number for number, _ in group]
        is_beside = numbers[-1] < layout.first or numbers[0] > layout.last
        if is_link and is_beside and len(numbers) >= _LEAST_LINKS and not _is_announced(layout, numbers[0]):
            yield from ((number, LINK_LIST) for number in numbers)


def find_link_parts(layout: ArticleLayout) -> Iterator[tuple[int, str]]:
    """Yield the number of each line in a part of the page beside the text that consists mostly of links."""
    for part, group in groupby(range(len(layout.lines)), key=lambda number: layout.parts[number]):
        numbers = list(group)
        lines = [layout.lines[number] for number in numbers]
        is_beside = numbers[-1] < layout.first or numbers[0] > layout.last
        if part is not None and is_beside and _consists_of_links(lines):
            yield from ((number, LINK_PART) for number in numbers)


def _is_card(link: HtmlElement, site: SiteLinks) -> bool:
    """Return whether a link is a card. A linked heading or paragraph alone is one of the text, but in a list."""
    inner = islice(link.iterdescendants(), _MOST_INNER)
    blocks = {element.tag for element in inner if element.tag in BLOCKS and element.tag != "br"}
    if not blocks or not _MEDIA.isdisjoint((*blocks, *(each.tag for each in _wrap(link)))):
        return False
    if not site.is_within((link.get("href") or "").strip()) or _is_long(link):
        return False
    is_heading = blocks.issubset(HEADINGS)
    box = link.getparent().tag
    return box == "li" or (is_heading and box == "article") or not (is_heading or blocks == {"p"})


def _is_long(link: HtmlElement) -> bool:
    strings = list(islice(link.itertext(), _MOST_INNER))
    return len(strings) == _MOST_INNER or sum(len(string.strip()) for string in strings) > _LONGEST_CARD


def _wrap(link: HtmlElement) -> list[HtmlElement]:
    return list(islice(link.iterancestors(), _MOST_WRAPPERS))


def _is_item(line: ArticleLine) -> bool:
    return any(wrapper.tag == "li" for wrapper in line.wrappers)


def _is_announced(layout: ArticleLayout, number: int) -> bool:
    """Return whether the line above a list announces it."""
    if number == 0:
        return False
    above = layout.lines[number - 1]
    return above.is_end_matter or above.text.endswith(_COLONS) or (above.is_heading and not above.label)


def _consists_of_links(lines: list[ArticleLine]) -> bool:
    """Return whether most of the text of lines is in links of the site, and no line is one that an author wrote: prose,
    a heading of sources, or words and links together.
    """
    if any(line.is_prose or line.is_end_matter or line.is_fixed or 0 < line.linked < _WHOLLY for line in lines):
        return False
    linked = sum(len(line.text) for line in lines if line.leads_within_site)
    return 2 * linked >= sum(len(line.text) for line in lines)
