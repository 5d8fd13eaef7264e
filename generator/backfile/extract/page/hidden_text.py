"""Hidden text. Owns removing what no reader of a page sees: elements that their attributes, a style sheet of the page
or their names hide. What a page shows after a click is shown before by `collapsed`, an article of a page that shows
none by `unshown_article`.

Hidden elements are removed from the article only: until then they separate what is around them, such as the images of
a page from its text. Text that only its names hide from the screen is for screen readers: it repeats what others see.
Elements with images stay, because scripts hide images until they are loaded; so does punctuation, which separates what
others see.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import is_hidden, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_FOR_SCREEN_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only|s-only)?|element-invisible|a11y-hidden"
    r"|hidden-visually)(?![\w])",
    re.IGNORECASE,
)
"""Class names of Bootstrap, HTML5 Boilerplate, WordPress and Drupal, in use by others as well."""
_MOST_NAMES = 2_000
"""Classes for which it is kept whether they are such names."""
_LONGEST_FOR_SCREEN_READERS = 200
"""Characters. A longer text says more than the page shows, such as the table of a chart."""
_WITH_CONTENT = ("img", "picture", "figure", "h1")
"""Elements that scripts hide for a while."""
_FIND_NAMED = etree.XPath("descendant::*[@class]")
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+\*/")
_CLASS = re.compile(r"\s*\.([\w-]+)\s*")
_HIDES = re.compile(r"display\s*:\s*none\s*!\s*important", re.IGNORECASE)
_CAN_HIDE = re.compile(rb"display\s*:\s*none\s*!\s*important")
_MOST_STYLE = 2_000_000
"""Characters of style sheets that are read."""


def mark_hidden(page: HtmlElement) -> None:
    """Write the attribute `hidden` on the elements that style sheets in a page hide, in place."""
    classes = frozenset(_iter_hiding_classes(page))
    if classes:
        for element in _FIND_NAMED(page.find("body")):
            if not classes.isdisjoint(element.get("class").split()):
                element.set("hidden", "")


def remove_hidden_text(article: HtmlElement) -> None:
    """Remove the hidden elements of an article, in place; none if they contain more text than is shown, because a
    script or an offer for sale hides the article itself then.
    """
    removed: set[HtmlElement | None] = set()
    hidden: list[HtmlElement] = []
    length = 0
    for element in article.iterdescendants():
        if element.getparent() in removed:
            removed.add(element)
        elif is_unseen(element) and next(element.iter(*_WITH_CONTENT), None) is None:
            removed.add(element)
            hidden.append(element)
            length += len("".join(element.itertext()).strip())
    if hidden and 2 * length <= len(visible_text(article)):
        for element in hidden:
            element.drop_tree()


def is_unseen(element: HtmlElement) -> bool:
    """Return whether no reader sees an element, or only one who uses a screen reader."""
    if is_hidden(element):
        return True
    names = element.get("class")
    if not names or not _is_for_screen_readers(names):
        return False
    text = visible_text(element)
    return len(text) <= _LONGEST_FOR_SCREEN_READERS and any(map(str.isalnum, text))


@lru_cache(maxsize=_MOST_NAMES)
def _is_for_screen_readers(names: str) -> bool:
    return _FOR_SCREEN_READERS.search(names) is not None


def _iter_hiding_classes(page: HtmlElement) -> Iterator[str]:
    """Yield the classes that style sheets in a page hide in every case: by a rule for the class alone that no other
    rule overrides (`!important`), outside of conditions such as `@media print`.
    """
    length = 0
    for sheet in page.iter("style"):
        css = sheet.text or ""
        length += len(css)
        if length > _MOST_STYLE or sheet.get("media") not in (None, "all", "screen", ""):
            continue
        if _CAN_HIDE.search(css.encode("utf-8", "replace").lower()):  # faster than the lower case of a string
            yield from _iter_hidden(_COMMENT.sub("", css))


def _iter_hidden(css: str) -> Iterator[str]:
    """Yield the classes that a style sheet without comments hides."""
    depth, selector = 0, ""
    for part in css.split("}")[:-1]:
        *before, declarations = part.split("{")
        depth += len(before)
        if before:
            selector = before[-1] if depth == 1 else ""
        if depth == 1 and "!" in declarations and _HIDES.search(declarations):
            names = (_CLASS.fullmatch(each) for each in selector.split(","))
            yield from (name[1] for name in names if name)
        depth = max(0, depth - 1)
