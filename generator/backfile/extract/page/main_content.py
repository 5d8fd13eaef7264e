"""The main content of a page. Owns the decision which part of the page is the article. Its markup is restored by
`restore_markup`, it is written as HTML by `serialize`, and sanitized by `markup`.

trafilatura selects the main content, except on two kinds of page. On a page without furniture and design, all text is
the article. On a page in which trafilatura selects hardly anything, the article is the whole article or main element,
or else the body: additional lines do less harm than a lost article.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import visible_text
from backfile.extract.page.frames import (
    find_cell,
    find_frame,
    find_headed,
    find_outside,
    find_teasers,
    is_of_teasers,
    isolate,
)
from backfile.extract.page.restore_markup import complete_selection, extend_selection, remove_unselected
from backfile.extract.page.string_numbers import MOST_ELEMENTS, NumberedStrings
from backfile.extract.page.trafilatura import Mode, select_strings

if TYPE_CHECKING:
    from collections.abc import Set

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.restore_markup import Selection
    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.string_numbers import Span

_FURNITURE = ("nav", "aside", "footer", "button", "dialog", "menu", "select", "textarea")
"""Elements for the surroundings of an article. `header` is none of them, because it may contain the lead, nor is
`form`, because some servers wrap the whole page in one."""
_WITHOUT_TEXT = ("script", "style", "svg")
"""Elements without text of an article. They are removed first, which saves time in all later steps."""
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "head")

_LEAST_SHARE = 0.5
"""A selection must contain this share of the paragraphs in the page's article or main element. It must contain this
share of the page's running text, or trafilatura is called again in the next mode."""
_LEAST_TEXT = 200
"""Characters of a selection that are enough on a page without an article or main element (trafilatura's own limit is
250)."""
_MOST_ITEMS, _DEEPEST = 2_500, 250
"""List items and table rows, and levels of elements. Pages with more of them, or with more elements than can be
numbered, are not passed to trafilatura: its time grows with the square of these numbers, and it recurses."""
_IS_TOO_DEEP = etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")


def select_article(tree: HtmlElement, known: Article, links: SiteLinks) -> HtmlElement:
    """Return the article's part of a page; the rest of `tree` is removed from it.

    In: the page; its parsed fields, of which the headline tells where the article is, and the dek is not of it; the
    links of the page.
    """
    body = tree.find("body")
    is_bare = _is_bare(body)
    etree.strip_elements(tree, *_WITHOUT_TEXT, with_tail=False)
    strings = NumberedStrings(tree)
    headed = find_headed(body, strings, known.headline)
    frame = find_frame(body, strings, headed)
    if is_bare and (frame is body or visible_text(frame) == visible_text(body)):
        return _copy_whole(_find_whole(frame, strings))
    if _is_too_large(tree, strings):
        return _copy_whole(frame)
    selection = _select(tree, tree, frame, strings, links)
    if selection and headed is not None and is_of_teasers(headed, strings, selection.numbers):
        frame = headed
        selection = _select(tree, isolate(tree, headed), headed, strings, links)
    if selection is None:
        return _copy_whole(_find_whole(frame, strings))
    if headed is not None and (teasers := find_teasers(headed, strings, selection.numbers)):
        selection = selection.without(teasers, strings)
    if frame is body and (cell := find_cell(body, strings)) is not None:
        outside, _ = find_outside(body, cell, strings)
        selection = selection.without(outside, strings)
        for part in (cell, *cell.iterancestors("td", "tr", "tbody", "table")):
            part.tag = "div"
    remove_unselected(body, strings, extend_selection(body, strings, selection, known))
    return body


def _select(
    tree: HtmlElement, visible: HtmlElement, frame: HtmlElement, strings: NumberedStrings, links: SiteLinks
) -> Selection | None:
    """Return the first selection that contains enough of a frame; None if trafilatura selects less in all modes.

    In: the page; the page as trafilatura is to see it; the frame; the strings and the links of the page.
    """
    span = strings.span_of(frame)
    paragraphs = [strings.span_of(element) for element in frame.iter("p")] if frame is not tree.find("body") else []
    expected = sum(map(strings.count_chars, paragraphs))
    least = max(_LEAST_SHARE * expected, min(_LEAST_TEXT, _LEAST_SHARE * strings.count_chars(span)))
    for mode in Mode:
        selection = complete_selection(tree.find("body"), strings, select_strings(visible, strings, mode), links)
        is_doubtful = mode is Mode.PRECISE_FAST and not _has_running_text(strings, span, selection.numbers)
        if strings.count_selected_chars(selection.numbers) >= least and not is_doubtful:
            return selection
    return None


def _has_running_text(strings: NumberedStrings, span: Span, selection: Set[int]) -> bool:
    """Return whether at least half of the running text in a span is selected."""
    paragraphs = strings.find_running_text(span)
    selected = [paragraph for paragraph in paragraphs if strings.has_selected_text(paragraph, selection)]
    return sum(map(strings.count_chars, selected)) >= _LEAST_SHARE * sum(map(strings.count_chars, paragraphs))


def _is_bare(body: HtmlElement) -> bool:
    """Return whether a page has no furniture and no design: no class, no id and no role."""
    return not any(element.tag in (*_FURNITURE, "header", "form") or _is_designed(element) for element in body.iter())


def _is_designed(element: HtmlElement) -> bool:
    return element.get("class") is not None or element.get("id") is not None or element.get("role") is not None


def _is_too_large(tree: HtmlElement, strings: NumberedStrings) -> bool:
    items = sum(1 for _ in tree.iter("li", "tr", "dt", "dd"))
    return items > _MOST_ITEMS or len(strings.number) > MOST_ELEMENTS or bool(_IS_TOO_DEEP(tree))


def _find_whole(frame: HtmlElement, strings: NumberedStrings) -> HtmlElement:
    """Return the part of a frame that is the article, if all of that is: of a body with a table for its layout, the
    cell with the text.
    """
    cell = find_cell(frame, strings) if frame.tag == "body" else None
    return frame if cell is None or find_outside(frame, cell, strings)[1] else cell


def _copy_whole(frame: HtmlElement) -> HtmlElement:
    """Return a copy of a frame without its invisible elements and without furniture elements, each only if text is
    left without them.
    """
    article = deepcopy(frame)
    article.tag = "div" if article.tag == "td" else article.tag
    for unwanted in (_UNSEEN, _FURNITURE):
        reduced = deepcopy(article)
        etree.strip_elements(reduced, *unwanted, with_tail=False)  # to drop them one by one takes quadratic time
        if visible_text(reduced):
            article = reduced
    return article
