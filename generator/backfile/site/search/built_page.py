"""What of an article's page is searched, read from the page as it was built.

The built page, not its front matter: so there is nothing to find that is not to be seen. Owns which parts these are, by
the classes that `theme/article.html` gives them; how they are written for the index is `spacing`'s part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 (2.2) does not allow; owners' own pages may have it, and lxml refuses to write it."""
_PARSER = html.HTMLParser(encoding="utf-8")
_BLOCKS = tuple(
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
_FURNITURE = ("image-elsewhere__label", "image-elsewhere__address", "headerlink")
"""Classes of what we print into a text ourselves."""


@dataclass(frozen=True, slots=True)
class Searched:
    """An article as the search knows it. Plain text."""

    headline: str
    text: str
    """Dek and body."""
    source: str
    day: str
    """`2020-03-22`; empty when it is unknown."""
    authors: tuple[str, ...]
    around: tuple[str, ...]
    """What else stands on the page and is found: kicker, dateline, section."""
    tags: tuple[str, ...]


def read(page: bytes) -> Searched | None:
    """Read the HTML of an article's page; None where it is no such page."""
    allowed = _FORBIDDEN.sub(" ", page.decode("utf-8", "replace"))
    document = html.document_fromstring(allowed.encode(), parser=_PARSER)
    if not document.find_class("article__body"):
        return None

    def texts(name: str) -> tuple[str, ...]:
        return tuple(filter(None, (_text(element) for element in document.find_class(f"article__{name}"))))

    times = [time for part in document.find_class("article__published") for time in part.iter("time")]
    return Searched(
        headline=" ".join(texts("headline")),
        text=" ".join((*texts("dek"), *texts("body"))),
        source=" ".join(texts("source")),
        day=times[0].get("datetime", "")[:10] if times else "",
        authors=texts("author"),
        around=(*texts("kicker"), *texts("dateline"), *texts("section")),
        tags=texts("tag"),
    )


def _text(element: etree._Element) -> str:
    """Give the text of an element, with a space where a block begins or ends."""
    for name in _FURNITURE:
        for label in element.find_class(name):
            label.drop_tree()
    for block in (*element.iterdescendants(*_BLOCKS), *element.find_class("image-elsewhere")):
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())
