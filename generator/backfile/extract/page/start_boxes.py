"""Text directly above the first selected paragraph: its heading, a list of the main points, a note. Owns which of it is
added to the selection.

Above the text there are also bylines, dates, captions and summaries. So only asides of text, and boxes like a selected
one, are added in any place; where nothing else is between the headline and the text, or in an element that has several
selected paragraphs and not the headline, also headings, and lists and boxes of sentences.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.page.boxes import is_plain_box
from backfile.extract.page.end_boxes import BOXES, MOST_BOXES, find_own_heading
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.line_shape import width
from backfile.extract.text.person_names import looks_like_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_MOST_CLASSES = 2
"""Classes by which boxes are alike; the others say how each is set."""
_MOST_LEVELS = 4
"""Elements around the first paragraph of which one can be that of the text."""
_FRAMES = ("body", "article", "main")
"""Elements that have more than the text."""
_FEWEST_WORDS, _LEAST_WIDTH = 4, 24
"""Words of each line of a list without sentences; its width where words have no spaces between them."""


def add_start_boxes(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the text directly above the first selected paragraph."""
    selected = [block for block in blocks if strings.has_selected_text(block.span, selection)]
    index = next((index for index, block in enumerate(selected) if _is_paragraph(block)), None)
    if index is None or selected[index].is_bare:
        return
    first = selected[index]
    holder = _find_holder(first, selected[index + 1 :])
    below = [each for each in islice(first.element.itersiblings(*BOXES), MOST_BOXES) if each.get("class")]
    kinds = {_kind_of(each) for each in below if strings.has_selected_text(strings.span_of(each), selection)}
    pending: list[HtmlElement] = []
    for element in islice(_iter_above(first.element, holder), MOST_BOXES):
        span = strings.span_of(element)
        if strings.has_selected_text(span, selection):
            continue
        if element.tag == "h1":
            for each in pending:
                selection.update(strings.list_useful_numbers(strings.span_of(each)))
            return
        is_box = element.tag == "aside" or _kind_of(element) in kinds
        if is_box and not pending and is_plain_box(element, strings):
            selection.update(strings.list_useful_numbers(span))
        elif _is_text(element, strings):
            pending.append(element)
        else:
            break
    else:
        holder = first.around[0]
    for each in pending if holder is not None and holder.tag not in _FRAMES else ():
        selection.update(strings.list_useful_numbers(strings.span_of(each)))


def _is_text(element: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether an element is a heading of the article, or a list or a box of sentences."""
    heading = find_own_heading(element, strings)
    if heading is not None:
        text = strings.read_text(strings.span_of(heading))
        return not (parse_credit_line(text) or looks_like_name(text))
    return element.tag in BOXES and _has_sentences(element, strings) and is_plain_box(element, strings)


def _find_holder(first: TextBlock, below: Sequence[TextBlock]) -> HtmlElement | None:
    """Return the innermost element around the first paragraph that has a paragraph of the text below it, too; None if
    the headline is in it.
    """
    texts = [block for block in below if _is_paragraph(block)]
    for holder in islice(first.around, _MOST_LEVELS):
        if holder.tag in _FRAMES or next(holder.iter("h1"), None) is not None:
            return None
        if any(holder in block.around for block in texts):
            return holder
    return None


def _iter_above(first: HtmlElement, holder: HtmlElement | None) -> Iterator[HtmlElement]:
    """Yield the elements directly above a paragraph, the nearest first: beside it, and beside the elements around it in
    a holder. It ends where there is bare text.
    """
    element = first
    while element is not None:
        for above in element.itersiblings(preceding=True):
            if (above.tail or "").strip():
                return
            yield above
        element = element.getparent()
        if holder is None or element is holder or (element.text or "").strip():
            return


def _has_sentences(box: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether a box has a sentence, or each of its lines several words: not names, dates and sections."""
    runs = strings.list_paragraphs(strings.span_of(box))
    texts = [strings.read_text(run) for run in runs if strings.count_chars(run)]
    return any(text.endswith(SENTENCE_ENDS) for text in texts) or all(
        len(text.split()) >= _FEWEST_WORDS or width(text) >= _LEAST_WIDTH for text in texts
    )


def _kind_of(element: HtmlElement) -> tuple[str, Sequence[str]]:
    return element.tag, tuple((element.get("class") or "").split()[:_MOST_CLASSES])


def _is_paragraph(block: TextBlock) -> bool:
    return block.element.tag == "p" and not block.is_loose
