"""Marks on elements, by which a step of the extraction finds the elements of an earlier step. Owns that only marks of
this program count: a page can have the same attribute when it is saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Mark:
    """An attribute that marks elements. The root of a page has it too, if elements of the page can be marked."""

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute
        self._find_all = etree.XPath(f"//*[@{attribute}]")
        self._find_marked = etree.XPath(f"/html[@{attribute}]//*[@{attribute}]")

    def enable(self, page: HtmlElement) -> None:
        """Remove the attributes that the page has as saved, and mark its root, in place."""
        for element in self._find_all(page):
            del element.attrib[self.attribute]
        self.set(page)

    def disable(self, page: HtmlElement) -> None:
        """Remove the attribute from the root, in place: no element of the page counts as marked."""
        page.attrib.pop(self.attribute, None)

    def set(self, element: HtmlElement) -> None:
        """Mark an element."""
        element.set(self.attribute, "")

    def is_on(self, element: HtmlElement) -> bool:
        """Return whether an element has the attribute."""
        return element.get(self.attribute) is not None

    def find(self, page: HtmlElement) -> list[HtmlElement]:
        """Return the marked elements of a page, in document order."""
        elements: list[HtmlElement] = self._find_marked(page)
        return elements
