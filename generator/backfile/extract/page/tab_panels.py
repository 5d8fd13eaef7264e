"""Panels of tabs: parts of a text of which a page shows one at a time. Owns finding the panels that are not shown, and
showing them: by their role, or as elements of the same kind below a row of as many titles. What a control shows by its
own attributes is left to `collapsed`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, has_more_elements, is_hidden, visible_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_ROLE, _CONCEALING = "tabpanel", "aria-hidden"
"""Strings of the source of a page with panels that have the role, and with others."""
_APART = ("nav", "footer", "aside", "dialog", "menu", "form", "figure", "header")
_CONTROLS = ("form", "input", "select", "textarea", "nav", "dialog")
_FIND_PANELS = etree.XPath("descendant::*[@role='tabpanel']")
_FIND_TITLES = etree.XPath("descendant::*[self::button or self::a[starts-with(@href, '#')] or @role='tab']")
_SHORTEST_SENTENCE = 20
_MOST_PANELS = 500
"""Panels of a page that are examined."""
_MOST_TITLES = 50
_MOST_WRAPPERS = 3
"""Elements around a title in the row of titles."""
_MOST_ELEMENTS, _DEEPEST = 2_000, 60
"""Elements in a panel, and around it."""


def show_tab_panels(page: HtmlElement, source: str) -> None:
    """Show the panels of tabs in a page, in place, and make text of their titles. In: also the HTML."""
    body = page.find("body")
    titles: set[str] = set()
    panels: set[str] = set()
    for panel in islice(_FIND_PANELS(body), _MOST_PANELS) if _ROLE in source else ():
        if _is_of_text(panel):
            _show(panel)
            titles.update((panel.get("aria-labelledby") or "").split())
            panels.update((panel.get("id") or "").split())
    for title in _FIND_TITLES(body) if titles or panels else ():
        target = title.get("aria-controls") or (title.get("href") or "").removeprefix("#")
        if title.get("id") in titles or target in panels:
            _make_text(title)
    groups: defaultdict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    panels_without_role = body.iterdescendants("div", "section", "article") if _CONCEALING in source else ()
    concealed_panels = (each for each in panels_without_role if each.get("aria-hidden") == "true")
    for panel in islice(concealed_panels, _MOST_PANELS):
        groups[panel.getparent()].append(panel)
    for holder, concealed in groups.items():
        _show_group(holder, concealed)


def _show_group(holder: HtmlElement, concealed: Sequence[HtmlElement]) -> None:
    """Show the concealed panels in an element if there is one of their kind that is shown, and a title for each."""
    kind = _kind_of(concealed[0])
    panels = [child for child in islice(holder, _MOST_TITLES) if _kind_of(child) == kind]
    row = holder[0] if holder[0] not in panels else holder.getprevious()
    titles = [] if row is None else [each for each in islice(_FIND_TITLES(row), _MOST_TITLES) if visible_text(each)]
    is_whole = len(panels) == len(titles) == len(concealed) + 1 and all(panel in panels for panel in concealed)
    if is_whole and all(_is_of_text(panel) and _has_sentence(panel) for panel in concealed):
        for panel in concealed:
            _show(panel)
        for title in titles:
            _make_text(title)


def _kind_of(element: HtmlElement) -> tuple[str, str]:
    return element.tag, (element.get("class") or "").partition(" ")[0]


def _is_of_text(panel: HtmlElement) -> bool:
    """Return whether a panel has text without controls, less than half of it in links, and is no part of a menu."""
    around = list(islice(panel.iterancestors(), _DEEPEST))
    if len(around) == _DEEPEST or any(element.tag in _APART for element in around):
        return False
    if has_more_elements(panel, _MOST_ELEMENTS):
        return False
    if next(panel.iterdescendants(*_CONTROLS), None) is not None:
        return False
    length = len(visible_text(panel))
    linked = sum(len(visible_text(link)) for link in panel.iter("a"))
    return 2 * linked < length


def _has_sentence(panel: HtmlElement) -> bool:
    texts = map(visible_text, [*islice(panel.iterdescendants("p", "li", "div"), _MOST_TITLES), panel])
    return any(len(text) >= _SHORTEST_SENTENCE and text.endswith(SENTENCE_ENDS) for text in texts)


def _show(panel: HtmlElement) -> None:
    """Remove from a panel what hides it."""
    if is_hidden(panel):
        panel.attrib.pop("style", None)
    for name in ("hidden", "aria-hidden"):
        panel.attrib.pop(name, None)


def _make_text(title: HtmlElement) -> None:
    """Make text of the title of a panel: inline in a heading or an item of a list, else a block."""
    is_inline = title.getparent().tag in (*HEADINGS, "p", "span", "li")
    title.tag = "span" if is_inline else "div"
    title.attrib.pop("href", None)
    for row in islice(title.iterancestors(), _MOST_WRAPPERS):
        if row.get("role") == "tablist":  # its name is often that of a menu
            row.attrib.pop("class", None)
