"""Titles of steps: short labels above text, each in an element of its own kind, as in recipes and instructions. Owns
finding them by their repetition. They are no heading elements, so extractors leave them out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.page.boxes import is_rating
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
_MOST_LEVELS = 2
"""Elements around a label in the wrapper that it shares with its text, this one included."""
_PRICE = re.compile(
    r"(?:[^\W\d]{1,12}:?\s)?(?:[$€£¥₹₽]|[A-Z]{3}|kr\.?|Fr\.|zł|Kč|Ft)?\s?\d[\d.,]{0,11}[-–—]{0,2}\s?(?:[$€£¥₹₽円元]|[A-Z]{3}|kr\.?|zł|Kč|Ft|lei)?"
)
"""A price, with a word before it."""
_CURRENCY = re.compile(r"[$€£¥₹₽円元]|[A-Z]{3}|kr|Fr|zł|Kč|Ft|lei")
_LEAST_TITLES = 2


def add_step_titles(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection labels of the same kind in wrappers of the same kind, each above selected text in the same
    wrapper. Labels that repeat are none, except ratings and prices.
    """
    occurrences = Counter(block.text for block in blocks)
    titles: dict[object, list[TextBlock]] = defaultdict(list)
    below: TextBlock | None = None
    for block in reversed(blocks):
        is_selected = strings.has_selected_text(block.span, selection)
        if not is_selected and below is not None and _can_be_title(block, strings):
            place = _find_place(block, below, strings)
            if place is not None and (occurrences[block.text] == 1 or _is_figure(block.text)):
                titles[place].append(block)
                continue  # the label above this one is above the same text
        below = block if is_selected else None
    for group in titles.values():
        for block in group if len(group) >= _LEAST_TITLES else ():
            if _is_figure(block.text) or _is_own(block.text):
                selection.update(strings.list_useful_numbers(block.span))


def _can_be_title(block: TextBlock, strings: NumberedStrings) -> bool:
    """Return whether a block is a label by itself: short, and not among other text in its element."""
    if len(block.text) > _LONGEST or block.is_heading or strings.measure_link_density(block.span):
        return False
    return not block.is_bare or strings.span_of(block.element)[0] == block.span[0]


def _find_place(block: TextBlock, below: TextBlock, strings: NumberedStrings) -> object:
    """Return the kind of place that a label has: the element around the wrapper that it shares with the text below it,
    the kinds of the wrapper and of the elements between; None if they share no wrapper. If the label is in an element
    of its own there, it is the first text of the wrapper.
    """
    holders = block.list_holders(_MOST_LEVELS + 1)
    text_holders = below.list_holders(_MOST_WRAPPERS)
    for level, (wrapper, outer) in enumerate(pairwise(holders)):
        if wrapper in text_holders:
            if level and strings.span_of(wrapper)[0] != block.span[0]:
                return None
            inner = (block.element, *holders[: level + 1])
            return outer, *((each.tag, each.get("class")) for each in inner)
    return None


def _is_figure(text: str) -> bool:
    """Return whether a label is a rating or a price."""
    return is_rating(text) or (_PRICE.fullmatch(text) is not None and _CURRENCY.search(text) is not None)


def _is_own(text: str) -> bool:
    return not (match_note(text) or match_furniture(text) or clock_pattern().search(text))
