"""Images that came with a fragment of HTML: their addresses become placeholders, as in pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, RawHtml

if TYPE_CHECKING:
    from backfile.extract.page.supplied_images import IsSupplied


def replace_images(clipping: Clipping, is_supplied: IsSupplied) -> Clipping:
    """Return a fragment with placeholders for images that came with it, and these in `images`.

    In: which images came with the input. A fragment without such images stays as it is.
    """
    from lxml import html

    from backfile.extract.page.supplied_images import replace_supplied_images
    from backfile.extract.parse_html import parse_html

    tree = next(parse_html(f"<html><body>{clipping.body}</body></html>").iter("body"), None)
    found = {} if tree is None else replace_supplied_images(tree, is_supplied)
    if tree is None or not found:
        return clipping
    tree.tag = "div"
    body = str(html.tostring(tree, encoding="unicode", with_tail=False))
    return replace(clipping, body=RawHtml(body), images={**clipping.images, **found})
