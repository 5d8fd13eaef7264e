"""The searched parts of an article's page, read from the HTML as built.

The built page is read, not its front matter, so that only what readers can see is found. Owns which parts these are, by
the classes in `theme/article.html`; how they are written for the index is decided in `tokenize`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree, html

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 (2.2) does not permit. Pages of the owner can have them, and lxml refuses to write them."""
_PARSER = html.HTMLParser(encoding="utf-8")
_BLOCKS = tuple(
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
_OWN_TEXT = ("image-elsewhere__label", "headerlink")
"""Classes of text that the site adds to an article's text."""
_HEAD, _FOOT = b'<header class="article__head"', b'<footer class="article__foot">'
_PARTS = re.compile(
    rb"article__(?:author|body|dateline|dek|head|headline|kicker|minutes|published|section|source|subject|tag)\b(?![_-])"
)
"""The classes of what is searched."""


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """The searched parts of an article. Plain text."""

    headline: str
    text: str
    """Dek and body, without what belongs to images."""
    source: str
    day: str
    """Such as `2020-03-22`; empty if unknown."""
    authors: tuple[str, ...]
    other: tuple[str, ...]
    """Other searched text: kicker, dateline, section."""
    tags: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    """Their labels in the archive's language."""
    images: str = ""
    """Captions and alternative texts of images."""
    language: str = ""
    """Language tag of headline and text; empty if unknown."""
    source_href: str = ""
    """To the list of the publication's articles, relative to the page; empty if it has no other."""
    minutes: str = ""
    """The time to read it, in words; empty for a short article."""


def read_built_page(page: bytes) -> BuiltPage | None:
    """Return the searched parts of a page in HTML; None if it is no article's page."""
    permitted = _FORBIDDEN.sub(" ", _cut(page).decode("utf-8", "replace"))
    document = html.document_fromstring(permitted.encode(), parser=_PARSER)
    parts = _by_class(document)
    if not parts["article__body"]:
        return None
    for added in (element for name in _OWN_TEXT for element in parts[name]):
        added.drop_tree()

    def texts(name: str) -> tuple[str, ...]:
        return tuple(filter(None, map(_text, parts[f"article__{name}"])))

    images = " ".join(text for body in parts["article__body"] for text in _take_image_texts(body))
    times = [time for part in parts["article__published"] for time in part.iter("time")]
    return BuiltPage(
        headline=" ".join(texts("headline")),
        text=" ".join((*texts("dek"), *texts("body"))),
        source=" ".join(texts("source")),
        day=times[0].get("datetime", "")[:10] if times else "",
        authors=texts("author"),
        other=(*texts("kicker"), *texts("dateline"), *texts("section")),
        tags=texts("tag"),
        subjects=texts("subject"),
        images=images,
        source_href=next((href for part in parts["article__source"] for href in part.xpath("a/@href")), ""),
        minutes=" ".join(texts("minutes")),
        language=next((head.get("lang", "") for head in parts["article__head"]), ""),
    )


def _cut(page: bytes) -> bytes:
    """Return the part of a page that is searched, which takes a seventh of the time to parse.

    The whole page if a template of the owner's has something that is searched elsewhere.
    """
    start, end = page.find(_HEAD), page.rfind(_FOOT)
    if 0 <= start < end and not _PARTS.search(page, 0, start) and not _PARTS.search(page, end):
        return page[start:end]
    return page


def _by_class(document: html.HtmlElement) -> defaultdict[str, list[html.HtmlElement]]:
    """Return the elements with each class, in their order."""
    elements = defaultdict[str, list[html.HtmlElement]](list)
    for element in document.iterdescendants(etree.Element):
        for name in set((element.get("class") or "").split()):
            elements[name].append(element)
    return elements


def _take_image_texts(body: etree._Element) -> list[str]:
    """Remove captions and alternative texts from a body, and return them: an excerpt begins with the article's text."""
    elements = [*body.find_class("image-elsewhere"), *body.iter("figcaption")]
    texts = [*map(_text, elements), *(" ".join(image.get("alt", "").split()) for image in body.iter("img"))]
    for element in elements:
        # A caption can be inside another element that has been removed.
        if element.getparent() is not None:
            element.tail = f" {element.tail or ''}"
            element.drop_tree()
    return list(dict.fromkeys(filter(None, texts)))


def _text(element: etree._Element) -> str:
    """Return the text of an element, with a space where a block begins or ends."""
    for block in element.iterdescendants(*_BLOCKS):
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())
