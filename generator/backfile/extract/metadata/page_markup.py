"""Fields in the page's own markup: links, headings, times, authors and topics. Owns which elements are read for which
field; which source is trusted is left to `metadata`, and parsing of the strings to `fields`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import visible_text
from backfile.extract.metadata.page_times import find_times
from backfile.extract.metadata.page_topics import find_topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

KICKER_NAME = re.compile(
    r"(?<![a-z])(?:kicker|eyebrow|overline|roofline|dachzeile|spitzmarke|surtitre|antet[ií]tulo|occhiello)(?![a-z])",
    re.IGNORECASE,
)
"""Names that sites use for a kicker: a part of the element's class, in which hyphens or underscores separate words."""
_LONGEST_KICKER = 80


def iter_fields(tree: HtmlElement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (field, strings as found) for every field in the page's markup."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield "url", (link.get("href"),)
            break
    language = tree.get("lang") or tree.get("xml:lang") or tree.body.get("lang")
    if language:
        yield "language", (language,)
    yield from ((field, (time,)) for field, time in find_times(tree).items())
    if kicker := _find_kicker(tree):
        yield "kicker", (kicker,)
    if topics := find_topics(tree, find_heading(tree)):
        yield "keywords", topics


def iter_headlines(tree: HtmlElement) -> Iterator[str]:
    """Yield the text of the article's heading, then that of the title element, as far as the page has them."""
    heading = find_heading(tree)
    if heading is not None and (headline := visible_text(heading)):
        yield headline
    if (title := find_title(tree)).strip():
        yield title


def find_title(tree: HtmlElement) -> str:
    """Return the text of the title element, as found; an empty string without one. Drawings have titles, too."""
    title = tree.find("head/title")
    if title is None:
        title = next((each for each in tree.iter("title") if each.getparent().tag != "svg"), None)
    return "" if title is None else title.text or ""


def find_heading(tree: HtmlElement) -> HtmlElement | None:
    """Return the first h1 in an article or main element, or else the first h1 of the page, which may be the site's."""
    headings = list(tree.iter("h1"))
    of_article = [each for each in headings if next(each.iterancestors("article", "main"), None) is not None]
    return next(iter(of_article or headings), None)


def _find_kicker(tree: HtmlElement) -> str | None:
    """Return the text of the last element above the headline, in the same article, that is named like a kicker."""
    heading = find_heading(tree)
    article = next(heading.iterancestors("article", "main"), None) if heading is not None else None
    if article is None:
        return None
    above = takewhile(lambda item: item is not heading, article.iter("h1", "p", "div", "span", "a", "strong"))
    kickers = [
        visible_text(element)
        for element in above
        if KICKER_NAME.search(f"{element.get('class')} {element.get('itemprop')}")
    ]
    return kickers[-1] if kickers and len(kickers[-1]) <= _LONGEST_KICKER else None
