"""The subjects that a page shows as a row of links, such as below its text. Owns which links belong to the row of the
article, and not to a list of the site's subjects, to teasers or to running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import iter_strings, visible_text
from backfile.extract.metadata.topic_names import (
    CATEGORY_FOLDERS,
    FOOTER_NAME,
    LABEL,
    LIST_NAME,
    TOPIC_FOLDERS,
    is_row_name,
    names_of,
)
from backfile.fields.keywords import read_keywords

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST, _MOST_LINKS, _MOST_OUTSIDE = 60, 40, 15
"""Characters of a subject; links of a row; links of a row outside the article's element."""
_MOST_TEXTS = 1_024
"""Short texts for which it is kept whether they are labels."""
_LONGEST_LABEL = 30
_MOST_ROWS = 2_000
_FEWEST_CATEGORIES = 3
_WORDS_OF_HEADLINE = 4
"""Words of a headline. Most links of a row with so many are teasers, whose label is one of subjects, too."""
_FEWEST_PARAGRAPHS = 5
"""An article element with fewer is perhaps a teaser."""
_WRAPPERS, _MOST_ANCESTORS = 6, 40
_CLOSELY = 4
"""Elements around a link that are examined."""
_MOST_WRAPPERS = 6
_CATEGORY, _IN_FOLDER, _NAMED, _MARKED = 1, 2, 3, 4
"""How sure it is that a link leads to a subject: by its address, by names around it, by both or `rel=tag`."""
_SHARING = re.compile(r"(?:mailto|javascript|whatsapp|tg):|.*(?:/share|/intent/|sharer|[?&](?:u|url|text)=http)")
"""Addresses that share the page."""


@dataclass(slots=True)
class _Row:
    """A group of links in one element."""

    is_inside: bool
    """Whether it is in the article's element."""
    is_below: bool
    """Whether it is below the headline."""
    strength: int = 0
    topics: list[str] = field(default_factory=list)
    authors: set[str] = field(default_factory=set)
    """The texts that name an author."""


def find_topics(tree: HtmlElement, heading: HtmlElement | None) -> tuple[str, ...]:
    """Return the texts of the row of links to subjects that belongs to the article; an empty tuple without one.

    In: the page; its headline's element, if it has one. Rows in the article's element are preferred, then those below
    the headline, then marked and named ones; of equal rows, the largest.
    """
    own = next(heading.iterancestors("article", "main"), None) if heading is not None else None
    around = frozenset(heading.iterancestors()) if heading is not None else frozenset()
    rows: dict[HtmlElement, _Row] = {}
    labelled: set[HtmlElement] = set()
    named = _NamesAround(labelled)
    is_below = heading is None
    for element in tree.iter("a", "p", "div", "span", "strong", "b", "h2", "h3", "h4", "h5", "dt", "li", "h1"):
        is_below = is_below or element is heading
        if element.tag != "a":
            _add_label(element, labelled)
        elif (
            len(rows) < _MOST_ROWS
            and (strength := _measure(element, named))
            and 0 < len(topic := visible_text(element)) <= _LONGEST
        ):
            holder = _find_holder(element, topic)
            if holder is None:
                continue
            row = rows.get(holder) or _Row(_is_inside(holder, own), is_below)
            row.strength = max(row.strength, strength)
            row.topics.append(topic)
            if element.get("rel") == "author":
                row.authors.add(topic)
            rows[holder] = row
    usable = [row for holder, row in rows.items() if _is_row(holder, row, around, has_article=own is not None)]
    usable.sort(key=lambda row: (-row.is_inside, -row.is_below, -row.strength, -len(row.topics)))
    texts = (tuple(topic for topic in dict.fromkeys(row.topics) if topic not in row.authors) for row in usable)
    return next((topics for each in texts if (topics := read_keywords(each))), ())


def _is_inside(holder: HtmlElement, own: HtmlElement | None) -> bool:
    """Return whether a row is in the article's element; where the headline is in none, whether it is in an article."""
    if own is not None:
        return own in holder.iterancestors()
    article = next(holder.iterancestors("article"), None)
    return article is not None and len(list(islice(article.iter("p"), _FEWEST_PARAGRAPHS))) == _FEWEST_PARAGRAPHS


def _add_label(element: HtmlElement, labelled: set[HtmlElement]) -> None:
    """Note the element that a label such as "Tags:" opens: its own, or that around it."""
    text = (element.text or "").strip()
    if text and len(text) <= _LONGEST_LABEL and _is_label(text):
        holder = element if len(element) else element.getparent()
        if holder is not None:
            labelled.add(holder)
            labelled |= set(_find_list_after(element))


@lru_cache(maxsize=_MOST_TEXTS)
def _is_label(text: str) -> bool:
    return LABEL.fullmatch(text) is not None


def _find_list_after(label: HtmlElement) -> tuple[HtmlElement, ...]:
    """Return the list directly after a label, or after the elements that contain only the label; nothing without."""
    for element in islice((label, *islice(label.iterancestors(), _MOST_WRAPPERS)), _MOST_WRAPPERS):
        after = element.getnext()
        if after is not None:
            return (after,) if after.tag in ("ul", "ol") else ()
    return ()


def _measure(link: HtmlElement, named: _NamesAround) -> int:
    """Return how sure it is that a link leads to a subject: 0 if nothing says so."""
    if (rel := link.get("rel")) and "tag" in rel.lower().split():
        return _MARKED
    address = link.get("href") or ""
    folders = address.partition("?")[0].partition("#")[0].lower().split("/")[:-1]
    in_folder = not TOPIC_FOLDERS.isdisjoint(folders)
    if named.has_name(link):
        strength = _MARKED if in_folder else _NAMED
    else:
        strength = _IN_FOLDER if in_folder else 0 if CATEGORY_FOLDERS.isdisjoint(folders) else _CATEGORY
    return 0 if strength and _SHARING.match(address) else strength


class _NamesAround:
    """Tells whether elements around links are named or labelled as a row of subjects. Links share what is around them.

    In: the elements with a label, to which elements are added on the way through the page.
    """

    def __init__(self, labelled: set[HtmlElement]) -> None:
        self._labelled = labelled
        self._known_labels = 0
        self._around: dict[HtmlElement | None, bool] = {}
        """For the parents of links, whether they or an element closely around them are a row."""
        self._are_named: dict[HtmlElement, bool] = {}

    def has_name(self, link: HtmlElement) -> bool:
        """Return whether a link, the only element in it, or an element closely around it is a row."""
        if len(link) and is_row_name(link[0]):
            return True
        if link in self._labelled or is_row_name(link):
            return True
        if len(self._labelled) != self._known_labels:
            self._known_labels = len(self._labelled)
            self._around.clear()
        parent = link.getparent()
        if (is_named := self._around.get(parent)) is None:
            is_named = self._around[parent] = self._is_near_row(parent)
        return is_named

    def _is_near_row(self, element: HtmlElement | None) -> bool:
        for _ in range(_CLOSELY):
            if element is None or element in self._labelled:
                return element is not None
            if element.tag in ("body", "main", "article", "label", "form"):
                return False
            if (is_named := self._are_named.get(element)) is None:
                is_named = self._are_named[element] = is_row_name(element)
            if is_named or element.tag == "p":
                return is_named
            element = element.getparent()
        return False


def _find_holder(link: HtmlElement, topic: str) -> HtmlElement | None:
    """Return the element of a row: the first around a link that contains more than the link. For a link alone in its
    own block, with long text around it, it is that block.
    """
    block, holder = None, link.getparent()
    for _ in range(_WRAPPERS):
        if holder is None or not _is_only_child(holder[0]) or _text(holder, _LONGEST) != topic:
            break
        block = holder if holder.tag in ("div", "ul", "ol", "section", "nav") else block
        holder = holder.getparent()
    if block is not None and holder is not None and len(_text(holder, 4 * _LONGEST)) > 3 * _LONGEST:
        return block if _is_only_child(link) else holder
    return holder


def _is_only_child(element: HtmlElement) -> bool:
    """Return whether an element has no sibling; counting the children of its parent would take longer."""
    return element.getnext() is None and element.getprevious() is None


def _text(element: HtmlElement, limit: int) -> str:
    """Return the visible text of an element, or a part of it that is longer than `limit`."""
    strings: list[str] = []
    length = 0
    for _, _, string in iter_strings(element):
        strings.append(" " if string is None else string)
        length += len((string or "").strip())
        if length > limit:
            break
    return " ".join("".join(strings).split())


def _is_row(holder: HtmlElement, row: _Row, around: frozenset[HtmlElement], *, has_article: bool) -> bool:
    """Return whether a group of links is a row, and not a part of running text, a menu or a list of teasers."""
    count, limit = len(row.topics), 2 * len("".join(row.topics)) + _LONGEST
    if count > (_MOST_LINKS if row.is_inside or not has_article else _MOST_OUTSIDE):
        return False
    if row.strength <= _NAMED and 2 * sum(len(topic.split()) >= _WORDS_OF_HEADLINE for topic in row.topics) > count:
        return False
    if row.strength == _CATEGORY and not (row.is_inside and row.is_below and count >= _FEWEST_CATEGORIES):
        return False
    if not (row.is_below or row.is_inside or row.strength > _IN_FOLDER) or len(_text(holder, limit)) > limit:
        return False
    for element in islice((holder, *islice(holder.iterancestors(), _MOST_ANCESTORS)), _MOST_ANCESTORS):
        if element in around:
            return True
        in_menu = element.tag in ("nav", "header", "footer")
        if in_menu and row.strength < _MARKED and not (row.is_inside and row.strength > _IN_FOLDER):
            return False
        if element.tag not in ("body", "main", "article", "html") and _is_list(names_of(element), row):
            return False
    return True


def _is_list(names: str, row: _Row) -> bool:
    return LIST_NAME.search(names) is not None or (not row.is_inside and FOOTER_NAME.search(names) is not None)
