"""What of a page is its main content, by opinions that have no part in choosing the article. Owns asking them, so that
it can be told how much of the main content an article holds; choosing the article is left to `body`.

*marked*: what the page itself marks as its article (HTML, 4.3.2 and 4.4.14; `articleBody` of schema.org). *dense*: the
element in which most running text stands together, as Arc90's Readability counts it. *headed*: the running text in the
first element around the headline that has any. *structured*: the text that structured data gives for the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from backfile.article import ContentPassage, MainContent
from backfile.extract.dom import BLOCKS, INVISIBLE
from backfile.extract.metadata import json_ld
from backfile.extract.page import figures
from backfile.extract.page.repeated_metadata import STOPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

_LEAST = 40
"""Characters of a passage. Shorter strings are labels, and libxml2 passes over them faster than Python could."""
_RUNNING = etree.XPath(f"descendant::text()[string-length() >= {_LEAST}]")
_BELOW = etree.XPath("following::img")
_APART = INVISIBLE | {"nav", "aside", "footer", "dialog", "menu", "button", "select", "textarea", "figure"}
"""Elements in which no running text of an article stands; captions come and go with their pictures."""
_PARTING = (BLOCKS | INVISIBLE) - {"br"}
_ENOUGH = 500
"""Characters in paragraphs from which on a page is taken to have its text in them."""
_MOST = 3_000
"""Passages that are looked at: of a longer page, the first ones."""
_SENTENCES = 160
"""Characters of a passage that is more than a headline, also where it does not end like a sentence."""
_FRAME_SHARE = 0.3
"""An element with less of the page's running text is a teaser."""
_WANE = 0.5
"""How much less text counts for each element farther out: Arc90 gives the parent all of it, the grandparent half."""
_ELSEWHERE = frozenset(["aside", "nav", "footer", "li", "noscript", "template", "dialog"])
"""What pictures stand in that are not the article's."""
_ICON = 100
"""Pixels of a picture whose page says that it is smaller."""

Chain = tuple["HtmlElement", ...]
"""A passage's element and those around it, the innermost first."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A passage and where it stands."""

    text: str
    chain: Chain
    links: tuple[str, ...] = ()


def ask(tree: HtmlElement) -> MainContent:
    """Give what the opinions take for a page's main content; `tree` is not changed."""
    page = tree.find("body")
    found = _Reading(page).passages()
    times = Counter(each.text for each in found)
    found = [each for each in found if times[each.text] == 1]  # what recurs on one page is a prompt
    length: defaultdict[HtmlElement, int] = defaultdict(int)
    weight: defaultdict[HtmlElement, float] = defaultdict(float)
    for each in found:
        share = float(len(each.text))
        for place, item in enumerate(each.chain):
            length[item] += len(each.text)
            if place:
                weight[item] += share
                share *= _WANE
    least = _FRAME_SHARE * sum(len(each.text) for each in found)
    frames = {
        "marked": _marked([item for item in length if length[item] >= least], length),
        "dense": max(weight, key=lambda item: weight[item], default=None),
        "headed": _headed(page, length, least),
    }
    structured = "".join(json_ld.body(tree).split())
    held = [
        tuple(name for name, frame in frames.items() if frame is not None and frame in each.chain)
        + (("structured",) if structured and "".join(each.text.split()) in structured else ())
        for each in found
    ]
    given = tuple(name for name in (*frames, "structured") if any(name in names for names in held))
    passages = (ContentPassage(each.text, names, each.links) for each, names in zip(found, held, strict=True) if names)
    frame = frames["marked"] if frames["marked"] is not None else frames["dense"]
    inside = [each for each in found if frame in each.chain]
    return MainContent(given, tuple(passages), () if frame is None else tuple(_pictures(frame, inside[-1])))


class _Reading:
    """Reads the running text of a page; what surrounds its passages is looked at once."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self._chains: dict[HtmlElement, Chain | None] = {}

    def passages(self) -> list[_Found]:
        """Give the page's paragraphs; where it has hardly any, all strings of running text, by their blocks."""
        found = list(islice((each for item in self._body.iter("p") if (each := self._block(item))), _MOST))
        enough = sum(len(each.text) for each in found) >= _ENOUGH
        return found if enough else list(islice(self._strings(), _MOST))

    def _strings(self) -> Iterator[_Found]:
        parted: dict[HtmlElement, bool] = {}
        for string in _RUNNING(self._body):
            holder = string.getparent()
            chain = self._chain(holder.getparent() if string.is_tail else holder)
            place = next((place for place, item in enumerate(chain or ()) if item.tag in BLOCKS), 0)
            if not chain or parted.get(chain[place]) is False:
                continue
            block = chain[place]
            if block not in parted:
                parted[block] = any(item.tag in _PARTING for item in block.iterdescendants())
            if found := _Found(str(string), chain[place:]) if parted[block] else self._block(block):
                yield found

    def _block(self, block: HtmlElement) -> _Found | None:
        """Read a block without others in it; None where it is no running text."""
        text = "".join(block.itertext())
        if len(text) < _LEAST or (len(text) < _SENTENCES and not text.rstrip().endswith(STOPS)):
            return None
        links = [(link.get("href"), "".join(link.itertext())) for link in block.iter("a")] if len(block) else []
        if 2 * sum(len(words) for _, words in links) >= len(text) or not (chain := self._chain(block)):
            return None
        return _Found(text, chain, tuple(address for address, words in links if address and words.strip()))

    def _chain(self, item: HtmlElement) -> Chain | None:
        """Give an element and those around it below the root; None where no running text of an article stands."""
        way: list[HtmlElement] = []
        at = item
        while at not in self._chains and at is not self._body:
            way.append(at)
            at = at.getparent()
        chain = (at,) if at is self._body else self._chains[at]
        for each in reversed(way):
            chain = None if chain is None or each.tag in _APART or _is_hidden(each) else (each, *chain)
            self._chains[each] = chain
        return chain


def _is_hidden(item: HtmlElement) -> bool:
    return item.get("hidden") is not None or "display:none" in (item.get("style") or "").replace(" ", "").lower()


def _marked(frames: Sequence[HtmlElement], length: dict[HtmlElement, int]) -> HtmlElement | None:
    """Give the element that the page marks as the article's text, as its article, or as its main part."""
    for is_marked in (
        lambda item: "articlebody" in (item.get("itemprop") or "").lower().split(),
        lambda item: item.tag == "article" or item.get("role") == "article",
        lambda item: item.tag == "main" or item.get("role") == "main",
    ):
        if marked := [item for item in frames if is_marked(item)]:
            return max(marked, key=lambda item: length[item])
    return None


def _headed(page: HtmlElement, length: dict[HtmlElement, int], least: float) -> HtmlElement | None:
    """Give the first element around a headline that has running text, unless that is the whole page."""
    around = (item for top in page.iter("h1") for item in top.iterancestors() if length.get(item, 0) >= least)
    frame = next(around, None)
    return None if frame is page else frame


def _pictures(frame: HtmlElement, last: _Found) -> Iterator[tuple[str, ...]]:
    """Give the pictures in a frame above its last passage, each by all addresses that stand for it."""
    pictures: dict[HtmlElement, list[str]] = {}
    below = set(_BELOW(last.chain[0]))
    for item in frame.iter("img"):
        if item not in below and not _is_icon(item) and (address := figures.source(item)):
            around = [*_up_to(item, frame)]
            if not any(each.tag in _ELSEWHERE or _leads_elsewhere(each) or _is_hidden(each) for each in around):
                unit = next((each for each in around if each.tag in ("figure", "picture")), item)
                pictures.setdefault(unit, []).append(address)
    yield from dict.fromkeys(map(tuple, pictures.values()))


def _up_to(item: HtmlElement, frame: HtmlElement) -> Iterator[HtmlElement]:
    for each in item.iterancestors():
        if each is frame:
            return
        yield each


def _is_icon(image: HtmlElement) -> bool:
    sizes = ((image.get(name) or "").strip().removesuffix("px") for name in ("width", "height"))
    return any(size.isdecimal() and int(size[:9]) < _ICON for size in sizes)


def _leads_elsewhere(item: HtmlElement) -> bool:
    """Say whether an element is a link to another page; one to a larger picture is none."""
    address = (item.get("href") or "").partition("?")[0].lower()
    return (
        item.tag == "a" and address != "" and not address.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"))
    )
