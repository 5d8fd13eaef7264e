"""The part of a page that trafilatura needs to see. Owns finding the elements in which it searches for the article, and
copying them alone: most of its time depends on the number of elements, and two thirds of them are elsewhere.

trafilatura has several expressions. It takes the first element that each of them finds, until one gives more than
hardly any text, and reads the rest of the page only if none does. So the selection from these elements is that from the
page if it contains most of the paragraphs in the last of them; otherwise it is not used. The only difference is on
pages of which trafilatura would read all text, in the elements and elsewhere.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from trafilatura.settings import MANUALLY_CLEANED
from trafilatura.xpaths import BODY_XPATH

from backfile.extract.page.trafilatura_rules import translate_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings, Span

_SEARCHES = tuple(map(translate_first, BODY_XPATH))
"""A function for each expression, which yields the element that it finds first."""
_REMOVED = frozenset(MANUALLY_CLEANED) - {"figure", "picture", "source"}
"""Elements that trafilatura removes before it searches; it keeps those of images."""
_READ_AROUND = ("class", "id")
"""Attributes of the elements around the article that trafilatura reads."""
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SHORTEST_PARAGRAPH, _FEWEST_PARAGRAPHS, _LEAST_TEXT = 80, 3, 1_000
"""Characters of a paragraph; paragraphs and their characters that are more than hardly any text."""


class Scope:
    """The elements in which trafilatura searches for the article, up to one with enough text."""

    def __init__(self, contents: Sequence[HtmlElement], strings: NumberedStrings) -> None:
        """Read the paragraphs of the last element. In: the elements in the order in which trafilatura searches."""
        self._contents = contents
        self._strings = strings
        spans = map(strings.span_of, contents[-1].iter("p"))
        self._paragraphs = [span for span in spans if strings.count_chars(span) >= _SHORTEST_PARAGRAPH]

    @property
    def has_enough_text(self) -> bool:
        """Return whether the last element contains more than hardly any text, most of it outside of forms: trafilatura
        removes a form unless it has most of the page's text.
        """
        if len(self._paragraphs) < _FEWEST_PARAGRAPHS or sum(map(self._count, self._paragraphs)) < _LEAST_TEXT:
            return False
        last = self._contents[-1]
        half = self._count(self._strings.span_of(last)) / 2
        return all(self._count(self._strings.span_of(form)) < half for form in last.iter("form"))

    def _count(self, span: Span) -> int:
        return self._strings.count_chars(span)

    def is_covered_by(self, selection: frozenset[int]) -> bool:
        """Return whether a selection contains most of the paragraphs in the last element."""
        selected = (span for span in self._paragraphs if self._strings.has_selected_text(span, selection))
        return 2 * sum(map(self._count, selected)) > sum(map(self._count, self._paragraphs))

    def copy(self) -> tuple[HtmlElement, list[tuple[HtmlElement, int]]]:
        """Return a page that contains copies of the elements in copies of the elements around them, without anything
        beside them; and the copied elements, each with its number.
        """
        outer = [each for each in self._contents if not any(other in self._contents for other in each.iterancestors())]
        holders: dict[HtmlElement, HtmlElement] = {}
        numbers: list[tuple[HtmlElement, int]] = []
        for content in sorted(outer, key=self._strings.number.__getitem__):
            copied = deepcopy(content)
            copied.tail = None
            numbers += zip(copied.iter(), map(self._strings.number.__getitem__, content.iter()), strict=True)
            self._append(copied, content, holders)
        return holders[content.getroottree().getroot()], numbers

    @staticmethod
    def _append(copied: HtmlElement, element: HtmlElement, holders: dict[HtmlElement, HtmlElement]) -> None:
        """Append the copy of an element to copies of the elements around it. In: also these copies as far as there are
        some; others are added.
        """
        for outer in element.iterancestors():
            holder = holders.get(outer)
            if holder is not None:
                holder.append(copied)
                return
            holder = holders[outer] = copied.makeelement(outer.tag)
            for name in _READ_AROUND:
                if (value := outer.get(name)) is not None:
                    holder.set(name, value)
            holder.append(copied)
            copied = holder


def find_scope(page: HtmlElement, strings: NumberedStrings) -> Scope | None:
    """Return the elements in which trafilatura searches; None if it may need to see more of the page."""
    contents: list[HtmlElement] = []
    for search in _SEARCHES:
        content = next((each for each in search(page) if not _is_removed(each)), None)
        if content is None or content in contents:
            continue
        contents.append(content)
        scope = Scope(contents, strings)
        if scope.has_enough_text:
            return scope
    return None


def _is_removed(element: HtmlElement) -> bool:
    """Return whether trafilatura removes an element before it searches, or could read it in another way."""
    around = (element, *element.iterancestors())
    return any(each.tag in _REMOVED or not _PLAIN_NAME.fullmatch(each.tag) for each in around)
