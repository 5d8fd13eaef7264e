"""Text between selected text. Owns which blocks are added to the selection because of their place: extractors leave
them out within an article, where they look like labels or links to them, or stand in no paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

MOST_WRAPPERS = 5
"""How many elements a site puts around each paragraph or group of paragraphs."""
LISTS = ("ul", "ol", "dl")
COLONS = (":", "\uff1a")
_CALLS = ("\u00bb", "\u203a", "\u2192", ">")
"""Ends of links that ask the reader to go elsewhere."""
SHORTEST_TEXT = 60
"""Characters of a paragraph. A shorter one that does not end a sentence is a label."""
_LONGEST_CAPTION = 200
"""Characters of loose text at an image. A longer one is no caption."""
_LONGEST_SENTENCE = 180
"""The same, of text that ends a sentence."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a block that is between selected ones."""

    wrappers: int
    """How many elements are around the block in the element that contains the selected ones too."""
    above: TextBlock | None
    is_text_below: bool
    """Whether the next block of the page is selected."""
    is_among_linked: bool
    """Whether paragraphs of links, of the same kind, are selected."""


def fill_gaps(blocks: Sequence[TextBlock], strings: NumberedStrings, links: SiteLinks, selection: set[int]) -> None:
    """Add to the selection the blocks between selected blocks in the same kind of place, and the headings of selected
    text.

    A block is added only if it reads as text of an article, and if its text occurs once on the page.
    """
    occurrences = Counter(block.text for block in blocks)
    is_selected = [strings.has_selected_text(block.span, selection) for block in blocks]
    between = _find_between(blocks, is_selected)
    found = [block for block, selected in zip(blocks, is_selected, strict=True) if selected]
    linked = {_kind_of(block) for block in found if _is_row_of_links(block, strings)}
    starts = [block.span[0] for block in found]
    is_text_below = False
    kinds: set[object] = set()
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        fits = index in between or (
            block.is_heading
            and is_text_below
            and (_kind_of(block) in kinds or _is_within_text(block, blocks[index + 1], strings, starts))
        )
        if fits and not strings.is_selected(block.span, selection) and occurrences[block.text] == 1:
            place = _Place(
                between.get(index, 0 if _kind_of(block) in kinds else 1),
                blocks[index - 1] if index else None,
                is_text_below,
                _kind_of(block) in linked,
            )
            if _reads_as_text(block, place, strings, links) and match_furniture(block.text) is None:
                selection.update(strings.list_useful_numbers(block.span))
        is_text_below = strings.has_selected_text(block.span, selection) and block.element.tag != "h1"
        if is_text_below and block.is_heading:
            kinds.add(_kind_of(block))


def _find_between(blocks: Sequence[TextBlock], is_selected: Sequence[bool]) -> dict[int, int]:
    """Return the indexes of blocks with selected blocks before and after them, in the same element or in wrappers of
    the same kind: of the same tags and classes, in the same outer element. Each has its number of wrappers.
    """
    between: dict[int, int] = {}
    found = [index for index, selected in enumerate(is_selected) if selected] or [0]
    places = [places_of(block) for block in blocks[found[0] : found[-1] + 1]]
    for wrappers in range(MOST_WRAPPERS + 1):
        groups: dict[object, list[int]] = {}
        for index, own in enumerate(places, found[0]):
            groups.setdefault(own[wrappers], []).append(index)
        for indexes in groups.values():
            selected = [index for index in indexes if is_selected[index]]
            for index in indexes:
                if selected and selected[0] < index < selected[-1]:
                    between.setdefault(index, wrappers)
    return between | _find_beside_images(blocks, found, between)


def _find_beside_images(blocks: Sequence[TextBlock], found: Sequence[int], between: Collection[int]) -> dict[int, int]:
    """Return the indexes of long loose sentences in wrappers of their own kind, with selected blocks before and after
    these, each with its number of wrappers: a text beside an image is set so.
    """
    direct: dict[HtmlElement, list[int]] = {}
    for index in found if blocks else ():
        direct.setdefault(blocks[index].list_holders(1)[0], []).append(index)
    beside: dict[int, int] = {}
    for index, block in enumerate(blocks[found[0] : found[-1] + 1], found[0]):
        if index in between or not block.is_loose or not _is_text_of_sentences(block):
            continue
        for wrappers, holder in enumerate(block.list_holders(MOST_WRAPPERS)):
            selected = direct.get(holder, [])
            if selected and selected[0] < index < selected[-1]:
                beside.setdefault(index, wrappers)
    return beside


def _is_text_of_sentences(block: TextBlock) -> bool:
    return len(block.text) >= _LONGEST_SENTENCE and block.text.endswith(SENTENCE_ENDS)


def places_of(block: TextBlock) -> list[tuple[object, ...]]:
    """Return for each number of wrappers, from 0 to the most, what blocks in wrappers of the same kind have in common:
    the outer element, the tags and classes.
    """
    holders = block.list_holders(MOST_WRAPPERS + 1)
    kinds = [(wrapper.tag, wrapper.get("class")) for wrapper in holders[:-1]]
    outer = (min(wrappers, len(kinds)) for wrappers in range(MOST_WRAPPERS + 1))
    return [(holders[wrappers], *kinds[:wrappers]) for wrappers in outer]


def _kind_of(block: TextBlock) -> tuple[object, ...]:
    """Return what headings of the same kind have in common: the element around them, their tag and class."""
    return block.list_holders(1)[0], block.element.tag, block.element.get("class")


def _is_row_of_links(block: TextBlock, strings: NumberedStrings) -> bool:
    """Return whether a paragraph consists of links and of words or signs between them."""
    paragraph = block.element
    is_linked = not block.is_loose and paragraph.tag == "p" and 2 * strings.measure_link_density(block.span) >= 1
    return is_linked and any(
        (link.tail or "").strip() and link.getnext() is not None for link in paragraph.iterchildren("a")
    )


def _is_within_text(heading: TextBlock, below: TextBlock, strings: NumberedStrings, starts: Sequence[int]) -> bool:
    """Return whether a heading is in one element with the text below it, and there is selected text above it in that
    element or in one around it. In: the positions at which selected blocks begin.
    """
    holder, *around = heading.list_holders(MOST_WRAPPERS)
    if holder not in below.list_holders(MOST_WRAPPERS):
        around = []
    firsts = (strings.span_of(each)[0] for each in (holder, *around))
    return any(bisect_left(starts, first) < bisect_left(starts, heading.span[0]) for first in firsts)


def _reads_as_text(block: TextBlock, place: _Place, strings: NumberedStrings, links: SiteLinks) -> bool:
    """Return whether a block reads as text of an article in its place."""
    is_linked = 2 * strings.measure_link_density(block.span) >= 1
    if block.is_heading:
        is_teaser = is_linked and place.wrappers and not links.all_lead_elsewhere(block.element)
        return block.element.tag != "h1" and place.is_text_below and not is_teaser
    if block.is_loose and (is_linked or _reads_as_caption(block, place, strings)):
        return False
    if is_linked and not _is_sentence_with_links(block):
        is_in_text = place.is_among_linked and _is_row_of_links(block, strings)
        if place.wrappers:
            return block.element.tag == "p" and _is_long_sentence(block) and links.all_lead_elsewhere(block.element)
        return is_in_text or _reads_as_reference(block, place, links)
    if len(block.text) >= SHORTEST_TEXT or block.text.endswith(SENTENCE_ENDS):
        return True
    is_list = block.element.tag in LISTS and not block.is_loose
    return not place.wrappers and (is_list or (place.is_text_below and match_note(block.text) is None))


def _reads_as_caption(block: TextBlock, place: _Place, strings: NumberedStrings) -> bool:
    """Return whether loose text is a note, or belongs to an image: beside it, or in the same wrapper."""
    if match_note(block.text):
        return True
    if len(block.text) >= _LONGEST_CAPTION or _is_text_of_sentences(block):
        return False
    is_image_apart = block.is_bare and next(block.element.iterchildren("img", "picture", "a"), None) is None
    if is_image_apart and place.is_text_below and block.text.endswith(SENTENCE_ENDS):
        return False  # the image has an element of its own, in which its caption would be
    if place.wrappers:
        return strings.has_image(strings.span_of(block.list_holders(place.wrappers)[-1]))
    return strings.begins_at_image(block.span)


def _reads_as_reference(block: TextBlock, place: _Place, links: SiteLinks) -> bool:
    """Return whether a list or paragraph of links is the author's: all links lead to other sites, or a sentence above
    announces a list. Links to the same site are those of the site: further articles and subjects.
    """
    if links.all_lead_elsewhere(block.element):
        return not block.text.endswith(_CALLS)
    above = place.above
    return (
        block.element.tag in LISTS
        and above is not None
        and not above.is_heading
        and above.text.endswith(COLONS)
        and match_furniture(above.text) is None
    )


def _is_long_sentence(block: TextBlock) -> bool:
    """Return whether the text of a link is a sentence of an article: headlines and prompts are shorter or end
    otherwise.
    """
    return len(block.text) >= SHORTEST_TEXT and block.text.endswith(SENTENCE_ENDS)


def _is_sentence_with_links(block: TextBlock) -> bool:
    """Return whether a paragraph is a sentence around links: its beginning, which is no label, and its end are outside
    of them.
    """
    paragraph = block.element
    start = (paragraph.text or "").strip()
    end = (paragraph[-1].tail or "").strip() if len(paragraph) else ""
    return paragraph.tag == "p" and start != "" and not start.endswith(":") and end.endswith(SENTENCE_ENDS)
