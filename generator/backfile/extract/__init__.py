"""Extraction: from a whole web page or a raw text to the fields and the main content of its article. Owns the choice of
the steps by the form of the clipping: `page/` extracts from web pages, `text/` from raw texts, and `metadata/` collects
the fields of pages. Parsing of the fields is left to `fields`, sanitizing of the body to `markup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import Form
from backfile.extract.text import owner_lines
from backfile.extract.text.owner_lines import NO_LINES, AcceptedLines

if TYPE_CHECKING:
    from backfile.article import Clipping
    from backfile.extract.page.supplied_images import IsSupplied


def extract(clipping: Clipping, furniture: AcceptedLines = NO_LINES, is_supplied: IsSupplied | None = None) -> Clipping:
    """Return the clipping with its fields and with its main content as body; nothing is parsed or sanitized yet.

    A PAGE becomes a FRAGMENT. A TEXT loses the lines that the owner accepted as `furniture`, then the other furniture
    that scraping left in it, but no line that the owner keeps. A FRAGMENT is returned unchanged, except for addresses
    of images that came with it. `is_supplied` returns which images the input includes; without it, none.
    """
    match clipping.form:
        case Form.PAGE:
            # What extracts takes as long to import as all else, and the process of a run does not need it. Workers
            # have it from their fork server.
            from backfile.extract.page import extract_page
            from backfile.extract.page.supplied_images import no_supplied_images

            return extract_page(clipping, is_supplied or no_supplied_images)
        case Form.TEXT:
            from backfile.extract.text.steps import extract_text

            keep = owner_lines.kept_lines(clipping, furniture)
            return extract_text(owner_lines.remove_accepted_lines(clipping, furniture), keep)
        case Form.FRAGMENT:
            if is_supplied is None or "<img" not in clipping.body:
                return clipping
            from backfile.extract.fragment_images import replace_images

            return replace_images(clipping, is_supplied)
