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
from generator.extract.tree import pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lxml.html import HtmlElement

_STRUCTURES = ("ul", "ol", "dl", "table", "blockquote", "pre")
_PLACES = ("li", "td", "th", "dt", "dd")
"""Parts of structures that count also when they are empty."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAKS = frozenset(["br", "wbr", "hr"])


def restored(page: HtmlElement, chosen: Collection[int]) -> HtmlElement:
    """Give a copy of the page's body with the chosen strings and images in their own markup; `page` is not changed."""
    copy = deepcopy(page)
    strings = Strings(copy)
    kept = strings.among(chosen)
    for paragraph in strings.paragraphs:
        strings.complete(paragraph, kept)
    _complete_structures(copy.body, strings, kept)
    for figure in filter(figures.is_picture, copy.body.iter("figure")):
        _complete_figure(figure, strings, kept)
    _prune(copy.body, strings.number, kept)
    _drop_idle_rules(copy.body)
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


def _complete_figure(figure: HtmlElement, strings: Strings, kept: set[int]) -> None:
    """Keep the caption and the pictures where a part of them is kept; where no picture is, the first."""
    if kept.isdisjoint(strings.within(strings.span(figure))):
        return
    kept.update(strings.within(strings.span(figure.find(".//figcaption"))))
    pictures = {figures.source(image): strings.number[image] for image in reversed(list(figure.iter("img")))}
    pictures.pop("", None)
    if kept.isdisjoint(pictures.values()):
        kept.add(list(pictures.values())[-1])


def _prune(body: HtmlElement, number: Mapping[HtmlElement, int], kept: Collection[int]) -> None:
    """Take out all strings that are not kept, and all elements that hold none, but for breaks beside them."""
    holding = {body}
    for item in reversed(list(body.iterdescendants())):
        own = number[item]
        if own in kept:
            holding.add(item)
        elif item.text and item.text.strip():
            item.text = " "
        if own + 1 in kept:
            holding.add(item.getparent())
        elif item.tail and item.tail.strip():
            item.tail = " "
        if item in holding:
            holding.add(item.getparent())
        elif item.tag not in _BREAKS:
            item.drop_tree()


def _drop_idle_rules(body: HtmlElement) -> None:
    """Take out rules that part nothing: before the first text, after the last, or one after the other."""
    idle, begun = [], False
    waiting: HtmlElement | None = None
    for item, after, string in pieces(body):
        if string is not None and (string.strip() or item.tag == "img"):
            begun, waiting = True, None
        elif item.tag == "hr" and not after:
            if begun and waiting is None:
                waiting = item
            else:
                idle.append(item)
    for rule in [*idle, *([] if waiting is None else [waiting])]:
        rule.drop_tree()
