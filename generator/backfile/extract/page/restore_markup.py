"""Chosen text -> the page's own markup. Owns keeping of a page what its chosen strings stand in, as it was published:
paragraphs, lists, quotations, tables, code, figures. Which strings are chosen is left to `choice`.

A paragraph, list, quotation, table or piece of code of which the larger part was chosen comes back whole: extractors
leave out words and items that look like links or labels to them. All else of the page that was not chosen goes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import text
from backfile.extract.page import embeds, figures, live_blogs
from backfile.extract.page.repeated_metadata import STOPS
from backfile.extract.text.furniture import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import Strings

_STRUCTURES = ("ul", "ol", "dl", "table", "blockquote", "pre")
_PLACES = ("li", "td", "th", "dt", "dd")
"""Parts of structures that count also when they are empty."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ELSEWHERE = ("a", "aside", "nav", "footer", "li")
"""What figures stand in that lead to other pages."""
_FLOW = ("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote")
"""What an article is a run of."""
_MOST_WRAPPERS = 3
"""How many elements a site puts around each paragraph or group of paragraphs."""
_SHORTEST_TEXT = 60
"""A paragraph of fewer characters that ends no sentence is a label."""
_BREAKS = frozenset(["br", "wbr", "hr"])


@dataclass(frozen=True, slots=True)
class KeptStrings:
    """What of a page is its article."""

    numbers: Collection[int]
    """Those of the strings and images."""
    pictures: Mapping[HtmlElement, Sequence[HtmlElement]]
    """The figures, and what each shows."""


def completed(body: HtmlElement, strings: Strings, chosen: Collection[int]) -> KeptStrings:
    """Give what is kept of a page of which these strings and images are chosen; nothing is changed."""
    kept = strings.among(chosen)
    for paragraph in strings.paragraphs:
        strings.settle(paragraph, kept)
    _complete_structures(body, strings, kept)
    _fill_gaps(body, strings, kept)
    _keep_updates(body, strings, kept)
    _keep_embeds(body, strings, kept)
    lead = _lead_figure(strings, kept)
    shown = {
        figure: pictures
        for figure in filter(figures.is_picture, body.iter("figure"))
        if (pictures := _complete_figure(figure, strings, kept, anyway=figure is lead))
    }
    return KeptStrings(kept, shown)


def reduce(body: HtmlElement, strings: Strings, kept: KeptStrings) -> None:
    """Take out of a body all that is not kept."""
    _prune(body, strings.number, kept.numbers)
    for figure, pictures in kept.pictures.items():
        figures.rebuild(figure, pictures)


def _complete_structures(body: HtmlElement, strings: Strings, kept: set[int]) -> None:
    whole: HtmlElement | None = None
    for structure in body.iter(*_STRUCTURES):
        inside = whole is not None and strings.span(structure)[0] < strings.span(whole)[1]
        if not inside and not _is_layout(structure) and strings.complete(strings.span(structure), kept):
            whole = structure
            kept.update(strings.number[place] for place in structure.iter(*_PLACES))


def _fill_gaps(body: HtmlElement, strings: Strings, kept: set[int]) -> None:
    """Keep paragraphs, lists and quotations that stand between kept ones of their kind of place, and the headings of
    kept text.
    """
    blocks = list(_blocks_of(body))
    words = Counter(text(block) for block in blocks)
    between = _between(blocks, [strings.holds(strings.span(block), kept) for block in blocks])
    below = False
    for place in reversed(range(len(blocks))):
        block, span = blocks[place], strings.span(blocks[place])
        fits = place in between or (block.tag in _HEADINGS and _is_within(block, strings, kept))
        if (
            fits
            and (below or block.tag not in _HEADINGS)
            and not strings.holds(span, kept)
            and words[text(block)] == 1
            and _is_of_article(block, strings)
        ):
            kept.update(strings.useful(span))
        below = strings.holds(span, kept)


def _blocks_of(body: HtmlElement) -> Iterator[HtmlElement]:
    """Give the paragraphs, headings, lists and quotations of a page that stand in none other, and in no aside."""
    skipped: set[HtmlElement | None] = set()
    for item in body.iter():
        if item.getparent() in skipped or item.tag in _ELSEWHERE or _is_hidden(item):
            skipped.add(item)
        elif item.tag in _FLOW:
            skipped.add(item)
            yield item


def _between(blocks: Sequence[HtmlElement], held: Sequence[bool]) -> set[int]:
    """Give the places of blocks with kept ones before and after in the same element or in wrappers of the same kind."""
    found: set[int] = set()
    for depth in range(_MOST_WRAPPERS + 1):
        groups: dict[object, list[int]] = {}
        for place, block in enumerate(blocks):
            around = list(islice(block.iterancestors(), depth + 1))
            key = (around[-1], *((item.tag, item.get("class")) for item in around[:-1]))
            groups.setdefault(key, []).append(place)
        for places in groups.values():
            ends = [place for place in places if held[place]]
            found.update(place for place in places if ends and ends[0] < place < ends[-1])
    return found


def _is_within(heading: HtmlElement, strings: Strings, kept: Collection[int]) -> bool:
    """Say whether there is kept text above a heading in the element that it is a part of."""
    above = strings.span(heading.getparent())[0], strings.span(heading)[0]
    return strings.holds(above, kept)


def _is_of_article(block: HtmlElement, strings: Strings) -> bool:
    """Say whether a block reads as text: no label, no list of links, no furniture."""
    words = text(block)
    is_text = block.tag in _HEADINGS or len(words) >= _SHORTEST_TEXT or words.endswith(STOPS)
    is_own = 2 * strings.linked(strings.span(block)) < 1 or _frames_its_links(block)
    return bool(words) and is_text and is_own and judge(words) is None


def _frames_its_links(block: HtmlElement) -> bool:
    """Say whether a paragraph is a sentence around links: it begins, not with a label, and ends outside them."""
    begin = (block.text or "").strip()
    end = (block[-1].tail or "").strip() if len(block) else ""
    return block.tag == "p" and begin != "" and not begin.endswith(":") and end.endswith(STOPS)


def _keep_updates(body: HtmlElement, strings: Strings, kept: set[int]) -> None:
    """Keep the updates of a live blog, but for paragraphs that are nothing but links or buttons."""
    inside: set[int] = set()
    end = 0
    for first, last in map(strings.span, live_blogs.marked(body)):
        inside.update(range(max(first, end), last))
        end = max(end, last)
    for paragraph in strings.paragraphs if inside else ():
        if paragraph[0] in inside and strings.linked(paragraph) < 1:
            kept.update(strings.useful(paragraph))


def _keep_embeds(body: HtmlElement, strings: Strings, kept: set[int]) -> None:
    """Keep what stands in the place of embeds whole that is next to kept text, and in one element with such text."""
    for embed in embeds.marked(body):
        span = strings.span(embed)
        around = list(islice(embed.iterancestors(), _MOST_WRAPPERS))
        apart = any(item.tag in _ELSEWHERE or _is_hidden(item) for item in embed.iterancestors())
        among = any(strings.holds(strings.span(item), kept) for item in around if item is not body)
        if strings.holds(span, kept) or (not apart and among and any(strings.beside(span, kept))):
            kept.update(strings.useful(span))


def _is_hidden(item: HtmlElement) -> bool:
    style = (item.get("style") or "").replace(" ", "").lower()
    return item.get("hidden") is not None or item.get("aria-hidden") == "true" or "display:none" in style


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
    if not anyway and kept.isdisjoint(strings.within(span)) and not all(strings.beside(span, kept)):
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
