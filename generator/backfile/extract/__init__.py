"""Whole pages and raw texts -> the article alone. Owns the choice of the way, by the clipping's form; nothing of what
comes out is parsed or cleaned yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import Form
from backfile.extract.page import extract_page
from backfile.extract.page.figures import CameWith, none_came_with
from backfile.extract.text import extract_text, owner_lines
from backfile.extract.text.owner_lines import NOTHING, Accepted

if TYPE_CHECKING:
    from backfile.article import Clipping


def extract(clipping: Clipping, furniture: Accepted = NOTHING, came_with: CameWith = none_came_with) -> Clipping:
    """Give the clipping with its fields and main body: a PAGE becomes a FRAGMENT, a TEXT loses what scraping left in
    it, first what its owner accepted as `furniture`; a FRAGMENT stays as it is. `came_with` says which images of a page
    came with it.
    """
    match clipping.form:
        case Form.PAGE:
            return extract_page(clipping, came_with)
        case Form.TEXT:
            return extract_text(owner_lines.without(clipping, furniture))
        case Form.FRAGMENT:
            return clipping
