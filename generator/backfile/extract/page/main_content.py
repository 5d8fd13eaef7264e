"""The article's text within a page. Owns choosing the part of the page that is the article, as HTML; cleaning it is
left to `clean`, its fields to `metadata`.

trafilatura chooses. Two kinds of page are not left to it: pages without anything around the article, of which all text
is kept as it stands, and pages in which it finds next to nothing, of which the article or main element is taken whole,
or else the body: a line too many is better than an article lost.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.article import RawHtml
from backfile.extract.dom import is_leaf, pieces, text
from backfile.extract.page import figures
from backfile.extract.page.restore_markup import completed, reduce
from backfile.extract.page.string_numbers import MOST_ELEMENTS, Strings
from backfile.extract.page.trafilatura import Opinion, choose

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import Span

_FURNITURE = ("nav", "aside", "footer", "button", "dialog", "menu", "select", "textarea")
"""Elements for what surrounds an article. Not `header`, which may hold its lead, nor `form`, in which some servers wrap
the whole page."""
_WORDLESS = ("script", "style", "svg")
"""Elements of which nothing can be an article's: gone before the rest is looked at, they cost nothing."""
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "head")

_LEAST_SHARE = 0.5
"""An extraction must hold this share of the paragraphs in the page's article or main element, and of its running text
to be believed without another opinion."""
_FRAME_SHARE = 0.3
"""An article or main element with less of the page's text is a teaser."""
_LEAST_TEXT = 200
"""Characters that are enough for any page without such an element (trafilatura's own bound is 250)."""
_MOST_ITEMS, _DEEPEST = 2_500, 250
"""Pages with more elements, list items and table rows, or levels are taken whole: trafilatura's time grows with the
square of these, and it recurses."""


def select(tree: HtmlElement) -> HtmlElement:
    """Give the article's part of the page, as a copy; `tree` is not changed."""
    tree = deepcopy(tree)
    body = tree.body
    _write_formulas(tree)
    bare = _is_bare(body)
    etree.strip_elements(tree, *_WORDLESS, with_tail=False)
    strings = Strings(tree)
    frame = _frame(body, strings)
    if bare and (frame is body or text(frame) == text(body)):
        return _whole(frame)
    span = strings.span(frame)
    expected = sum(strings.length(strings.span(item)) for item in frame.iter("p")) if frame is not body else 0
    least = max(_LEAST_SHARE * expected, min(_LEAST_TEXT, _LEAST_SHARE * strings.length(span)))
    for opinion in () if _is_heavy(tree, strings) else Opinion:
        kept = completed(body, strings, choose(tree, opinion))
        doubtful = opinion is Opinion.FIRST and not _holds_prose(strings, span, kept.numbers)
        if strings.amount(kept.numbers) >= least and not doubtful:
            reduce(body, strings, kept)
            return body
    return _whole(frame)


def _holds_prose(strings: Strings, span: Span, kept: Collection[int]) -> bool:
    """Say whether the larger part of a span's running text is kept."""
    prose = strings.prose(span)
    held = sum(strings.length(paragraph) for paragraph in prose if strings.holds(paragraph, kept))
    return held >= _LEAST_SHARE * sum(map(strings.length, prose))


def serialise(element: HtmlElement) -> RawHtml:
    """Write what an element holds, without the element, as an HTML fragment; addresses stay as found."""
    kept = deepcopy(element)
    kept.tag = "div"
    kept.attrib.clear()
    kept.tail = None
    _drop_idle_rules(kept)
    for image in list(kept.iter("img")):
        if address := figures.source(image):
            image.set("src", address)
        elif figures.keeps_a_place(image):
            image.drop_tree()
    written: str = lxml_html.tostring(kept, encoding="unicode")
    return RawHtml(written.removeprefix("<div>").removesuffix("</div>"))


def _write_formulas(page: HtmlElement) -> None:
    """Put in the place of each formula its TeX, or else its text: MathML itself is dropped on the way."""
    for formula in filter(is_leaf, list(page.iter("math"))):
        notes = (item.text for item in formula.iter("annotation") if item.get("encoding") == "application/x-tex")
        source = (formula.get("alttext") or next(notes, None) or "").strip()
        formula.tag = "code" if source else "span"
        formula.text, formula[:] = source or text(formula), []


def _frame(body: HtmlElement, strings: Strings) -> HtmlElement:
    """Give the element that the page marks as its article: the longest article or main, unless it holds but a small
    part of the page; else the body.
    """

    def length(item: HtmlElement) -> int:
        return strings.length(strings.span(item))

    for name in ("article", "main"):
        longest = max(body.iter(name), key=length, default=None)
        if longest is not None and length(longest) >= length(body) * _FRAME_SHARE:
            return longest
    return body


def _is_bare(body: HtmlElement) -> bool:
    """Say whether a page has no furniture and no design, that is, not a single class, id or role."""
    return not any(item.tag in (*_FURNITURE, "header", "form") or _is_designed(item) for item in body.iter())


def _is_designed(item: HtmlElement) -> bool:
    return item.get("class") is not None or item.get("id") is not None or item.get("role") is not None


def _is_heavy(tree: HtmlElement, strings: Strings) -> bool:
    items = sum(1 for _ in tree.iter("li", "tr", "dt", "dd"))
    return items > _MOST_ITEMS or len(strings.number) > MOST_ELEMENTS or strings.depth > _DEEPEST


def _whole(frame: HtmlElement) -> HtmlElement:
    """Give a frame with all its text, less what is no text of an article by its very element."""
    kept = deepcopy(frame)
    for unwanted in (_UNSEEN, _FURNITURE):
        less = deepcopy(kept)
        for item in [item for item in less.iter(*unwanted) if item is not less]:
            item.drop_tree()
        if text(less):
            kept = less
    return kept


def _drop_idle_rules(article: HtmlElement) -> None:
    """Take out rules that part nothing: before the first text, after the last, or one after the other."""
    idle, begun = [], False
    waiting: HtmlElement | None = None
    for item, after, string in pieces(article):
        if string is not None and (string.strip() or item.tag == "img"):
            begun, waiting = True, None
        elif item.tag == "hr" and not after:
            if begun and waiting is None:
                waiting = item
            else:
                idle.append(item)
    for rule in [*idle, *([] if waiting is None else [waiting])]:
        rule.drop_tree()
