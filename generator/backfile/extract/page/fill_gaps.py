"""Text between selected text. Owns which paragraphs, headings, lists and quotations are added to the selection because
of their place: extractors leave them out within an article, where they look like labels or links.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, is_hidden, visible_text
from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings

ELSEWHERE = ("a", "aside", "nav", "footer", "li")
"""Elements whose text and figures lead to other pages."""
MOST_WRAPPERS = 3
"""How many elements a site puts around each paragraph or group of paragraphs."""
_FLOW = ("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote")
"""The blocks of which an article is a sequence."""
_SHORTEST_TEXT = 60
"""Characters of a paragraph. A shorter one that does not end a sentence is a label."""


def fill_gaps(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the blocks between selected blocks in the same kind of place, and the headings of selected
    text.

    A block is added only if it reads as text of an article, and if its text occurs once on the page.
    """
    blocks = list(_iter_blocks(body))
    occurrences = Counter(visible_text(block) for block in blocks)
    spans = [strings.span_of(block) for block in blocks]
    between = _find_between(blocks, [strings.has_selected_text(span, selection) for span in spans])
    is_text_below = False
    for index in reversed(range(len(blocks))):
        block, span = blocks[index], spans[index]
        is_heading = block.tag in HEADINGS
        fits = index in between or (is_heading and _has_selected_text_above(block, strings, selection))
        if (
            fits
            and (is_text_below or not is_heading)
            and not strings.has_selected_text(span, selection)
            and occurrences[visible_text(block)] == 1
            and _reads_as_text(block, strings)
        ):
            selection.update(strings.list_useful_numbers(span))
        is_text_below = strings.has_selected_text(span, selection)


def is_concealed(element: HtmlElement) -> bool:
    """Return whether an element is hidden, on the screen or from screen readers."""
    return element.get("aria-hidden") == "true" or is_hidden(element)


def _iter_blocks(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the paragraphs, headings, lists and quotations of a page that are not in another one, nor in an aside."""
    skipped: set[HtmlElement | None] = set()
    for element in body.iter():
        if element.getparent() in skipped or element.tag in ELSEWHERE or is_concealed(element):
            skipped.add(element)
        elif element.tag in _FLOW:
            skipped.add(element)
            yield element


def _find_between(blocks: Sequence[HtmlElement], is_selected: Sequence[bool]) -> set[int]:
    """Return the indexes of blocks with selected blocks before and after them, in the same element or in wrappers of
    the same kind: of the same tags and classes, in the same outer element.
    """
    between: set[int] = set()
    for depth in range(MOST_WRAPPERS + 1):
        groups: dict[object, list[int]] = {}
        for index, block in enumerate(blocks):
            ancestors = list(islice(block.iterancestors(), depth + 1))
            key = (ancestors[-1], *((wrapper.tag, wrapper.get("class")) for wrapper in ancestors[:-1]))
            groups.setdefault(key, []).append(index)
        for indexes in groups.values():
            selected = [index for index in indexes if is_selected[index]]
            between.update(index for index in indexes if selected and selected[0] < index < selected[-1])
    return between


def _has_selected_text_above(heading: HtmlElement, strings: NumberedStrings, selection: Collection[int]) -> bool:
    """Return whether there is selected text above a heading in its parent element."""
    above = strings.span_of(heading.getparent())[0], strings.span_of(heading)[0]
    return strings.has_selected_text(above, selection)


def _reads_as_text(block: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether a block reads as text of an article: no label, no list of links, no furniture."""
    text = visible_text(block)
    is_long = block.tag in HEADINGS or len(text) >= _SHORTEST_TEXT or text.endswith(SENTENCE_ENDS)
    is_own = 2 * strings.measure_link_density(strings.span_of(block)) < 1 or _is_sentence_with_links(block)
    return bool(text) and is_long and is_own and match_furniture(text) is None


def _is_sentence_with_links(block: HtmlElement) -> bool:
    """Return whether a paragraph is a sentence around links: its beginning, which is no label, and its end are outside
    of them.
    """
    start = (block.text or "").strip()
    end = (block[-1].tail or "").strip() if len(block) else ""
    return block.tag == "p" and start != "" and not start.endswith(":") and end.endswith(SENTENCE_ENDS)
