"""How deep HTML nests, counted without a parser: parsers are slow or lose text beyond some depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.article import RawHtml

_MARKUP = re.compile(
    r"""
    <(?:
        (?P<closing>/?)(?P<name>[a-zA-Z][^\s/>]*)
        # Quotes count where they follow an equals sign. One that never ends takes the rest with it.
        (?:[^=>]+ | =(?!\s*["']) | =\s*(?:"[^"]*"|'[^']*') | =.*\Z)*+
      | !--(?P<comment>)
      | [!?/]
    )
    """,
    re.VERBOSE | re.DOTALL,
)

_OPAQUE = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is no markup (WHATWG HTML, 13.2.5.2 to 13.2.5.4)."""

_SELF_CLOSING = frozenset("p li dt dd tr td th option thead tbody tfoot".split())

_BARRIERS = frozenset("table ul ol dl select blockquote div section article".split())

_NO_CONTENT = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def depth(html: RawHtml) -> int:
    """Estimate how deep elements nest, in one pass and without a parser.

    Parsers cost time quadratic in depth, or drop what lies too deep (libxml2: below about 250 levels), so this is asked
    first. End tags may be left out where HTML allows it; elements that stay open count as nested, as in a browser.
    """
    open_tags: list[str] = []
    count: dict[str, int] = {}
    deepest = 0
    for closing, tag in _tags(html):
        if tag in _NO_CONTENT:
            continue
        implied = not closing and tag in _SELF_CLOSING and _ends_itself(tag, open_tags)
        if (closing or implied) and count.get(tag):
            while True:
                closed = open_tags.pop()
                count[closed] -= 1
                if closed == tag:
                    break
        if not closing:
            open_tags.append(tag)
            count[tag] = count.get(tag, 0) + 1
            deepest = max(deepest, len(open_tags))
    return deepest


def _ends_itself(tag: str, open_tags: list[str]) -> bool:
    """Whether a start tag ends an element of its own name that is still open, the end tag left out."""
    for other in reversed(open_tags[-8:]):
        if other == tag:
            return True
        if other in _BARRIERS:
            return False
    return False


def _tags(html: str) -> Iterator[tuple[bool, str]]:
    """Give each tag as (whether it closes, its name in lower case), as a browser finds them; never looks back."""
    at = 0
    while at >= 0 and (found := _MARKUP.search(html, at)):
        at = found.end()
        if found["name"]:
            tag, closing = found["name"].lower(), found["closing"] == "/"
            yield closing, tag
            if at == len(html):
                return
            if tag in _OPAQUE and not closing:
                at = _end_of_opaque(html, tag, at)
        elif found["comment"] is not None:
            at = _comment_end(html, at)
        else:
            at = html.find(">", at)


def _end_of_opaque(html: str, tag: str, at: int) -> int:
    """Find the end tag of an element whose content is no markup and begins at `at`; -1 without one."""
    while (at := html.find("</", at)) >= 0 and html[at + 2 : at + 2 + len(tag)].lower() != tag:
        at += 2
    return at


def _comment_end(html: str, at: int) -> int:
    """Find the end of a comment whose text begins at `at`: `<!-->` and `<!--->` have none (WHATWG HTML, 13.2.5.43)."""
    for short in (">", "->"):
        if html.startswith(short, at):
            return at
    return html.find("-->", at)
