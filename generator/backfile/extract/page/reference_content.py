"""Reference for fidelity: the main content of a page by methods that take no part in selecting the article. Owns these
methods, so that the share of the main content that an article contains can be measured; the selection of the article is
left to `main_content`, the measurement to `conversion/fidelity.py`.

Each method has an opinion on the main content:

- `marked`: what the page marks as its article (HTML Standard, 4.3.2 and 4.4.14; `articleBody` of schema.org).
- `dense`: the element that directly contains most of the running text, as Arc90's Readability scores it.
- `headed`: the first element around the headline that contains running text.
- `structured`: the text that the page's structured data has for the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from lxml import etree

from backfile.article import ContentPassage, MainContent
from backfile.extract.dom import is_hidden, is_smaller_than
from backfile.extract.metadata import json_ld
from backfile.extract.page.image_urls import find_image_url
from backfile.extract.page.running_text import RunningTextReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.running_text import RunningPassage

_IMAGES_BELOW = etree.XPath("following::img")
_SMALLEST_SHARE = 0.3
"""Share of the page's running text. An element with less is a teaser."""
_DECAY = 0.5
"""Factor of the score of text for each further ancestor. Arc90 counts all of it for the parent, half of it for the
grandparent."""
_ELSEWHERE = frozenset(["aside", "nav", "footer", "li", "noscript", "template", "dialog"])
"""Elements whose images are not the article's."""
_SMALLEST_IMAGE = 100
"""Pixels. An image that the page shows smaller is an icon."""
_IMAGE_FILES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def find_reference_content(tree: HtmlElement) -> MainContent:
    """Return the main content of a page by the opinions of the methods; `tree` is not changed."""
    body = tree.find("body")
    passages = RunningTextReader(body).read_passages()
    occurrences = Counter(passage.text for passage in passages)
    passages = [each for each in passages if occurrences[each.text] == 1]  # repeated text is a prompt
    length, score = _measure_elements(passages)
    least = _SMALLEST_SHARE * sum(len(passage.text) for passage in passages)
    frames = {
        "marked": _find_marked([element for element in length if length[element] >= least], length),
        "dense": max(score, key=lambda element: score[element], default=None),
        "headed": _find_headed(body, length, least),
    }
    structured = "".join(json_ld.find_article_body(tree).split())
    opinions = [_list_opinions(passage, frames, structured) for passage in passages]
    available = tuple(name for name in (*frames, "structured") if any(name in names for names in opinions))
    content = [
        ContentPassage(p.text, names, p.links, p.place) for p, names in zip(passages, opinions, strict=True) if names
    ]
    frame = frames["marked"] if frames["marked"] is not None else frames["dense"]
    inside = [passage for passage in passages if frame in passage.chain]
    return MainContent(available, tuple(content), () if frame is None else tuple(_iter_images(frame, inside[-1])))


def _measure_elements(passages: Sequence[RunningPassage]) -> tuple[dict[HtmlElement, int], dict[HtmlElement, float]]:
    """Return the characters of running text in each element, and the scores of elements around passages."""
    length: defaultdict[HtmlElement, int] = defaultdict(int)
    score: defaultdict[HtmlElement, float] = defaultdict(float)
    for passage in passages:
        for element in passage.chain:
            length[element] += len(passage.text)
    for passage in passages:
        share = float(len(passage.text))
        for element in passage.chain[1:]:
            if length[element] > len(passage.text):  # a wrapper of this passage alone is no parent of text
                score[element] += share
                share *= _DECAY
    return length, score


def _list_opinions(
    passage: RunningPassage, frames: Mapping[str, HtmlElement | None], structured: str
) -> tuple[str, ...]:
    """Return the names of the methods that count a passage among the main content."""
    names = [name for name, frame in frames.items() if frame is not None and frame in passage.chain]
    if structured and "".join(passage.text.split()) in structured:
        names.append("structured")
    return tuple(names)


def _find_marked(frames: Sequence[HtmlElement], length: Mapping[HtmlElement, int]) -> HtmlElement | None:
    """Return the element that the page marks as the article's text, as its article, or as its main part; the longest
    of several.
    """
    for is_marked in (
        lambda element: "articlebody" in (element.get("itemprop") or "").lower().split(),
        lambda element: element.tag == "article" or element.get("role") == "article",
        lambda element: element.tag == "main" or element.get("role") == "main",
    ):
        if marked := [element for element in frames if is_marked(element)]:
            return max(marked, key=lambda element: length[element])
    return None


def _find_headed(body: HtmlElement, length: Mapping[HtmlElement, int], least: float) -> HtmlElement | None:
    """Return the first element around a headline that has running text, unless that is the body."""
    ancestors = (each for top in body.iter("h1") for each in top.iterancestors() if length.get(each, 0) >= least)
    frame = next(ancestors, None)
    return None if frame is body else frame


def _iter_images(frame: HtmlElement, last: RunningPassage) -> Iterator[tuple[str, ...]]:
    """Yield the images in a frame above its last passage, each as all URLs that its figure or picture element has."""
    images: dict[HtmlElement, list[str]] = {}
    below = set(_IMAGES_BELOW(last.chain[0]))
    for image in frame.iter("img"):
        if image not in below and not is_smaller_than(image, _SMALLEST_IMAGE) and (url := find_image_url(image)):
            ancestors = [*_iter_ancestors(image, frame)]
            if not any(each.tag in _ELSEWHERE or _leads_elsewhere(each) or is_hidden(each) for each in ancestors):
                unit = next((each for each in ancestors if each.tag in ("figure", "picture")), image)
                images.setdefault(unit, []).append(url)
    yield from dict.fromkeys(map(tuple, images.values()))


def _iter_ancestors(element: HtmlElement, frame: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the ancestors of an element within a frame."""
    for ancestor in element.iterancestors():
        if ancestor is frame:
            return
        yield ancestor


def _leads_elsewhere(element: HtmlElement) -> bool:
    """Return whether an element is a link to another page; a link to a larger image is not."""
    url = (element.get("href") or "").partition("?")[0].lower()
    return element.tag == "a" and url != "" and not url.endswith(_IMAGE_FILES)
