"""Parts of a page with dates that are not the article's: navigation, teasers, comments, the site's own lines. Owns
telling them by their elements and by the names of these.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.element_names import split_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_TAGS = frozenset("nav aside figure figcaption form button select blockquote pre".split())
"""Elements in which no date is read as the article's."""
_FURNITURE_TAGS = ("nav", "aside", "footer", "figure", "form", "select")
"""Elements that are removed before a date is guessed."""
_NAME = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|masthead|site-?header|top-?bar|breadcrumbs?|ticker|today|clock|weather"
    r"|comments?|comment-?list|commentlist|disqus|respond|replies|reply|related|recommend(?:ed|ations)?|teasers?"
    r"|sidebar|(?<!-)widget|promo|most-?read|popular|latest|events?|copyright|newsletter|footer-?bottom|site-?footer|colophon)"
    r"(?![a-z])"
)
"""Names that sites use for such parts, in the class, id or itemprop of the element. With a prefix, such as that of
Elementor, a widget can be any part of a page."""
_MENU_NAME = re.compile(r"(?:nav|navigation|menu)")
_PARTS = ("body", "html", "main", "article")
"""Elements whose names describe the page: `post-with-sidebar`."""
_MOST_AROUND = 10
_LONGEST_CARD = 250
_MOST_IN_CARD = 40
_FEWEST_WORDS, _FEWEST_WIDE = 4, 10
"""Words of a link that is a headline, and its letters in a script without spaces. Names of authors and sections have
fewer."""
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def element_names(element: HtmlElement) -> str:
    """Return the class, id and itemprop of an element in lower case, with hyphens between words."""
    return split_names(element, ("class", "id", "itemprop"))


def is_in_other_part(elements: Iterable[HtmlElement]) -> bool:
    """Return whether one of some elements is a part of the page with dates of its own. In: from inside out."""
    return any(element.tag in _TAGS or _is_named(element) for element in islice(elements, _MOST_AROUND))


def is_in_card(element: HtmlElement) -> bool:
    """Return whether an element is in a small box with a link as long as a headline: a teaser of another article."""
    for holder in islice(element.iterancestors(), 3):
        inside = list(islice(holder.iter("*"), _MOST_IN_CARD + 1))
        if holder.tag in _PARTS or len(inside) > _MOST_IN_CARD or any(each.tag == "h1" for each in inside):
            return False
        if sum(map(len, islice(holder.itertext(), 2 * _MOST_IN_CARD))) > _LONGEST_CARD:
            return False
        if any(each.tag == "a" and _is_headline("".join(islice(each.itertext(), 20))) for each in inside):
            return True
    return False


def _is_headline(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or len(_WIDE.findall(text)) >= _FEWEST_WIDE


def remove_other_parts(tree: HtmlElement) -> None:
    """Remove the parts of a page with dates of their own, in place, but for those with its headline or its article."""
    elements = [element for element in tree.iter("*") if element.tag in _FURNITURE_TAGS or _is_named(element)]
    elements += [time for time in tree.iter("time") if is_in_card(time)]
    for element in elements:
        parent = element.getparent()
        if parent is not None and next(element.iter("h1", "article", "main"), None) is None:
            element.drop_tree()


def _is_named(element: HtmlElement) -> bool:
    if element.tag in _PARTS or (found := _NAME.search(element_names(element))) is None:
        return False
    # A menu has links: without them, `item-nav` is the line of an article's date.
    return _MENU_NAME.fullmatch(found[0]) is None or next(element.iter("a"), None) is not None
