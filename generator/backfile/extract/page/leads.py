"""The lead: text between the headline and the first selected paragraph. Owns telling it from what else stands there:
bylines, dates, captions and prompts. The dek is no lead: front matter has it.
"""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_APART = ("form", "dialog", "figure", "button", "table")
_SHORTEST = 60
"""Characters of a lead. Shorter text is a byline, a date or a label."""


def add_lead(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int], dek: str | None) -> None:
    """Add the lead to the selection, if it is not the dek: the blocks directly below the headline, or else those
    directly above the first selected block, in the same element.
    """
    is_selected = [strings.has_selected_text(block.span, selection) for block in blocks]
    first = next((i for i, block in enumerate(blocks) if is_selected[i] and block.element.tag != "h1"), None)
    if first is None:
        return
    headline = next((i for i in reversed(range(first)) if blocks[i].element.tag == "h1"), first)
    is_lead = partial(_reads_as_lead, strings=strings)
    found = list(takewhile(is_lead, blocks[headline + 1 : first]))
    holders = blocks[first].list_holders(1)
    siblings = takewhile(lambda block: block.list_holders(1) == holders and is_lead(block), reversed(blocks[:first]))
    for block in found or siblings:
        if dek is None or not is_same_headline(block.text, dek):
            selection.update(strings.list_useful_numbers(block.span))


def _reads_as_lead(block: TextBlock, strings: NumberedStrings) -> bool:
    """Return whether a block is text that can be a lead, by itself."""
    return (
        (block.is_loose or block.element.tag == "p")
        and len(block.text) >= _SHORTEST
        and block.text.endswith(SENTENCE_ENDS)
        and 5 * strings.measure_link_density(block.span) < 1
        and not strings.begins_at_image(block.span)
        and not (match_note(block.text) or match_furniture(block.text))
        and next(block.element.iterancestors(*_APART), None) is None
    )
