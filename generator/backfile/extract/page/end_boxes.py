"""Boxes directly below the text: the last questions of an interview, references, a list, facts or a note in elements
unlike the paragraphs beside them. Owns which of them are added to the selection; those above are left to `start_boxes`.

Below the text there are also portraits of authors, prompts and the lines of the site. So a box there must directly
follow the text in the same element with several of its paragraphs, has only text, and no name of furniture.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS
from backfile.extract.page.boxes import is_plain_box
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.note_words import note_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

BOXES = ("div", "section", "details", "aside", "ul", "ol", "dl", "blockquote", "fieldset", "center")
_LEAST_PARAGRAPHS = 2
"""Selected paragraphs directly in the element that contains the boxes too."""
_MOST_BELOW, _SHORTEST_CORRECTION, _LINKED = 4, 25, 0.5
"""Blocks below a text that can be a correction; its characters, and the largest share of them in links."""
_COLONS = " :\uff1a"
MOST_BOXES = 200
"""Boxes beside a text that are examined."""


def add_end_boxes(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the boxes of text directly below the last selected block, with the headings of boxes."""
    selected = [block for block in blocks if strings.has_selected_text(block.span, selection)]
    if not selected or selected[-1].is_bare:
        return
    last = selected[-1].element
    parent = last.getparent()
    paragraphs = [block for block in selected if block.element.tag == "p" and block.element.getparent() is parent]
    if len(paragraphs) < _LEAST_PARAGRAPHS or (last.tail or "").strip():
        return
    pending: list[HtmlElement] = []
    for count, element in enumerate(last.itersiblings()):
        span = strings.span_of(element)
        is_heading = not pending and find_own_heading(element, strings) is not None
        if (element.tail or "").strip() or count >= MOST_BOXES:
            return
        if is_heading:
            pending.append(element)
        elif pending and strings.has_selected_text(span, selection):
            selection.update(strings.list_useful_numbers(strings.span_of(pending.pop())))
        elif (element.tag in BOXES or "-" in element.tag) and is_plain_box(element, strings):
            for each in (*pending, element):
                selection.update(strings.list_useful_numbers(strings.span_of(each)))
            pending.clear()
        elif strings.count_chars(span) or strings.has_image(span):
            return


def add_correction_asides(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the asides below the text that begin with the label of a correction, and have only text."""
    end = strings.find_extent(selection)[1]
    for aside in islice(body.iter("aside"), MOST_BOXES):
        span = strings.span_of(aside)
        runs = strings.list_paragraphs(span) if span[0] >= end else []
        text = strings.read_text(runs[0]).casefold() if runs else ""
        is_labelled = len(runs) > 1 and text.rstrip(_COLONS) in _labels()
        if (is_labelled or text.startswith(note_words("correction"))) and is_plain_box(aside, strings):
            selection.update(strings.list_useful_numbers(span))


def add_corrections(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the corrections and notes of the editors below the text, in whatever element they are, with
    the label above a correction.
    """
    last = max((n for n, block in enumerate(blocks) if strings.has_selected_text(block.span, selection)), default=None)
    if last is None:
        return
    label: TextBlock | None = None
    for block in blocks[max(last - 1, 0) : last + 1 + _MOST_BELOW]:  # the last one can be below its label
        text = block.text.casefold()
        if text.rstrip(_COLONS) in _labels():
            label = block
            continue
        is_note = text.startswith(note_words("correction")) or label is not None
        if (
            is_note
            and text.endswith(SENTENCE_ENDS)
            and len(text) >= _SHORTEST_CORRECTION
            and not strings.measure_link_density(block.span) > _LINKED
        ):
            for each in (block,) if label is None else (label, block):
                selection.update(strings.list_useful_numbers(each.span))
        label = None


@cache
def _labels() -> frozenset[str]:
    """Return the words that are a label of a correction: `erratum`."""
    return frozenset(word.rstrip(_COLONS) for word in note_words("correction") if word.endswith((":", "\uff1a")))


def find_own_heading(element: HtmlElement, strings: NumberedStrings) -> HtmlElement | None:
    """Return an element that is a heading of the article, or the heading that is all its text: no h1, no label of
    furniture or of a note, and it leads nowhere.
    """
    heading = element if element.tag in HEADINGS else next(element.iter(*HEADINGS[1:]), None)
    if heading is None or heading.tag == "h1":
        return None
    span = strings.span_of(heading)
    text = strings.read_text(span)
    if not text or strings.measure_link_density(span) or match_furniture(text) or match_note(text):
        return None
    return heading if strings.count_chars(span) == strings.count_chars(strings.span_of(element)) else None
