"""Running text of a page. Owns finding its passages: paragraphs of an article's kind, as opposed to labels, links and
hidden text. Which passages are main content is left to `reference_content`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import BLOCKS, INVISIBLE, SENTENCE_ENDS
from backfile.extract.page.hidden_text import is_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SHORTEST = 40
"""Characters of a passage. Shorter strings are labels, and libxml2 skips them faster than Python can."""
_LONG_STRINGS = etree.XPath(f"descendant::text()[string-length() >= {_SHORTEST}]")
_APART = INVISIBLE | {"nav", "aside", "footer", "dialog", "menu", "button", "select", "textarea", "figure"}
"""Elements that contain no running text of an article. Captions are counted with their images."""
_SEPARATING = (BLOCKS | INVISIBLE) - {"br"}
_ENOUGH = 500
"""Characters in paragraph elements. A page with at least as many is assumed to have its text in them."""
_MOST_PASSAGES = 3_000
"""Passages that are examined: the first ones of a longer page."""
_LONGEST_HEADLINE = 160
"""Characters of a passage that is more than a headline even if it does not end like a sentence."""

Chain = tuple["HtmlElement", ...]
"""The element of a passage and its ancestors, the innermost first."""


@dataclass(frozen=True, slots=True)
class RunningPassage:
    """A passage of running text, and its place."""

    text: str
    chain: Chain
    links: tuple[str, ...] = ()


class RunningTextReader:
    """Reads the running text of a page. The ancestors of the passages are examined once."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self._chains: dict[HtmlElement, Chain | None] = {}

    def read_passages(self) -> list[RunningPassage]:
        """Return the page's paragraphs; if it has hardly any, all strings of running text, by their blocks."""
        paragraphs = (passage for element in self._body.iter("p") if (passage := self._read_block(element)))
        passages = list(islice(paragraphs, _MOST_PASSAGES))
        is_enough = sum(len(passage.text) for passage in passages) >= _ENOUGH
        return passages if is_enough else list(islice(self._iter_strings(), _MOST_PASSAGES))

    def _iter_strings(self) -> Iterator[RunningPassage]:
        """Yield each long string; strings of one block without inner blocks as one passage."""
        has_parts: dict[HtmlElement, bool] = {}
        for string in _LONG_STRINGS(self._body):
            holder = string.getparent()
            chain = self._find_chain(holder.getparent() if string.is_tail else holder)
            index = next((index for index, element in enumerate(chain or ()) if element.tag in BLOCKS), 0)
            if not chain or has_parts.get(chain[index]) is False:
                continue
            block = chain[index]
            if block not in has_parts:
                has_parts[block] = any(element.tag in _SEPARATING for element in block.iterdescendants())
            passage = RunningPassage(str(string), chain[index:]) if has_parts[block] else self._read_block(block)
            if passage:
                yield passage

    def _read_block(self, block: HtmlElement) -> RunningPassage | None:
        """Read a block without inner blocks; return None if it is no running text."""
        text = "".join(_iter_shown(block) if len(block) else block.itertext())
        if len(text) < _SHORTEST or (len(text) < _LONGEST_HEADLINE and not text.rstrip().endswith(SENTENCE_ENDS)):
            return None
        links = [(link.get("href"), "".join(link.itertext())) for link in block.iter("a")] if len(block) else []
        if 2 * sum(len(words) for _, words in links) >= len(text) or not (chain := self._find_chain(block)):
            return None
        return RunningPassage(text, chain, tuple(url for url, words in links if url and words.strip()))

    def _find_chain(self, element: HtmlElement) -> Chain | None:
        """Return an element and its ancestors up to the body; None where no running text of an article can be."""
        unknown: list[HtmlElement] = []
        ancestor = element
        while ancestor not in self._chains and ancestor is not self._body:
            unknown.append(ancestor)
            ancestor = ancestor.getparent()
        chain = (ancestor,) if ancestor is self._body else self._chains[ancestor]
        for each in reversed(unknown):
            chain = None if chain is None or each.tag in _APART or is_unseen(each) else (each, *chain)
            self._chains[each] = chain
        return chain


def _iter_shown(block: HtmlElement) -> Iterator[str]:
    """Yield the strings in a block, without those of hidden elements."""
    hidden: set[HtmlElement | None] = set()
    yield block.text or ""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is block:
            continue
        if event == "start" and (element.getparent() in hidden or is_unseen(element)):
            hidden.add(element)
        elif event == "start":
            yield element.text or ""
        elif element.getparent() not in hidden:
            yield element.tail or ""
