"""Running text of a page. Owns finding its passages, in whatever element they are: sentences of an article's kind, as
opposed to labels, links, captions and hidden text. Which passages are main content is left to `reference_content`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from backfile.extract.dom import BLOCKS, HEADINGS, INVISIBLE, SENTENCE_ENDS
from backfile.extract.element_names import split_name
from backfile.extract.page.caption_signs import is_named
from backfile.extract.page.hidden_text import is_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SHORTEST = 40
"""Characters of a passage. Shorter strings are labels, and libxml2 skips them faster than Python can."""
_TEXTS = etree.XPath(f"descendant::p | descendant::text()[string-length() >= {_SHORTEST}]")
_APART = INVISIBLE | {"nav", "aside", "footer", "dialog", "menu", "button", "select", "textarea", "figure", "form"}
"""Elements that contain no running text of an article. Captions are counted with their images."""
_SEPARATING = (BLOCKS | INVISIBLE) - {"br"}
_WRAPPERS = ("div", "section", "span", "blockquote", "ul", "ol", "li", "dl", "dd")
"""Elements that say nothing of a place if they have no class."""
_COMMENTS = re.compile(
    r"(?:(?:user|reader|article|post|site)-)?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|disqus)"
    r"(?:-?(?:list|area|container|section|thread|content|body|text|item|box|block|wrapper|template|main|first|last))*"
)
"""Classes and ids of comments, of which some pages consist for the larger part."""
_MOST_NAMES = 2_000
"""Classes and ids for which it is kept whether they are those of comments."""
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
    place: int = 0
    """As in `ContentPassage`."""


class RunningTextReader:
    """Reads the running text of a page. The ancestors of the passages are examined once."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self._chains: dict[HtmlElement, Chain | None] = {}
        self._has_parts: dict[HtmlElement, bool] = {}
        self._places: dict[HtmlElement, int] = {body: 0}
        self._kinds: dict[tuple[int, str, str | None], int] = {}

    def read_passages(self) -> list[RunningPassage]:
        """Return the page's passages, in document order: each block without inner blocks as one, of other blocks each
        long string.
        """
        return list(islice(self._iter_passages(), _MOST_PASSAGES))

    def _iter_passages(self) -> Iterator[RunningPassage]:
        read: set[HtmlElement] = set()
        for item in _TEXTS(self._body):
            element = item if etree.iselement(item) else item.getparent()
            chain = self._find_chain(element.getparent() if element is not item and item.is_tail else element)
            index = next((index for index, each in enumerate(chain or ()) if each.tag in BLOCKS), 0)
            if not chain or chain[index] in read:
                continue
            block = chain[index]
            if not self._has_inner_blocks(block):
                read.add(block)
                passage = self._read_block(block, chain[index:])
            elif element is item:
                continue
            else:
                is_text = _reads_as_sentence(str(item))
                passage = RunningPassage(str(item), chain[index:], (), self._place_of(block)) if is_text else None
            if passage is not None:
                yield passage

    def _has_inner_blocks(self, block: HtmlElement) -> bool:
        if block not in self._has_parts:
            self._has_parts[block] = any(element.tag in _SEPARATING for element in block.iterdescendants())
        return self._has_parts[block]

    def _read_block(self, block: HtmlElement, chain: Chain) -> RunningPassage | None:
        """Read a block without inner blocks; return None if it is no running text."""
        text = "".join(_iter_shown(block) if len(block) else block.itertext())
        if len(text) < _SHORTEST or not _reads_as_sentence(text):
            return None
        links = [(link.get("href"), "".join(link.itertext())) for link in block.iter("a")] if len(block) else []
        if 2 * sum(len(words) for _, words in links) >= len(text) or _is_below_link(block):
            return None
        parent = chain[1] if len(chain) > 1 else block
        return RunningPassage(
            text, chain, tuple(url for url, words in links if url and words.strip()), self._place_of(parent)
        )

    def _place_of(self, element: HtmlElement) -> int:
        """Return the number of the kind of place that an element is."""
        unknown: list[HtmlElement] = []
        while element not in self._places:
            unknown.append(element)
            element = element.getparent()
        place = self._places[element]
        for each in reversed(unknown):
            name = each.get("class")
            if name or each.tag not in _WRAPPERS:
                place = self._kinds.setdefault((place, each.tag, name), len(self._kinds) + 1)
            self._places[each] = place
        return place

    def _find_chain(self, element: HtmlElement) -> Chain | None:
        """Return an element and its ancestors up to the body; None where no running text of an article can be."""
        unknown: list[HtmlElement] = []
        ancestor = element
        while ancestor not in self._chains and ancestor is not self._body:
            unknown.append(ancestor)
            ancestor = ancestor.getparent()
        chain = (ancestor,) if ancestor is self._body else self._chains[ancestor]
        for each in reversed(unknown):
            chain = None if chain is None or _is_apart(each) else (each, *chain)
            self._chains[each] = chain
        return chain


def _reads_as_sentence(text: str) -> bool:
    return len(text) >= _LONGEST_HEADLINE or text.rstrip().endswith(SENTENCE_ENDS)


def _is_apart(element: HtmlElement) -> bool:
    """Return whether an element contains no running text of an article."""
    if element.tag in _APART or is_unseen(element):
        return True
    if not (element.get("class") or element.get("id")):
        return False
    names = split_name(element)
    return (_is_of_comments(names) and next(element.iter("h1"), None) is None) or is_named(element, names)


@lru_cache(maxsize=_MOST_NAMES)
def _is_of_comments(names: str) -> bool:
    return any(_COMMENTS.fullmatch(name) for name in names.split())


def _is_below_link(block: HtmlElement) -> bool:
    """Return whether a block is the text of a teaser: directly below a heading that is a link to its article."""
    above = block.getprevious()
    if above is None or above.tag not in HEADINGS:
        return False
    links = [link for link in above.iter("a") if not (link.get("href") or "#").startswith("#")]
    return bool(links) and "".join(above.itertext()).strip() == "".join(links[0].itertext()).strip()


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
