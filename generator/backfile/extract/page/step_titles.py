"""Titles of steps: short labels above text, each in an element of its own kind, as in recipes and instructions. Owns
finding them by their repetition. They are no heading elements, so extractors leave them out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text.article_notes import match_note
from backfile.extract.text.credit_patterns import clock_pattern
from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_LONGEST = 80
"""Characters of a title."""
_MOST_WRAPPERS = 3
_LEAST_TITLES = 2


def add_step_titles(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection labels of the same kind in wrappers of the same kind, each above selected text in the same
    wrapper. Labels that repeat are none.
    """
    occurrences = Counter(block.text for block in blocks)
    titles: dict[object, list[TextBlock]] = defaultdict(list)
    for block, below in pairwise(blocks):
        if len(block.text) > _LONGEST or block.is_bare or block.is_heading or occurrences[block.text] > 1:
            continue
        wrapper, outer = block.list_holders(2)
        if (
            wrapper in below.list_holders(_MOST_WRAPPERS)
            and strings.has_selected_text(below.span, selection)
            and not strings.has_selected_text(block.span, selection)
            and not strings.measure_link_density(block.span)
        ):
            element = block.element
            titles[outer, wrapper.tag, wrapper.get("class"), element.tag, element.get("class")].append(block)
    for group in titles.values():
        for block in group if len(group) >= _LEAST_TITLES else ():
            if not (match_note(block.text) or match_furniture(block.text) or clock_pattern().search(block.text)):
                selection.update(strings.list_useful_numbers(block.span))
