"""Text below selected text. Owns which sentences below the last selected paragraph are added to the selection, because
they are in places of the same kind: extractors end too early where advertising or short lines stand between.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.page.fill_gaps import LISTS, SHORTEST_TEXT, places_of
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_SEVERAL = 3
"""Selected paragraphs of a class that is that of the text."""


def add_end(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the sentences below the last selected paragraph, and their headings, that are in places of
    the same kind as the selected ones. A list between is left out if a heading is below it.
    """
    selected = [block for block in blocks if strings.has_selected_text(block.span, selection)]
    last = next((block for block in reversed(selected) if block.element.tag == "p"), None)
    if last is None:
        return
    places = {(block.is_heading, place) for block in selected if not block.is_loose for place in places_of(block)}
    pending: list[TextBlock] = []
    is_below_list = False
    for block in blocks[blocks.index(last) + 1 :]:
        if block.element.tag in LISTS and not block.is_loose and not (pending or is_below_list):
            is_below_list = True
            continue
        is_wanted = block.is_heading or (_is_last_sentence(block, strings) and not (is_below_list and not pending))
        if not is_wanted or not _is_in_place(block, places):
            return
        pending.append(block)
        if not block.is_heading:
            for each in pending:
                selection.update(strings.list_useful_numbers(each.span))
            pending.clear()
            is_below_list = False


def _is_in_place(block: TextBlock, places: Collection[tuple[bool, tuple[object, ...]]]) -> bool:
    """Return whether a block is in a place of headings or sentences, as it is one. A heading without furniture can also
    be the first one in a place of sentences, in a wrapper of the kind of theirs.
    """
    own = places_of(block)
    if any((block.is_heading, place) in places for place in own):
        return True
    if not block.is_heading or (False, own[0]) in places:
        return False
    is_text = not (match_note(block.text) or match_furniture(block.text) or match_label(block.text, None))
    return is_text and any((False, place) in places for place in own[1:])


def add_continuation(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> bool:
    """Add to the selection the sentences below it, up to another headline, in paragraphs of the class that several
    selected paragraphs have: some sites divide a text among elements, around advertising. Return whether there are any.
    """
    before = len(selection)
    is_selected = [strings.has_selected_text(block.span, selection) for block in blocks]
    last = next((index for index in reversed(range(len(blocks))) if is_selected[index]), len(blocks))
    classes = Counter(
        block.element.get("class")
        for block, selected in zip(blocks, is_selected, strict=True)
        if selected and block.element.tag == "p"
    )
    occurrences = Counter(block.text for block in blocks)
    for block in takewhile(lambda block: block.element.tag != "h1", blocks[last + 1 :]):
        name = block.element.get("class")
        is_of_kind = name is not None and classes[name] >= _SEVERAL
        if is_of_kind and occurrences[block.text] == 1 and _is_last_sentence(block, strings):
            selection.update(strings.list_useful_numbers(block.span))
    return len(selection) > before


def _is_last_sentence(block: TextBlock, strings: NumberedStrings) -> bool:
    is_paragraph = block.element.tag == "p" and not block.is_loose
    is_loose_text = block.is_loose and block.element.tag == "div" and len(block.text) >= SHORTEST_TEXT
    return (
        (is_paragraph or is_loose_text)
        and block.text.endswith(SENTENCE_ENDS)
        and 2 * strings.measure_link_density(block.span) < 1
        and not (match_note(block.text) or match_furniture(block.text))
    )
