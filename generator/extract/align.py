"""Chosen text -> the page's own markup. Owns keeping of a page what its chosen strings stand in, as it was published:
paragraphs, lists, quotations, tables, code, figures. Which strings are chosen is left to `choice`.

A paragraph, list, quotation, table or piece of code of which the larger part was chosen comes back whole: extractors
leave out words and items that look like links or labels to them. All else of the page that was not chosen goes.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from generator.extract import figures
from generator.extract.strings import Strings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lxml.html import HtmlElement

_STRUCTURES = ("ul", "ol", "dl", "table", "blockquote", "pre")
_PLACES = ("li", "td", "th", "dt", "dd")
"""Parts of structures that count also when they are empty."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ELSEWHERE = ("a", "aside", "nav", "footer", "li")
"""What figures stand in that lead to other pages."""
_BREAKS = frozenset(["br", "wbr", "hr"])


def restored(page: HtmlElement, chosen: Collection[int]) -> HtmlElement:
    """Give a copy of the page's body with the chosen strings and images in their own markup; `page` is not changed."""
    copy = deepcopy(page)
    strings = Strings(copy)
    kept = strings.among(chosen)
    for paragraph in strings.paragraphs:
        strings.complete(paragraph, kept)
    _complete_structures(copy.body, strings, kept)
    lead = _lead_figure(strings, kept)
    shown = {
        figure: pictures
        for figure in filter(figures.is_picture, copy.body.iter("figure"))
        if (pictures := _complete_figure(figure, strings, kept, anyway=figure is lead))
    }
    _prune(copy.body, strings.number, kept)
    for figure, pictures in shown.items():
        figures.rebuild(figure, pictures)
    return copy.body


def _complete_structures(body: HtmlElement, strings: Strings, kept: set[int]) -> None:
    whole: HtmlElement | None = None
    for structure in body.iter(*_STRUCTURES):
        inside = whole is not None and strings.span(structure)[0] < strings.span(whole)[1]
        if not inside and not _is_layout(structure) and strings.complete(strings.span(structure), kept):
            whole = structure
            kept.update(strings.number[place] for place in structure.iter(*_PLACES))


def _is_layout(structure: HtmlElement) -> bool:
    """Say whether a table only puts parts of the page side by side."""
    return structure.tag == "table" and (
        structure.get("role") in ("presentation", "none")
        or next(structure.iterdescendants("table", *_HEADINGS), None) is not None
    )


def _lead_figure(strings: Strings, kept: set[int]) -> HtmlElement | None:
    """Give the first figure of the article or main element above the first kept string, unless it is a teaser's."""
    first = min(kept, default=0)
    opening = next((item for item, number in strings.number.items() if number + 1 >= first), None)
    frame = None if opening is None else next(opening.iterancestors("article", "main"), None)
    for figure in () if frame is None else frame.iter("figure"):
        if strings.number[figure] > first:
            break
        if figures.is_picture(figure) and next(figure.iterancestors(*_ELSEWHERE), None) is None:
            return figure
    return None


def _complete_figure(figure: HtmlElement, strings: Strings, kept: set[int], *, anyway: bool) -> list[HtmlElement]:
    """Keep the caption of a figure of which a part is kept, or what surrounds it; give its pictures to be shown, those
    that are kept or else the first.
    """
    span = strings.span(figure)
    if not anyway and kept.isdisjoint(strings.within(span)) and not strings.beside(span, kept):
        return []
    kept.update(strings.within(strings.span(figure.find(".//figcaption"))))
    pictures = list({figures.source(image): image for image in reversed(list(figure.iter("img")))}.items())[::-1]
    found = [image for source, image in pictures if source]
    shown = [image for image in found if strings.number[image] in kept] or found[:1]
    kept.update(strings.number[image] for image in shown)
    return shown


def _prune(body: HtmlElement, number: Mapping[HtmlElement, int], kept: Collection[int]) -> None:
    """Take out all strings that are not kept, and all elements that hold none, but for breaks beside them."""
    items = list(body.iter())
    holding = set()
    for item in items:
        if number[item] in kept:
            holding.add(item)
        elif item.text and item.text.strip():
            item.text = " "
        if number[item] + 1 in kept:
            holding.add(item.getparent())
        elif item.tail and item.tail.strip():
            item.tail = " "
    for item in reversed(items[1:]):
        if item in holding:
            holding.add(item.getparent())
        elif item.tag not in _BREAKS:
            item.drop_tree()
