"""Footnotes and endnotes. Owns which notes are added to the selection, because selected text refers to them: extractors
leave them out, since they are lists of short lines with links, often outside the element of the text.

A link refers to a note if its target is further down and does not contain it, and if either the link is a mark of a
note, such as a superscript number, or the note links back to the place of the link. So links of a table of contents,
links to the comments and links to the top of the page add nothing. Where a script has replaced the link by a button, a
note that is named so and links back is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.extract.dom import BLOCKS, HEADINGS, SENTENCE_ENDS, visible_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings

_STRUCTURES = frozenset(["ul", "ol", "dl", "table", "thead", "tbody", "tr", "li", "dd"])
"""Elements that are kept whole: a note that no text refers to is in the same list as the others."""
_NO_NOTE = ("form", "textarea", "button", "nav", "article", *HEADINGS)
"""Elements that a note does not contain. Comments and other sections of a page do."""
_MARK = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,6}|[a-z]|(?:\w{1,6}\.?)\s?\d{1,4}|[*†‡§¶]{1,4})\W*", re.IGNORECASE)
_NOTE_NAMES = re.compile(r"(?:foot|end)-?notes?(?![a-z])|noteref", re.IGNORECASE)
"""What names notes in roles (DPUB-ARIA), types (EPUB), styles (Word) and classes."""
_NAMING = ("class", "role", "style", "epub:type", "rel", "data-component-name")
_LONGEST_LABEL = 60
"""Characters of a line above the notes, such as `Notes and references`."""


@dataclass(slots=True)
class _Blocks:
    """What is known of the blocks to which links lead. Each is looked at once, since many links can lead to one."""

    places: Mapping[str, HtmlElement]
    _are_sections: dict[HtmlElement, bool] = field(default_factory=dict)
    _targets: dict[HtmlElement, set[HtmlElement | None]] = field(default_factory=dict)

    def is_section(self, block: HtmlElement) -> bool:
        """Return whether a block contains what notes do not contain."""
        if block not in self._are_sections:
            self._are_sections[block] = next(block.iter(*_NO_NOTE), None) is not None
        return self._are_sections[block]

    def find_targets(self, block: HtmlElement) -> set[HtmlElement | None]:
        """Return the blocks to which the links of a block lead."""
        if block not in self._targets:
            places = (self.places.get(_read_fragment(link)) for link in block.iter("a"))
            self._targets[block] = {_find_block(place) for place in places if place is not None}
        return self._targets[block]


def add_notes(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the notes to which selected text refers, with the line above them, and all places without
    text to which selected links lead.
    """
    links = [(link, _read_fragment(link)) for link in body.iter("a")]
    names = {name for _, name in links if name}
    places = _find_places(body, names) if names else {}
    links = [(link, name) for link, name in links if name in places]
    blocks = _Blocks(places)
    notes: dict[HtmlElement, None] = {}
    for link, name in links:
        place = places[name]
        if strings.number[place] > strings.number[link] and _is_selected(link, strings, selection):
            note = _find_note(link, place, blocks)
            if note is not None:
                notes[note] = None
    for note in notes:
        selection.update(strings.list_useful_numbers(strings.span_of(note)))
    for link, name in links:
        note = _find_answer(link, places[name], blocks, strings, selection)
        if note is not None:
            notes[note] = None
            selection.update(strings.list_useful_numbers(strings.span_of(note)))
    for note in notes:
        _add_label(note, strings, selection)
    _keep_places(links, places, strings, selection)


def _read_fragment(link: HtmlElement) -> str:
    address = link.get("href") or ""
    return unquote(address.partition("#")[2].strip()) if "#" in address else ""


def _find_places(body: HtmlElement, names: Collection[str]) -> dict[str, HtmlElement]:
    """Return the elements to which links of the page lead, by their ids."""
    places: dict[str, HtmlElement] = {}
    for element in body.iter():
        if (name := element.get("id")) is not None and name in names:
            places.setdefault(name, element)
        if element.tag == "a" and (name := element.get("name")) is not None and name in names:
            places.setdefault(name, element)
    return places


def _is_selected(link: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> bool:
    """Return whether any text in a link is selected."""
    inner = link.iterdescendants()
    return strings.number[link] in selection or any(
        number in selection for element in inner for number in (strings.number[element], strings.number[element] + 1)
    )


def _find_note(link: HtmlElement, place: HtmlElement, blocks: _Blocks) -> HtmlElement | None:
    """Return the element to select for the note to which a link refers; None if it does not refer to a note."""
    around = set(link.iterancestors())
    note = _find_block(place)
    if note is None or note in around or blocks.is_section(note):
        return None
    if not _is_mark(link) and _find_block(link) not in blocks.find_targets(note):
        return None
    for outer in note.iterancestors():
        if outer in around or outer.tag == "body":
            break
        if outer.tag in _STRUCTURES or _is_named(outer):
            note = outer
    return note


def _find_answer(
    link: HtmlElement, place: HtmlElement, blocks: _Blocks, strings: NumberedStrings, selection: Set[int]
) -> HtmlElement | None:
    """Return the element that is named as that of notes, around a link that leads back to a place within selected text;
    None for other links. A script can have replaced the link to such a note by a button.
    """
    if strings.number[place] > strings.number[link] or place.tag in BLOCKS:
        return None
    note, text = _find_block(link), _find_block(place)
    if note is None or text is None or strings.has_selected_text(strings.span_of(note), selection):
        return None
    if blocks.is_section(note) or not strings.has_selected_text(strings.span_of(text), selection):
        return None
    around = set(text.iterancestors())
    outer = takewhile(lambda each: each not in around, (note, *note.iterancestors()))
    return next((each for each in reversed(list(outer)) if _is_named(each)), None)


def _find_block(element: HtmlElement) -> HtmlElement | None:
    """Return the block that an element is or in which it is."""
    outer = (ancestor for ancestor in element.iterancestors() if ancestor.tag in BLOCKS)
    return element if element.tag in BLOCKS else next(outer, None)


def _is_mark(link: HtmlElement) -> bool:
    """Return whether a link is a mark of a note, by its text or by its name."""
    text = visible_text(link)
    parent = link.getparent()
    is_raised = (parent is not None and parent.tag == "sup") or link.find(".//sup") is not None
    return (_MARK.fullmatch(text) is not None) or (is_raised and len(text) <= _LONGEST_LABEL) or _is_named(link)


def _is_named(element: HtmlElement) -> bool:
    return any(_NOTE_NAMES.search(element.get(name) or "") for name in _NAMING)


def _add_label(note: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Select the heading or the short line above notes that are selected, if it is directly above them."""
    while (above := note.getprevious()) is None or not visible_text(above):
        if above is None and (note.getparent() is None or note.getparent().tag in ("body", "article", "main")):
            return
        note = note.getparent() if above is None else above
    label = above if above.tag in HEADINGS else next(above.iter(*HEADINGS), above)
    text = visible_text(label)
    is_line = label.tag == "p" and next(label.iter("a"), None) is None and not text.endswith(SENTENCE_ENDS)
    if len(text) <= _LONGEST_LABEL and (label.tag in HEADINGS or is_line):
        selection.update(strings.list_useful_numbers(strings.span_of(label)))


def _keep_places(
    links: Iterable[tuple[HtmlElement, str]],
    places: dict[str, HtmlElement],
    strings: NumberedStrings,
    selection: set[int],
) -> None:
    """Select the places without text to which selected links lead, if the block around them is selected."""
    for place in _iter_bare_places(links, places, strings, selection):
        block = _find_block(place)
        if block is not None and strings.has_selected_text(strings.span_of(block), selection):
            selection.add(strings.number[place])


def _iter_bare_places(
    links: Iterable[tuple[HtmlElement, str]],
    places: dict[str, HtmlElement],
    strings: NumberedStrings,
    selection: Set[int],
) -> Iterator[HtmlElement]:
    seen: set[str] = set()
    for link, name in links:
        if name not in seen and _is_selected(link, strings, selection):
            seen.add(name)
            if not visible_text(places[name]):
                yield places[name]
