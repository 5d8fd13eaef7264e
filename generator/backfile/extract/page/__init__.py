"""A whole page -> the article's fragment. Owns the order of the steps: parse once, read the fields, choose the body,
take out of it what the fields hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backfile.article import Clipping, FieldCandidate, Form, RawHtml
from backfile.extract import metadata
from backfile.extract.dom import parse
from backfile.extract.page import (
    amp,
    embeds,
    figures,
    live_blogs,
    main_content,
    pagination,
    reference_content,
    repeated_metadata,
)
from backfile.fields import parse as fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from backfile.extract.page.figures import CameWith


def extract_page(clipping: Clipping, came_with: CameWith) -> Clipping:
    """Give the clipping as a FRAGMENT, the page's fields before those that the reader found, and the base address.

    `came_with` says which of its images came with it.
    """
    tree = parse(clipping.body)
    if amp.SIGN in clipping.body:
        amp.normalize_amp(tree)
    images = figures.normalize_figures(tree, came_with)
    embeds.normalize_embeds(tree)
    if live_blogs.SIGN in clipping.body:
        live_blogs.merge_live_updates(tree)
    found = _merged(metadata.fields(tree), clipping.fields)
    if urls := found.get("url"):
        found["url"] = pagination.own(urls, tree, clipping.base_url)
    page = replace(
        clipping,
        form=Form.FRAGMENT,
        body=RawHtml(""),
        fields=found,
        base_url=_base(tree, clipping.base_url, found.get("url", ())),
    )
    article = main_content.select(tree)
    headlines = [value for item in found.get("headline", ()) for value in item.values]
    known, _ = fields.parse(page)
    removed = repeated_metadata.take_out(article, known, headlines)
    written, content = main_content.serialise(article), reference_content.ask(tree)
    page = replace(page, next_page=pagination.goes_on(tree, known.url or page.base_url))
    return replace(page, body=written, removed=clipping.removed + removed, images=images, content=content)


def _merged(
    first: Mapping[str, tuple[FieldCandidate, ...]], then: Mapping[str, tuple[FieldCandidate, ...]]
) -> dict[str, tuple[FieldCandidate, ...]]:
    return {field: (*first.get(field, ()), *then.get(field, ())) for field in dict.fromkeys((*first, *then))}


def _base(tree: HtmlElement, saved_from: str | None, urls: tuple[FieldCandidate, ...]) -> str | None:
    """Give what relative addresses refer to: the address of the page, corrected by its base element (HTML, 4.2.3)."""
    address = saved_from or next((value for item in urls for value in item.values if _is_absolute(value)), None)
    base = next((item.get("href") for item in tree.iter("base") if item.get("href")), None)
    if base is None:
        return address
    try:
        joined = urljoin(address or "", base.strip())
    except ValueError:
        return address
    return joined if _is_absolute(joined) else address


def _is_absolute(address: str) -> bool:
    return address.strip().lower().startswith(("http://", "https://"))
