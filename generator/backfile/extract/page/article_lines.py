"""Lines of a selected article with what tells text from furniture: their links, their labels and where they stand.

Owns reading these properties. Which lines are removed is left to `furniture_rules`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS
from backfile.extract.page.text_lines import iter_lines
from backfile.extract.text.end_matter import is_end_matter
from backfile.extract.text.labels import LabelKind, match_label
from backfile.extract.text.line_shape import is_prose

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.text_lines import TextLine
    from backfile.extract.text.labels import Label

MOST_WRAPPERS = 12
"""How many elements around a line are examined."""
_LONGEST_LABEL = 400
"""Characters. Longer lines are not compared with labels."""
_HALF = 0.5
_NEARLY_ALL = 0.8
_OPENING = re.compile(r"[^:：]{2,40}[:：]")
_LAST_LATIN = "\u024f"
_NOT_LATIN = frozenset(
    "am ar be bg bn el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or pa ps ru"
    " si sr ta te tg th uk ur yi zh".split()
)
"""Languages of other scripts. Templates state English for pages in them."""
_FIXED = frozenset(["figure", "figcaption", "pre", "code", "samp", "kbd", "table", "blockquote", "dl"])
"""Elements in which no line is furniture because of its words: captions, code, tables and quotations."""
HeadingStyle = tuple[str, str | None, str, str | None]
"""Tag and class of a heading and of the element around it."""
_EMPHASIS = frozenset(["strong", "b"])


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A line of a selected article."""

    line: TextLine
    wrappers: tuple[HtmlElement, ...]
    """The elements around its first string, the innermost first."""
    linked: float
    """The share of its characters that are in links or buttons."""
    links: Sequence[HtmlElement]
    """Its links."""
    leads_within_site: bool
    """Whether its links lead to other pages of the same site; some may lead to a place on the page itself."""
    label: Label | None
    """What it names, if it names a function of the page."""
    is_heading: bool
    """Whether it is a heading, or emphasized as a whole."""
    is_fixed: bool
    """Whether it stands in a figure, a table, a quotation or code."""
    is_prose: bool
    """Whether it is a paragraph of text."""

    @property
    def text(self) -> str:
        """Return its text."""
        return self.line.text

    @property
    def heading(self) -> HeadingStyle | None:
        """Return how it is set as a heading, by its element and the one around; None if it is in no heading."""
        for inner, outer in pairwise(self.wrappers):
            if inner.tag in HEADINGS:
                return inner.tag, inner.get("class"), outer.tag, outer.get("class")
        return None

    @property
    def is_mostly_linked(self) -> bool:
        """Return whether at least half of it is in links."""
        return self.linked >= _HALF

    @property
    def is_link(self) -> bool:
        """Return whether nearly all of it is in links to other pages of the site."""
        return self.linked >= _NEARLY_ALL and self.leads_within_site and not self.is_fixed

    @property
    def is_end_matter(self) -> bool:
        """Return whether it is a heading that authors write over the last lines of an article."""
        return is_end_matter(self.text)


def read_article_lines(article: HtmlElement, site: SiteLinks, languages: Collection[str] | None) -> list[ArticleLine]:
    """Return the lines of an article. In: the links of its page; the languages whose labels count, None for all."""
    return [_read_line(line, site, languages) for line in iter_lines(article)]


def _read_line(line: TextLine, site: SiteLinks, languages: Collection[str] | None) -> ArticleLine:
    element, is_tail = line.strings[0]
    first = element.getparent() if is_tail else element
    wrappers = _wrap(first)
    tags = {wrapper.tag for wrapper in wrappers}
    linked, links = _find_links(line)
    is_fixed = not tags.isdisjoint(_FIXED)
    label = None if is_fixed or len(line.text) > _LONGEST_LABEL else _match_label(line, linked, languages)
    is_heading = not tags.isdisjoint(HEADINGS) or _is_emphasized(line)
    return ArticleLine(
        line,
        wrappers,
        linked,
        links,
        _lead_within(links, site),
        label,
        is_heading,
        is_fixed,
        not label and not is_heading and linked < _HALF and is_prose(line.text),
    )


def _lead_within(links: Sequence[HtmlElement], site: SiteLinks) -> bool:
    urls = [(link.get("href") or "").strip() for link in links]
    others = [url for url in urls if not url.startswith("#")]
    return bool(others) and all(map(site.is_within, others))


def _match_label(line: TextLine, linked: float, languages: Collection[str] | None) -> Label | None:
    """Return the label that a line is, or the label of other articles before a link: `See also: Who built it?`."""
    if languages is not None and _is_of_other_script(line.text, languages):
        languages = None
    label = match_label(line.text, languages)
    if label or linked < _HALF or not (opening := _OPENING.match(line.text)):
        return label
    announcing = match_label(opening[0], languages)
    return announcing if announcing and announcing.kind is LabelKind.RELATED else None


def _is_of_other_script(text: str, languages: Collection[str]) -> bool:
    """Return whether a line begins with a letter of a script in which none of the languages is written."""
    if text.isascii():
        return False
    first = next(filter(str.isalpha, text), "")
    return first > _LAST_LATIN and _NOT_LATIN.isdisjoint(code.partition("-")[0] for code in languages)


def _wrap(element: HtmlElement) -> tuple[HtmlElement, ...]:
    return (element, *islice(element.iterancestors(), MOST_WRAPPERS - 1))


def _find_links(line: TextLine) -> tuple[float, Sequence[HtmlElement]]:
    """Return the share of a line's characters that are in links or buttons, and its links."""
    total = linked = 0
    links: dict[HtmlElement, None] = {}
    for element, is_tail in line.strings:
        if not (length := len(((element.tail if is_tail else element.text) or "").strip())):
            continue
        around = _wrap(element.getparent() if is_tail else element)
        link = next((wrapper for wrapper in around if wrapper.tag in ("a", "button")), None)
        total += length
        if link is not None:
            linked += length
            if link.tag == "a":
                links[link] = None
    return linked / total if total else 0.0, list(links)


def _is_emphasized(line: TextLine) -> bool:
    """Return whether all strings of a line are in strong or b elements."""
    for element, is_tail in line.strings:
        string = (element.tail if is_tail else element.text) or ""
        around = islice(_wrap(element.getparent() if is_tail else element), 4)
        if string.strip() and not any(wrapper.tag in _EMPHASIS for wrapper in around):
            return False
    return True
