"""The depth of elements in HTML, counted without a parser: parsers are slow, or lose text, beyond a certain depth."""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.article import RawHtml

_ATTRIBUTES = r"""
    # Quotation marks count after an equals sign only. A value without its end extends to the end of the text.
    (?:[^=>]*+ = (?:"[^"]*" | '[^']*' | (?!\s*["']) | \s+(?:"[^"]*"|'[^']*') | .*\Z))*+ [^=>]*+
"""

_MARKUP = re.compile(
    rf"""
    <(?:
        # Elements whose content is not parsed as markup, up to their end (WHATWG HTML, 13.2.5.2 to 13.2.5.4).
        (?=[sStTxXiInN]) (?P<raw>(?ai:script|style|textarea|title|xmp|iframe|noembed|noframes)) (?=[\s/>]|\Z)
        (?P<attributes>{_ATTRIBUTES}) [^<]*+ (?:<(?!/(?ai:(?P=raw))) [^<]*+)*+
      | (?P<tag> /?[a-zA-Z][^\s/>]*+) {_ATTRIBUTES}
        # `<!-->` and `<!--->` are empty comments (WHATWG HTML, 13.2.5.43).
      | !-- (?: (?=-?>) | [^-]*+ (?:-(?!->) [^-]*+)*+)
      | [!?/] [^>]*+
    )
    """,
    re.VERBOSE | re.DOTALL,
)
"""A tag, with the content of an element that has no markup; a comment; what browsers read as one. It is matched in
linear time."""

_OPTIONAL_END = frozenset("p li dt dd tr td th option thead tbody tfoot".split())
"""Elements that a start tag of the same name ends."""

_BARRIERS = frozenset("table ul ol dl select blockquote div section article".split())
"""Elements across which a start tag does not end an element of its own name."""

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


MOST_ATTRIBUTES = 1000
"""Attributes of one element, at the most: parsers compare each with all before it."""
_QUOTED_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")
_LONG_TAG = 2 * MOST_ATTRIBUTES
"""Characters of the shortest tag with more attributes."""


class Nesting(NamedTuple):
    """How elements nest in HTML, and whether one is too large."""

    depth: int
    has_too_many_attributes: bool
    """Whether an element may have more than `MOST_ATTRIBUTES`."""


def measure_nesting(html: RawHtml) -> Nesting:
    """Estimate how deep elements nest, and how many attributes they have, in one pass and without a parser.

    It is called before any parser: parsers take time quadratic in the depth, or drop what is too deep (libxml2: below
    about 250 levels). End tags may be omitted where HTML allows it. Elements that stay open count as nested, as in a
    browser.
    """
    open_tags: list[str] = []
    open_counts: dict[str, int] = {}
    deepest = most_attributes = 0
    for match in _MARKUP.finditer(html):
        if not (name := match["tag"] or match["raw"]):
            continue
        if match.end() - match.start() > _LONG_TAG:
            most_attributes = max(most_attributes, _count_attributes(match))
        closing = name[0] == "/"
        tag = name[closing:].lower()
        if closing and open_tags and open_tags[-1] == tag:  # most end tags
            open_tags.pop()
            open_counts[tag] -= 1
            continue
        if tag in _VOID:
            continue
        implied_end = not closing and tag in _OPTIONAL_END and _ends_previous(tag, open_tags)
        if (closing or implied_end) and open_counts.get(tag):
            _close(tag, open_tags, open_counts)
        if not closing:
            open_tags.append(tag)
            open_counts[tag] = open_counts.get(tag, 0) + 1
            if len(open_tags) > deepest:
                deepest = len(open_tags)
    return Nesting(deepest, most_attributes > MOST_ATTRIBUTES)


def _count_attributes(match: re.Match[str]) -> int:
    """Return at least the number of attributes of a tag: of words outside of quoted values, or of equals signs."""
    outside = _QUOTED_VALUE.sub("= ", match["attributes"] if match["raw"] else match[0])
    return max(len(outside.replace("/", " ").split()), outside.count("="))


def _close(tag: str, open_tags: list[str], open_counts: dict[str, int]) -> None:
    """Close the last open element of a name, and those in it."""
    closed = ""
    while closed != tag:
        closed = open_tags.pop()
        open_counts[closed] -= 1


def _ends_previous(tag: str, open_tags: list[str]) -> bool:
    """Return whether a start tag ends an open element of its own name, whose end tag was omitted."""
    for other in reversed(open_tags[-8:]):
        if other == tag:
            return True
        if other in _BARRIERS:
            return False
    return False
