"""Fields in the page's own markup: links, headings, times, authors and topics. Owns which elements are read for which
field; which source is trusted is left to `metadata`, and parsing of the strings to `fields`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import visible_text
from backfile.extract.metadata.page_times import find_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_TOPIC_FOLDERS = frozenset(
    (
        "emne etiqueta etiquetas keyword keywords schlagwort stichwort sujet sujets tag tagg tags tema temas thema "
        "themen theme themes thematique topic topics теги"
    ).split()
)
"""Names that sites use for the folder of their topic pages."""
_LONGEST_TOPIC = 60
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
    if topics := _find_topics(tree):
        yield "keywords", topics


def iter_headlines(tree: HtmlElement) -> Iterator[str]:
    """Yield the text of the article's heading, then that of the title element, as far as the page has them."""
    heading = find_heading(tree)
    if heading is not None and (headline := visible_text(heading)):
        yield headline
    title = tree.find("head/title")
    if title is None:
        title = next((element for element in tree.iter("title") if element.getparent().tag != "svg"), None)
    if title is not None and (title.text or "").strip():
        yield title.text


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


def _find_topics(tree: HtmlElement) -> tuple[str, ...]:
    """Return the texts of the largest group of links to topic pages of the site, outside of navigation and running
    text.
    """
    groups: dict[HtmlElement, list[str]] = {}
    for link in tree.iter("a"):
        if not _leads_to_topic(link) or next(link.iterancestors("nav", "header", "footer"), None) is not None:
            continue
        topic, holder = visible_text(link), link.getparent()
        if holder is None or not topic or len(topic) > _LONGEST_TOPIC:
            continue
        while len(holder) == 1 and holder.getparent() is not None and visible_text(holder) == topic:
            holder = holder.getparent()
        groups.setdefault(holder, []).append(topic)
    for holder, topics in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(visible_text(holder)) <= 2 * len("".join(topics)) + _LONGEST_TOPIC:
            return _drop_repeated(topics)
    return ()


def _leads_to_topic(link: HtmlElement) -> bool:
    """Return whether a link is marked as a tag, or leads into a folder of topic pages."""
    if "tag" in (link.get("rel") or "").lower().split():
        return True
    path = re.split(r"[?#]", link.get("href") or "")[0].lower()
    return not _TOPIC_FOLDERS.isdisjoint(path.split("/")[:-1])


def _drop_repeated(strings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(string for string in strings if string))
