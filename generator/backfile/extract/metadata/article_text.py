"""The text of an article, as far as the headline needs it before the article is found: its long paragraphs. Owns
telling whether a heading belongs to them.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import visible_text
from backfile.extract.element_names import split_names
from backfile.extract.metadata.title_parts import normal_form
from backfile.tags.stopwords import COMMON, NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_PARAGRAPH = 80
"""Characters from which a p element is a paragraph of the text."""
_MOST_PARAGRAPHS, _MOST_EXAMINED, _MOST_TEXT = 200, 3_000, 60_000
_FEWEST_NAMED = 2
"""Words of a title that the text has, if the title is about it."""
_SHORTEST_WORD = 4
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_BESIDE = re.compile(
    r"(?<![a-z])(?:promos?|newsletters?|subscribe|subscription|sign-?up|side-?bar|widgets?|banner|advert|popup|modal"
    r"|cta|call-to-action)(?![a-z])"
)
"""Names of elements beside an article, which often have a heading of their own."""
_ATTRIBUTES = ("class", "id")


class ArticleText:
    """The long paragraphs of a page. In: the page; it is read when it is needed."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree

    @cached_property
    def _paragraphs(self) -> list[tuple[HtmlElement, str]]:
        elements = islice(self._tree.iter("p"), _MOST_EXAMINED)
        texts = ((element, visible_text(element)) for element in elements)
        return list(islice((each for each in texts if len(each[1]) >= _PARAGRAPH), _MOST_PARAGRAPHS))

    @cached_property
    def _words(self) -> frozenset[str]:
        return _words_of(" ".join(text for _, text in self._paragraphs)[:_MOST_TEXT])

    def may_have(self, text: str) -> bool:
        """Return whether a paragraph or a heading has a text; of a page without paragraphs, whether it prints the
        text.
        """
        if not self._paragraphs:
            body = self._tree.find("body")
            return body is None or text in visible_text(body)
        headings = (visible_text(each) for each in islice(self._tree.iter("h1", "h2"), _MOST_PARAGRAPHS))
        return any(text in each for each in (*(other for _, other in self._paragraphs), *headings))

    def begins_below(self, element: HtmlElement) -> bool:
        """Return whether all paragraphs are below an element: in the document, and in its parent or the one above."""
        if not self._paragraphs:
            return False
        first = self._paragraphs[0][0]
        if element is first or element in first.iterancestors():
            return False
        around = list(islice(element.iterancestors(), 2))
        return any(each in around for each in first.iterancestors()) and self._order(element, first)

    def is_apart_from(self, element: HtmlElement, heading: str, titles: Iterable[str]) -> bool:
        """Return whether a heading belongs to another part of the page than the text.

        It is outside of the article or main element that has the paragraphs, below all of them, or in an element that
        is named as a promotion. Neither the text nor a title has a word of it, but the text has words of a title.
        In: its element and text; the strings of the other places.
        """
        if not self._paragraphs or not self._is_outside(element):
            return False
        words = _words_of(heading)
        others = [_words_of(title) for title in titles]
        if any(words & (self._words | other) for other in (*others, frozenset())):
            return False
        return any(len(other & self._words) >= _FEWEST_NAMED for other in others)

    def _is_outside(self, element: HtmlElement) -> bool:
        around = list(element.iterancestors())
        if any(each.tag in ("article", "main") for each in around):
            return False
        if any(_BESIDE.search(split_names(each, _ATTRIBUTES)) for each in around if each.tag not in ("html", "body")):
            return True
        is_marked = any(next(each.iterancestors("article", "main"), None) is not None for each, _ in self._paragraphs)
        return is_marked or self._order(self._paragraphs[-1][0], element)

    def _order(self, first: HtmlElement, second: HtmlElement) -> bool:
        """Return whether one element is before another one in the document."""
        return next(each is first for each in self._tree.iter(first.tag, second.tag) if each is first or each is second)


def _words_of(text: str) -> frozenset[str]:
    """Return the longer words of a text, but not common ones; of a script without spaces, all pairs of characters."""
    folded = normal_form(text) if len(text) < 500 else text.casefold()
    words = (
        {word for word in re.findall(r"\w+", folded) if len(word) >= _SHORTEST_WORD and word.isalpha()}
        - COMMON
        - NO_NAMES
    )
    runs = _EAST_ASIAN.findall(folded)
    return frozenset(words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)})
