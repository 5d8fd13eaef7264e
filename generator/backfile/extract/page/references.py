"""References at the edges of the text, in the same element: below the last paragraph a heading with a list of links to
other sites, or a list that a line with a colon announces, and above the first one a paragraph that is such a link. Owns
telling them from further articles there, whose links lead to the same site.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from backfile.extract.page.fill_gaps import COLONS, LISTS
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_MOST_ABOVE_LIST = 2
"""Pairs of blocks in which the second can be a list that the first announces, from the last selected block on."""


def add_references(
    blocks: Sequence[TextBlock], strings: NumberedStrings, links: SiteLinks, selection: set[int]
) -> None:
    """Add the references of the article to the selection."""
    _add_above(blocks, strings, links, selection)
    last = next((i for i in reversed(range(len(blocks))) if strings.has_selected_text(blocks[i].span, selection)), None)
    if last is None:
        return
    holders = blocks[last].list_holders(1)
    for above, below in islice(pairwise(blocks[last:]), _MOST_ABOVE_LIST):
        if below.list_holders(1) == holders and _is_announced(above, below, strings, links):
            for block in (above, below):
                selection.update(strings.list_useful_numbers(block.span))
            return
    for heading, below in pairwise(blocks[last + 1 :]):
        if heading.list_holders(1) != holders or match_furniture(heading.text):
            return
        is_reference = below.element.tag in ("ul", "ol") and links.all_lead_elsewhere(below.element)
        if heading.is_heading and below.list_holders(1) == holders and is_reference:
            for block in (heading, below):
                selection.update(strings.list_useful_numbers(block.span))


def _is_announced(above: TextBlock, below: TextBlock, strings: NumberedStrings, links: SiteLinks) -> bool:
    """Return whether a block is a list under a line that announces it with a colon: `Sources:`. Its links lead to other
    sites, if it consists of links.
    """
    is_line = above.element.tag == "p" and not above.is_loose and above.text.endswith(COLONS)
    if (
        not is_line
        or below.is_loose
        or below.element.tag not in LISTS
        or above.list_holders(1) != below.list_holders(1)
    ):
        return False
    is_of_article = 2 * strings.measure_link_density(below.span) < 1 or links.all_lead_elsewhere(below.element)
    return is_of_article and not (match_furniture(above.text) or match_label(above.text, None))


def _add_above(blocks: Sequence[TextBlock], strings: NumberedStrings, links: SiteLinks, selection: set[int]) -> None:
    """Add a paragraph of links directly above the first selected paragraph."""
    first = next((i for i, block in enumerate(blocks) if strings.has_selected_text(block.span, selection)), 0)
    above, below = blocks[first - 1 : first], blocks[first : first + 1]
    for block in above:
        is_beside = block.list_holders(1) == below[0].list_holders(1)
        is_paragraph = not block.is_loose and block.element.tag == below[0].element.tag == "p"
        if is_beside and is_paragraph and links.all_lead_elsewhere(block.element) and not match_furniture(block.text):
            selection.update(strings.list_useful_numbers(block.span))
