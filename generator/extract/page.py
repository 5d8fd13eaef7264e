"""A whole page -> the article's fragment. Owns the order of the steps: parse once, read the fields, choose the body,
take the repeated headline out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from generator.article import Clipping, Form, Found
from generator.extract import body, metadata
from generator.extract.tree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement


def extract_page(clipping: Clipping) -> Clipping:
    """Give the clipping as a FRAGMENT, the page's fields before those that the reader found, and the base address."""
    tree = parse(clipping.body)
    fields = _merged(metadata.fields(tree), clipping.fields)
    headlines = [value for item in fields.get("headline", ()) for value in item.values]
    chosen, removed = body.without_headline(body.select(tree), headlines)
    return replace(
        clipping,
        form=Form.FRAGMENT,
        body=chosen,
        fields=fields,
        base_url=_base(tree, clipping.base_url, fields.get("url", ())),
        removed=clipping.removed + removed,
    )


def _merged(
    first: Mapping[str, tuple[Found, ...]], then: Mapping[str, tuple[Found, ...]]
) -> dict[str, tuple[Found, ...]]:
    return {field: (*first.get(field, ()), *then.get(field, ())) for field in dict.fromkeys((*first, *then))}


def _base(tree: HtmlElement, saved_from: str | None, urls: tuple[Found, ...]) -> str | None:
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
