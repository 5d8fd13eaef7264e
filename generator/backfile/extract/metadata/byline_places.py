"""Names and marks of elements with bylines, on the web. Owns which elements a page calls that of the author, that of
somebody else, a footer, or that of its article.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from backfile.extract.element_names import split_name, split_names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ATTRIBUTES = ("class", "id", "itemprop", "rel", "data-testid", "data-component", "data-qa")
_AUTHOR_NAME = re.compile(
    r"(?<![a-z])(?:by-?lines?|authors?|auth?ors?-?(?:name|list|info|link|line|box)|auteurs?|autor(?:es|en|in|a|zy)?"
    r"|autore|writers?|writtenby|creator|contributors?|reporter|journalists?|verfasser|redakteur|forfatter|signature"
    r"|signatur|firma|assinatura|autoria|kirjoittaja|yazar|avtor|credits?-?author|kicker-?author|reportername|kisha)(?![a-z])"
)
"""Names that sites use for the element of a byline, in its class, id or another attribute."""
_OTHER_NAME = re.compile(
    r"(?<![a-z])(?:comments?|comment-?list|disqus|reply|replies|respond|related|recommend(?:ed|ations?)?|teasers?|cards?"
    r"|promo|popular|most-?read|trending|side-?bar|(?<!-)widgets?|nav|navigation|menu|breadcrumbs?|newsletter|bio"
    r"|author-?bio|biography|author-?description|about-?(?:the-?)?author|read-?more|more-?(?:from|stories|posts)|captions?"
    r"|ad|ads|advert|share|sharing|social|search|login|cookie|quote|blockquote|pullquote|recent|latest|archives?)(?![a-z])"
)
"""Names of elements in which a name is that of somebody else, or is no name. With a prefix, such as that of Elementor,
a widget can be any part of a page."""
_FOOTER = re.compile(r"(?<![a-z])foot(?:er)?(?![a-z])")
_ENTRY = re.compile(r"(?<![a-z])(?:h?entry|hentry|post|blog-?post)(?![a-z-])")
"""Names of an element that holds one article (microformats.org, hAtom), whose footer has its byline."""
_POSTED = re.compile(r"(?<![a-z])(?:posted|(?:post|entry)-?(?:meta|info|utility|data))(?![a-z])")
"""Names of the line of a blog with its author and date (Movable Type, WordPress), also below the text."""
_MOST_AROUND = 3
"""Elements around a line in the footer of an article."""


def is_entry(element: HtmlElement) -> bool:
    """Return whether an element around the headline is named as that of the article."""
    return element.tag in ("div", "section") and _ENTRY.search(split_name(element)) is not None


def is_marked(element: HtmlElement) -> bool:
    """Return whether microdata or a link's relation says that an element is the author."""
    marks = (element.get("itemprop"), element.get("rel"))
    return any(mark and not {"author", "creator"}.isdisjoint(mark.lower().split()) for mark in marks)


class NamedElement(NamedTuple):
    """What the names of an element call it."""

    as_author: bool
    as_other: bool
    """Whether a name in it is that of somebody else."""
    as_footer: bool


def name_of(element: HtmlElement) -> NamedElement:
    """Return what the names of an element call it."""
    return _read_names(split_names(element, _ATTRIBUTES))


@lru_cache(maxsize=1_024)
def _read_names(names: str) -> NamedElement:
    """Return what names call an element. Many elements of a page have the same names."""
    if not names:
        return NamedElement(as_author=False, as_other=False, as_footer=False)
    is_author = _AUTHOR_NAME.search(names) is not None
    other = _OTHER_NAME.search(names)
    is_other = other is not None and not (is_author and "bio" not in other[0] and "about" not in other[0])
    return NamedElement(is_author, is_other, _FOOTER.search(names) is not None)


def is_posted(element: HtmlElement) -> bool:
    """Return whether an element is named as the line of a blog with its author and date."""
    return _POSTED.search(split_name(element)) is not None


def is_in_footer(element: HtmlElement) -> bool:
    """Return whether an element is in the footer of the article, or is named as its line with author and date. Other
    footers are not read.
    """
    around = islice(element.iterancestors(), _MOST_AROUND)
    return is_posted(element) or any(each.tag == "footer" or name_of(each).as_footer for each in around)
