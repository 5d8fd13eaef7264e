"""Extraction: from a whole web page or a raw text to the fields and the main content of its article. Owns the choice of
the steps by the form of the clipping: `page/` extracts from web pages, `text/` from raw texts, and `metadata/` collects
the fields of pages. Parsing of the fields is left to `fields`, sanitizing of the body to `markup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import Form
from backfile.extract.page import extract_page
from backfile.extract.page.supplied_images import IsSupplied, no_supplied_images
from backfile.extract.text import extract_text, owner_lines
from backfile.extract.text.owner_lines import NO_LINES, AcceptedLines

if TYPE_CHECKING:
    from backfile.article import Clipping


def extract(
    clipping: Clipping, furniture: AcceptedLines = NO_LINES, is_supplied: IsSupplied = no_supplied_images
) -> Clipping:
    """Return the clipping with its fields and with its main content as body; nothing is parsed or sanitized yet.

    A PAGE becomes a FRAGMENT. A TEXT loses the lines that the owner accepted as `furniture`, then the other furniture
    that scraping left in it. A FRAGMENT is returned unchanged. `is_supplied` returns which images of a page the input
    includes.
    """
    match clipping.form:
        case Form.PAGE:
            return extract_page(clipping, is_supplied)
        case Form.TEXT:
            return extract_text(owner_lines.remove_accepted_lines(clipping, furniture))
        case Form.FRAGMENT:
            return clipping
