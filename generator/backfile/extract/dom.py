"""Visible text of a tree. Owns which elements are invisible, which are blocks, and in what order the visible strings of
an element are read. Parsing is left to `parse_html`; nothing here judges what the text is.

The input is untrusted: nothing recurses in Python.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

INVISIBLE = frozenset("script style template noscript head iframe object svg math canvas audio video".split())
"""Elements whose text a browser does not show as text of the page."""

BLOCKS = frozenset(
    (
        "address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul"
    ).split()
)
"""Elements that separate words even without a space between them."""

_NOT_INLINE = INVISIBLE | BLOCKS
"""Elements in which text is not read as it stands."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_HIDING_STYLE = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)

_MOST_IN_BOX = 12
"""Elements of a form for a search or an address, or of a small table."""
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", '"', "”", "“", "»", "«", "’")
"""Characters that end a sentence, or a quotation at its end. Text that ends otherwise may be a label or a headline."""


def visible_text(element: HtmlElement) -> str:
    """Return the visible text of an element: whitespace collapsed, blocks separated by a space."""
    if not len(element):  # most elements whose text is read
        return "" if element.tag in INVISIBLE else " ".join((element.text or "").split())
    if element.tag not in INVISIBLE and _NOT_INLINE.isdisjoint(inner.tag for inner in element.iterdescendants()):
        return " ".join("".join(element.itertext()).split())
    strings = [" " if string is None else string for _, _, string in iter_strings(element)]
    return " ".join("".join(strings).split())


def iter_strings(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool, str | None]]:
    """Yield the visible strings in an element, in document order, as (element, is_tail, string).

    A string is the text of its element or, if `is_tail`, the text directly after it. The string is None at both edges
    of each block (`is_tail` is true at its end), and empty for an image.
    """
    hidden: HtmlElement | None = None
    for event, node in iterwalk(element, events=("start", "end")):
        tag = node.tag
        if hidden is None and event == "start":
            if tag in INVISIBLE:
                hidden = node
                continue
            if tag in BLOCKS:
                yield node, False, None
            if (text := node.text) or tag == "img":
                yield node, False, text or ""
            continue
        if hidden is None and tag in BLOCKS:
            yield node, True, None
        elif hidden is not None and (event == "start" or hidden is not node):
            continue
        hidden = None
        if node is not element and (tail := node.tail):
            yield node, True, tail


def list_attributes(element: HtmlElement, *names: str) -> list[tuple[HtmlElement, str]]:
    """Return the elements that have the first of some attributes, each with its value, then those that have the second,
    and so on, in one pass. Each group is in document order; the element itself is included.

    A path of XPath takes longer, because it makes a string of each value that knows its element.
    """
    if len(names) == 1:
        (name,) = names
        return [(each, value) for each in element.iter() if (value := each.get(name)) is not None]
    return list(chain.from_iterable(find_attributes(element, *names).values()))


def find_attributes(element: HtmlElement, *names: str) -> dict[str, list[tuple[HtmlElement, str]]]:
    """Return for each of some attributes the elements that have it, each with its value, as `list_attributes` does."""
    found: dict[str, list[tuple[HtmlElement, str]]] = {name: [] for name in names}
    for each in element.iter():
        for name in each.keys():  # noqa: SIM118 - an element is no dictionary
            if name in found:
                found[name].append((each, each.get(name)))
    return found


def has_no_inner_block(element: HtmlElement) -> bool:
    """Return whether an element contains no block except line breaks."""
    return all(inner.tag not in BLOCKS or inner.tag == "br" for inner in element.iterdescendants())


def has_more_elements(element: HtmlElement, number: int) -> bool:
    """Return whether more elements than `number` are in an element, itself included. Further ones are not read."""
    return next(islice(element.iter(), number, None), None) is not None


def is_around_page(element: HtmlElement) -> bool:
    """Return whether an element has most of the text of its page, and more elements than a box has."""
    if not has_more_elements(element, _MOST_IN_BOX):
        return False
    return 2 * len(element.text_content()) > len(element.getroottree().getroot().text_content())


def is_only_content(inner: HtmlElement, outer: HtmlElement) -> bool:
    """Return whether an element is all that its parent contains. The length of the parent would count all children."""
    is_alone = inner.getprevious() is None and inner.getnext() is None
    return is_alone and not (outer.text or "").strip() and not (inner.tail or "").strip()


def is_smaller_than(element: HtmlElement, pixels: int) -> bool:
    """Return whether the attribute `width` or `height` of an element is a number of pixels below `pixels`.

    A zero beside another number means that this size is not known.
    """
    attributes = ((element.get(name) or "").strip().removesuffix("px") for name in ("width", "height"))
    sizes = [int(size[:9]) for size in attributes if size.isdecimal()]
    return any(0 < size < pixels for size in sizes) or (bool(sizes) and not any(sizes))


def is_hidden(element: HtmlElement) -> bool:
    """Return whether an element is hidden by its own attributes `hidden` or `style`. One that a search in the page
    finds (`hidden="until-found"`) is only collapsed.
    """
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    style = element.get("style")
    return style is not None and _HIDING_STYLE.search(style) is not None
