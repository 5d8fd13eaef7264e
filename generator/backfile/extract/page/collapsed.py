"""Collapsed text: what a page shows after a click on its title, such as the panels of an accordion. Owns finding the
panels and showing them, with their titles as text. Menus and forms stay as they are: a panel contains a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.extract.dom import (
    HEADINGS,
    SENTENCE_ENDS,
    find_attributes,
    has_more_elements,
    is_hidden,
    visible_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

_APART = ("nav", "footer", "aside", "dialog", "menu", "form")
_WINDOWS = ("dialog", "alertdialog", "menu", "tooltip", "status", "alert")
"""Roles of elements that a page shows above others."""
_CONTROLS = (*_APART, "input", "select", "textarea")
_SHORTEST_SENTENCE = 20
"""Characters of the sentence that a panel contains."""
_LONGEST_TITLE = 150
_MOST_WRAPPERS = 3
"""How many elements are around a title beside its panel."""
_MOST_ELEMENTS = 30
"""Elements in a title or a control, with its icons."""
_MOST_PARTS = 3
"""Elements in an element that contains only a title: the title and icons."""
_REVEALED = re.compile(
    r"(?=.{0,300}?\bvisibility\s*:\s*hidden)(?!.{0,300}?\bdisplay\s*:\s*none).{0,300}?\banimation(?:-name)?\s*:"
)
"""Styles of elements that a script shows when a reader comes to them (WOW.js writes them so)."""
_MOST_SPOILER_PARTS = 2
"""Elements of a wrapper that holds only a control and what it shows."""
_LONGEST_SWITCH = 40
"""Characters of a control that shows the rest of a text."""
_TEXT = ("p", "li", "sup", "span", "em", "i", "td", "dd", "blockquote", "figcaption")
"""Elements in which a text refers to a note."""
_TITLES = (*HEADINGS, "dt", "summary")
_PANELS = ("div", "section", "p")
_TOGGLES = ("collapse", "tab", "pill")
_OF_CONTROLS = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")
"""Attributes of controls that show a panel of the page: buttons (WAI-ARIA 1.2, aria-expanded), tabs, and those of
Bootstrap."""
_HIDING = ("hidden", "style")
"""Attributes that can hide an element."""
_LEAST_PANELS = 2
"""Panels of the same kind without a control. A single hidden element is hidden for another reason."""


def show_collapsed(page: HtmlElement) -> None:
    """Show the collapsed panels of a page, in place."""
    body = page.find("body")
    marked = find_attributes(body, *_OF_CONTROLS, *_HIDING, "id")
    controls = _list_controls(body, [each for name in _OF_CONTROLS for each, _ in marked[name]])
    styled = dict.fromkeys(each for name in _HIDING for each, _ in marked[name])
    hidden = [element for element in styled if element is not body and is_hidden(element)]
    targets = {name: element for element, name in marked["id"]} if controls or hidden else {}
    panels: dict[HtmlElement | None, bool] = {None: False}
    named = {control: _read_target(control) for control in controls}
    found = {control: targets.get(name) if name else _find_beside(control) for control, name in named.items()}
    kinds = Counter(_kind_of((control, panel)) for control, panel in found.items() if panel is not None)
    for control, panel in found.items():
        if panel not in panels:
            is_known = bool(named[control]) or kinds[_kind_of((control, panel))] >= _LEAST_PANELS
            is_answer = is_known and _is_answer(panel)
            panels[panel] = _is_text(panel) or is_answer or (control.getparent().tag in _TITLES and _has_data(panel))
        if panel is not None and panels[panel] and panel not in control.iterancestors():
            _show(panel)
            _make_text(control)
    for title, panel in [*_find_pairs(hidden), *_find_buttons(body)]:
        _show(panel)
        _make_text(title)
    for panel in hidden:
        if _is_continuation(panel) or _REVEALED.match(panel.get("style") or ""):
            _show(panel)
    _show_notes(body, targets)


def _list_controls(body: HtmlElement, marked: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that show a panel of the page. Buttons in headings are the titles of an accordion (ARIA
    Authoring Practices, accordion). In: the elements with an attribute of controls.
    """
    named = (element for element in marked if element is not body)
    in_headings = (button for button in body.iter("button") if button.getparent().tag in HEADINGS)
    return [element for element in dict.fromkeys(chain(named, in_headings)) if _is_control(element)]


def _is_control(element: HtmlElement) -> bool:
    """Return whether an element shows a panel of the page."""
    return (
        element.get("aria-expanded") is not None
        or (element.get("role") == "tab" and element.get("aria-controls") is not None)
        or (element.get("data-bs-toggle") or element.get("data-toggle")) in _TOGGLES
        or (element.tag == "button" and element.getparent().tag in HEADINGS)
    )


def _read_target(control: HtmlElement) -> str:
    """Return the id of the panel that a control names; without one, an empty string."""
    names = (control.get(name) or "" for name in ("aria-controls", "data-bs-target", "data-target"))
    named = next((name for name in names if name), "")
    if not named and control.get("aria-expanded") is None:
        named = (control.get("href") or "").partition("#")[2]
    return named.removeprefix("#")


def _is_continuation(panel: HtmlElement) -> bool:
    """Return whether a hidden element is the rest of a text: beside running text in the same element, or in a wrapper
    that is, and beside a control that shows it.
    """
    beside = [each for each in (panel.getprevious(), panel.getnext()) if each is not None]
    if not is_hidden(panel) or not any(map(_is_switch, beside)) or not _is_text(panel):
        return False
    holder = panel.getparent()
    outer = holder if len(holder) <= _MOST_SPOILER_PARTS else panel
    before = chain(*(islice(each.itersiblings(preceding=True), _MOST_PARTS) for each in dict.fromkeys((panel, outer))))
    return any(len(visible_text(each)) >= _SHORTEST_SENTENCE for each in before if each.tag in ("p", "div", "span"))


def _is_switch(element: HtmlElement) -> bool:
    """Return whether an element is a control that leads to no other page, or contains only one."""
    if _is_large(element):
        return False
    inner = [element, *islice(element.iterdescendants("a", "button"), 1)]
    control = inner[-1]
    is_button = control.tag == "button" or control.get("role") == "button" or control.get("onclick") is not None
    address = (control.get("href") or "").strip().lower()
    is_link = control.tag == "a" and (not address or address.startswith(("#", "javascript:")))
    text = visible_text(element)
    return (is_button or is_link) and 0 < len(text) <= _LONGEST_SWITCH and text == visible_text(control)


def _show_notes(body: HtmlElement, targets: Mapping[str, HtmlElement]) -> None:
    """Show the hidden notes to which links in a text lead."""
    hidden = {name: element for name, element in targets.items() if is_hidden(element)}
    for link in body.iter("a") if hidden else ():
        name = (link.get("href") or "").removeprefix("#")
        note = hidden.get(name) if name and len(name) < len(link.get("href") or "") else None
        if note is None or not is_hidden(note) or link.getparent().tag not in _TEXT:
            continue
        parts = (each for each in note.iter(*_CONTROLS, "button") if each is not note or note.tag != "aside")
        if note.get("role") not in _WINDOWS and next(parts, None) is None:
            _show(note)
            note.tag = "div" if note.tag == "aside" else note.tag


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


def _find_pairs(hidden: Iterable[HtmlElement]) -> list[tuple[HtmlElement, HtmlElement]]:
    """Return the hidden panels directly after a short title, each with the title, if there are several of a kind."""
    titled = (each for each in hidden if is_hidden(each) and _is_title(each.getprevious()))
    pairs = [(panel.getprevious(), panel) for panel in titled if _is_text(panel)]
    kinds = Counter(map(_kind_of, pairs))
    return [pair for pair in pairs if kinds[_kind_of(pair)] >= _LEAST_PANELS]


def _find_buttons(body: HtmlElement) -> list[tuple[HtmlElement, HtmlElement]]:
    """Return the buttons directly above a panel, each with the panel, if there are several of a kind in an element."""
    found = ((button, button.getnext()) for button in body.iter("button") if _is_title(button))
    pairs = [(button, panel) for button, panel in found if panel is not None and panel.tag in _PANELS]
    kinds = Counter((_kind_of(pair), pair[0].getparent()) for pair in pairs)
    several = (pair for pair in pairs if kinds[_kind_of(pair), pair[0].getparent()] >= _LEAST_PANELS)
    return [pair for pair in several if _is_text(pair[1])]


def _has_data(panel: HtmlElement) -> bool:
    """Return whether a panel has a table or a list, without controls and links, and is not in a menu."""
    is_apart = any(element.tag in _APART for element in panel.iterancestors()) or panel.tag in _CONTROLS
    has_parts = next(panel.iterdescendants(*_CONTROLS, "a"), None) is not None
    return not (is_apart or has_parts) and next(panel.iterdescendants("table", "li", "dd", "pre"), None) is not None


def _is_large(element: HtmlElement) -> bool:
    """Return whether an element contains more elements than a title or a control."""
    return has_more_elements(element, _MOST_ELEMENTS)


def _is_title(element: HtmlElement | None) -> bool:
    """Return whether an element is visible and its text short."""
    return (
        element is not None
        and not is_hidden(element)
        and not _is_large(element)
        and 0 < len(visible_text(element)) <= _LONGEST_TITLE
    )


def _kind_of(pair: tuple[HtmlElement, HtmlElement]) -> tuple[object, ...]:
    """Return the tags and classes of a title and its panel, by which those of one accordion are alike."""
    return tuple(value for element in pair for value in (element.tag, element.get("class")))


def _can_be_text(panel: HtmlElement) -> bool:
    """Return whether a panel is without controls, and not in a menu."""
    if panel.get("role") in _WINDOWS:
        return False
    if any(element.tag in _APART for element in panel.iterancestors()) or panel.tag in _CONTROLS:
        return False
    return next(panel.iterdescendants(*_CONTROLS), None) is None


def _is_answer(panel: HtmlElement) -> bool:
    """Return whether a panel that its control names is a sentence of any length without links: `Yes, since Monday.`"""
    is_plain = next(panel.iterdescendants("a"), None) is None
    return is_plain and not _is_large(panel) and visible_text(panel).endswith(SENTENCE_ENDS) and _can_be_text(panel)


def _is_text(panel: HtmlElement) -> bool:
    """Return whether a panel is text of an article: with a sentence, without controls, and not in a menu."""
    return _can_be_text(panel) and any(
        len(text) >= _SHORTEST_SENTENCE and text.endswith(SENTENCE_ENDS) for text in _iter_texts(panel)
    )


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
    """Make a button an element of text, without icons: inline in a heading or a paragraph, else a block."""
    for part in list(islice(control.iterdescendants("svg", "a"), _MOST_ELEMENTS)):
        if part.tag == "a" and part.get("href") is None:
            part.tag = "span"
        elif part.tag == "svg" and not visible_text(part):
            part.drop_tree()
    is_tab = control.get("data-toggle") or control.get("data-bs-toggle")
    if control.tag in ("button", "a", "label") and (is_tab or not control.get("href", "#").strip("#")):
        is_inline = control.getparent().tag in (*HEADINGS, "p", "span", "summary", "dt")
        control.tag = "span" if is_inline else "div"
        control.attrib.pop("href", None)
    for row in islice(control.iterancestors("li", "ul"), 2) if is_tab else ():
        row.attrib.pop("class", None)  # it is often that of a menu
