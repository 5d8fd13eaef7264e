"""Images that came with a fragment of HTML: their addresses become placeholders, as in pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, RawHtml

if TYPE_CHECKING:
    from backfile.extract.page.supplied_images import IsSupplied


def replace_images(clipping: Clipping, is_supplied: IsSupplied) -> Clipping:
    """Return a fragment with placeholders for images that came with it, and these in `images`.

    In: which images came with the input. A fragment without such images, or that cannot be parsed, stays as it is.
    """
    from lxml import etree, html

    from backfile.extract.page.supplied_images import replace_supplied_images

    try:
        tree = html.fragment_fromstring(clipping.body, create_parent="div")
    except (etree.ParserError, ValueError):
        return clipping
    found = replace_supplied_images(tree, is_supplied)
    if not found:
        return clipping
    body = str(html.tostring(tree, encoding="unicode"))
    return replace(clipping, body=RawHtml(body), images={**clipping.images, **found})
