"""Cards in a sentence that a page shows over a name: a picture, the name again, and links to articles about it. Owns
how they are told, and removing them.

A card follows the link of the name directly. It has a picture, a link to the same place, other links, no word outside
of them, and much more text than the name. Links to forms of a document, as in `(PDF, web page)`, are no card.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import has_more_elements, iter_strings, visible_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

RULE = "card of a name"
_CARDS = ("span", "div")
_LEAST_LINKS = 2
_MOST_ELEMENTS, _MOST_LINKS = 60, 5_000
_MOST_LEVELS = 4
"""Elements between a paragraph and a card in it."""
_LEAST_TEXT = 20
"""Letters and digits of the paragraph beside the name and its card."""
_TIMES_NAME = 4
"""A card has more letters and digits than so many times those of the name."""


def remove_hover_cards(body: HtmlElement) -> tuple[RemovedText, ...]:
    """Remove the cards of names in the paragraphs of a body, in place; return what was removed."""
    links = list(islice(body.iter("a"), _MOST_LINKS))
    count = cache(lambda paragraph: _count(visible_text(paragraph)))  # A paragraph can have thousands of cards.
    cards = [card for link in links if (card := link.getnext()) is not None and _is_card(card, link, count)]
    removed = tuple(RemovedText(RULE, text) for card in cards if (text := visible_text(card)))
    for card in cards:
        card.drop_tree()
    return removed


def _is_card(card: HtmlElement, name: HtmlElement, count: Callable[[HtmlElement], int]) -> bool:
    """Return whether an element directly after a link is the card of a name. In: also what counts a paragraph."""
    if card.tag not in _CARDS or not name.get("href") or (name.tail or "").strip() or not visible_text(name):
        return False
    if has_more_elements(card, _MOST_ELEMENTS):
        return False
    if next(card.iter("img"), None) is None or not _is_titled(visible_text(card), visible_text(name)):
        return False
    links = [link for link in card.iter("a") if visible_text(link)]
    if len(links) < _LEAST_LINKS or all(link.get("href") != name.get("href") for link in links):
        return False
    return _has_linked_words_only(card) and _is_in_sentence(card, name, count)


def _is_titled(text: str, name: str) -> bool:
    """Return whether the text of a card is long enough for titles of articles, and not in brackets."""
    return _count(text) > _TIMES_NAME * _count(name) and unicodedata.category(text[0]) != "Ps"


def _has_linked_words_only(card: HtmlElement) -> bool:
    inside = {inner for link in card.iter("a") for inner in link.iter()}
    strings = ((element, is_tail, string) for element, is_tail, string in iter_strings(card) if string)
    outside = (s for element, is_tail, s in strings if (element.getparent() if is_tail else element) not in inside)
    return not any(map(str.isalnum, "".join(outside)))


def _is_in_sentence(card: HtmlElement, name: HtmlElement, count: Callable[[HtmlElement], int]) -> bool:
    """Return whether the paragraph around a card has text beside it."""
    paragraph = next((each for each in islice(card.iterancestors(), _MOST_LEVELS) if each.tag == "p"), None)
    if paragraph is None:
        return False
    inside = _count(visible_text(card)) + _count(visible_text(name))
    return count(paragraph) >= inside + _LEAST_TEXT


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))
