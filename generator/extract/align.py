"""Chosen text -> the page's own markup. Extractors hand on paragraphs in their own, poorer HTML: some lose links,
emphasis or the spaces of code on their way. Owns finding each chosen paragraph again in the page and putting the page's
own element in its place, so that it is kept as it was published. Which paragraphs are chosen is left to `body`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from copy import deepcopy
from typing import TYPE_CHECKING

from generator.extract.tree import BLOCKS, INVISIBLE, is_leaf, text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNITS = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "th", "figcaption", "dt", "dd"]
)
"""Elements of an extraction that hold one paragraph each, unless they hold others of these."""
_KEPT_TAGS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"])
"""Elements of the page that keep their kind in place of a chosen paragraph; others become the kind that was chosen."""


def align(chosen: HtmlElement, page: HtmlElement) -> None:
    """Replace each paragraph of `chosen` that stands in `page` by the page's own, in place; `page` is not changed."""
    units = [item for item in chosen.iter(*_UNITS) if is_leaf(item)]
    wanted = {key for item in units if (key := _key(item))}
    published: defaultdict[str, deque[HtmlElement]] = defaultdict(deque)
    for item in page.iter(*BLOCKS):
        if is_leaf(item) and (key := _key(item)) in wanted:
            published[key].append(item)
    for item in units:
        if found := published.get(_key(item)):
            _replace(item, found.popleft() if len(found) > 1 else found[0])


def _key(item: HtmlElement) -> str:
    return "".join(text(item).split())


def _replace(item: HtmlElement, original: HtmlElement) -> None:
    copy = deepcopy(original)
    copy.tail = item.tail
    if item.tag != "p" or original.tag not in _KEPT_TAGS:
        copy.tag = item.tag
    for hidden in list(copy.iter(*INVISIBLE)):
        hidden.drop_tree()
    item.getparent().replace(item, copy)
