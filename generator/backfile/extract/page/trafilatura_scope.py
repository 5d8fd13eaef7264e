"""The part of a page that trafilatura needs to see. Owns finding the element in which it searches for the article, and
copying that element alone: most of its time depends on the number of elements, and two thirds of them are elsewhere.

trafilatura takes the first element that matches the first of its expressions that any element matches. It reads the
rest of the page only if that element gives hardly any text. So the selection from the element alone is that from the
page if it contains most of the paragraphs in the element; otherwise it is not used. The only difference is on pages of
which trafilatura would read all text, in the element and elsewhere.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from trafilatura.settings import MANUALLY_CLEANED
from trafilatura.xpaths import BODY_XPATH

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings, Span

_FIRST: str = BODY_XPATH[0].path
_TAGS: tuple[str, ...] = tuple(re.findall(r"self::(\w+)", _FIRST))
_EQUAL: list[tuple[str, str]] = re.findall(r"@(\w+)='([^']*)'", _FIRST)
_CONTAINED: list[tuple[str, str]] = re.findall(r"re:test\(@(\w+), '([^']*)'\)", _FIRST)
"""The parts of the first expression. To evaluate it takes ten times as long: lxml calls Python for each test."""
_ATTRIBUTES = tuple(dict.fromkeys(name for name, _ in (*_EQUAL, *_CONTAINED)))
_PATTERNS = {
    name: re.compile(
        "|".join(
            [rf"\A{re.escape(value)}\Z" for each, value in _EQUAL if each == name]
            + [pattern for each, pattern in _CONTAINED if each == name]
        )
    )
    for name in _ATTRIBUTES
}
_REMOVED = frozenset(MANUALLY_CLEANED) - {"figure", "picture", "source"}
"""Elements that trafilatura removes before it searches; it keeps those of images."""
_READ_AROUND = ("class", "id")
"""Attributes of the elements around the article that trafilatura reads."""
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SHORTEST_PARAGRAPH, _FEWEST_PARAGRAPHS, _LEAST_TEXT = 80, 3, 1_000
"""Characters of a paragraph; paragraphs and their characters that are more than hardly any text."""
_MOST_NAMES = 2_000


class Scope:
    """An element in which trafilatura searches for the article."""

    def __init__(self, content: HtmlElement, strings: NumberedStrings) -> None:
        self.content = content
        self._strings = strings
        spans = map(strings.span_of, content.iter("p"))
        self._paragraphs = [span for span in spans if strings.count_chars(span) >= _SHORTEST_PARAGRAPH]

    @property
    def has_enough_text(self) -> bool:
        """Return whether the element contains more than hardly any text, most of it outside of forms: trafilatura
        removes a form unless it has most of the page's text.
        """
        if len(self._paragraphs) < _FEWEST_PARAGRAPHS or sum(map(self._count, self._paragraphs)) < _LEAST_TEXT:
            return False
        half = self._count(self._strings.span_of(self.content)) / 2
        return all(self._count(self._strings.span_of(form)) < half for form in self.content.iter("form"))

    def _count(self, span: Span) -> int:
        return self._strings.count_chars(span)

    def is_covered_by(self, selection: frozenset[int]) -> bool:
        """Return whether a selection contains most of the paragraphs in the element."""
        selected = (span for span in self._paragraphs if self._strings.has_selected_text(span, selection))
        return 2 * sum(map(self._count, selected)) > sum(map(self._count, self._paragraphs))

    def copy(self) -> tuple[HtmlElement, HtmlElement]:
        """Return a copy of the element and a page that contains it in copies of the elements around it, without
        anything beside it.
        """
        copied = deepcopy(self.content)
        copied.tail = None
        page = copied
        for outer in self.content.iterancestors():
            holder = copied.makeelement(outer.tag)
            for name in _READ_AROUND:
                if (value := outer.get(name)) is not None:
                    holder.set(name, value)
            holder.append(page)
            page = holder
        return copied, page


def find_scope(page: HtmlElement, strings: NumberedStrings) -> Scope | None:
    """Return the element in which trafilatura searches first; None if it may need to see more of the page."""
    content = find_first(page)
    if content is None or any(each.tag in _REMOVED or not _PLAIN_NAME.fullmatch(each.tag) for each in _around(content)):
        return None
    scope = Scope(content, strings)
    return scope if scope.has_enough_text else None


def find_first(page: HtmlElement) -> HtmlElement | None:
    """Return the first element that matches the first of trafilatura's expressions, or else the first article, which is
    its second expression.
    """
    matching = (each for each in page.iter(*_TAGS) if _matches(each))
    return next(chain(matching, page.iter("article")), None)


def _around(content: HtmlElement) -> list[HtmlElement]:
    return [content, *content.iterancestors()]


def _matches(element: HtmlElement) -> bool:
    return any((value := element.get(name)) is not None and _is_content(name, value) for name in _ATTRIBUTES)


@lru_cache(maxsize=_MOST_NAMES)
def _is_content(name: str, value: str) -> bool:
    return _PATTERNS[name].search(value) is not None
