"""Collapsed text: what a page shows after a click on its title, such as the panels of an accordion. Owns finding the
panels and showing them, with their titles as text. Menus and forms stay as they are: a panel contains a sentence.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, is_hidden, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_APART = ("nav", "footer", "aside", "dialog", "menu", "form")
_CONTROLS = (*_APART, "input", "select", "textarea")
_SHORTEST_SENTENCE = 40
"""Characters of the sentence that a panel contains."""
_LONGEST_TITLE = 150
_MOST_WRAPPERS = 3
"""How many elements are around a title beside its panel."""
_MOST_PARTS = 3
"""Elements in an element that contains only a title: the title and icons."""
_LEAST_PANELS = 2
"""Panels of the same kind without a control. A single hidden element is hidden for another reason."""


def show_collapsed(page: HtmlElement) -> None:
    """Show the collapsed panels of a page, in place."""
    body = page.body
    controls = [element for element in body.iter() if element.get("aria-expanded") is not None]
    targets = {element.get("id"): element for element in body.iter() if element.get("id")} if controls else {}
    panels: dict[HtmlElement | None, bool] = {None: False}
    for control in controls:
        panel = targets.get(control.get("aria-controls")) if control.get("aria-controls") else _find_beside(control)
        if panel not in panels:
            panels[panel] = _is_text(panel)
        if panel is not None and panels[panel] and panel not in control.iterancestors():
            _show(panel)
            _make_text(control)
    for title, panel in _find_pairs(body):
        _show(panel)
        _make_text(title)


def _find_beside(control: HtmlElement) -> HtmlElement | None:
    """Return the element after a control, or after the outermost element that contains only the control."""
    text = visible_text(control)
    title = control
    for holder in islice(control.iterancestors(), _MOST_WRAPPERS):
        if len(holder) > _MOST_PARTS or visible_text(holder) != text:
            break
        title = holder
    following: HtmlElement | None = title.getnext()
    return following


def _find_pairs(body: HtmlElement) -> list[tuple[HtmlElement, HtmlElement]]:
    """Return the hidden panels directly after a short title, each with the title, if there are several of a kind."""
    hidden = (each for each in body.iter() if is_hidden(each) and _is_text(each))
    pairs = [(panel.getprevious(), panel) for panel in hidden if _is_title(panel.getprevious())]
    kinds = Counter(map(_kind_of, pairs))
    return [pair for pair in pairs if kinds[_kind_of(pair)] >= _LEAST_PANELS]


def _is_title(element: HtmlElement | None) -> bool:
    """Return whether an element is visible and its text short."""
    return element is not None and not is_hidden(element) and 0 < len(visible_text(element)) <= _LONGEST_TITLE


def _kind_of(pair: tuple[HtmlElement, HtmlElement]) -> tuple[object, ...]:
    """Return the tags and classes of a title and its panel, by which those of one accordion are alike."""
    return tuple(value for element in pair for value in (element.tag, element.get("class")))


def _is_text(panel: HtmlElement) -> bool:
    """Return whether a panel is text of an article: with a sentence, without controls, and not in a menu."""
    if any(element.tag in _APART for element in panel.iterancestors()) or panel.tag in _CONTROLS:
        return False
    if next(panel.iterdescendants(*_CONTROLS), None) is not None:
        return False
    return any(len(text) >= _SHORTEST_SENTENCE and text.endswith(SENTENCE_ENDS) for text in _iter_texts(panel))


def _iter_texts(panel: HtmlElement) -> Iterator[str]:
    """Yield the text of each paragraph of a panel, or else that of the panel, without that of links."""
    paragraphs = list(panel.iterdescendants("p", "li", "div", "td", "dd"))
    for element in paragraphs or [panel]:
        own = chain([element.text or ""], (child.tail or "" for child in element))
        inline = (visible_text(child) for child in element if child.tag in ("b", "strong", "em", "i", "span"))
        yield " ".join("".join([*own, *inline]).split())


def _show(panel: HtmlElement) -> None:
    """Remove from a panel what hides it."""
    for name in ("hidden", "aria-hidden", "style"):
        panel.attrib.pop(name, None)


def _make_text(control: HtmlElement) -> None:
    """Make a button an element of text: inline in a heading or a paragraph, else a block."""
    if control.tag in ("button", "a", "label") and not control.get("href", "#").strip("#"):
        is_inline = control.getparent().tag in (*HEADINGS, "p", "span", "summary", "dt")
        control.tag = "span" if is_inline else "div"
        control.attrib.pop("href", None)
