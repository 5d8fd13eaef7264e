"""References: a heading with a list of links to other sites, below the last paragraph and in the same element. Owns
telling them from the lists of further articles there, whose links lead to the same site.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text.furniture import match_furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock


def add_references(
    blocks: Sequence[TextBlock], strings: NumberedStrings, links: SiteLinks, selection: set[int]
) -> None:
    """Add the references of the article to the selection."""
    last = next((i for i in reversed(range(len(blocks))) if strings.has_selected_text(blocks[i].span, selection)), None)
    if last is None:
        return
    holders = blocks[last].list_holders(1)
    for heading, below in pairwise(blocks[last + 1 :]):
        if heading.list_holders(1) != holders or match_furniture(heading.text):
            return
        is_reference = below.element.tag in ("ul", "ol") and links.all_lead_elsewhere(below.element)
        if heading.is_heading and below.list_holders(1) == holders and is_reference:
            for block in (heading, below):
                selection.update(strings.list_useful_numbers(block.span))
