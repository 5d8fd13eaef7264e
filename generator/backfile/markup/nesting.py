"""The depth of elements in HTML, counted without a parser: parsers are slow, or lose text, beyond a certain depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.article import RawHtml

_MARKUP = re.compile(
    r"""
    <(?:
        (?P<closing>/?)(?P<name>[a-zA-Z][^\s/>]*)
        # Quotation marks count after an equals sign only. A value without its end extends to the end of the text.
        (?:[^=>]*+ = (?:"[^"]*" | '[^']*' | (?!\s*["']) | \s+(?:"[^"]*"|'[^']*') | .*\Z))*+ [^=>]*+
      | !--(?P<comment>)
      | [!?/]
    )
    """,
    re.VERBOSE | re.DOTALL,
)

_RAW_TEXT = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is not parsed as markup (WHATWG HTML, 13.2.5.2 to 13.2.5.4)."""

_OPTIONAL_END = frozenset("p li dt dd tr td th option thead tbody tfoot".split())
"""Elements that a start tag of the same name ends."""

_BARRIERS = frozenset("table ul ol dl select blockquote div section article".split())
"""Elements across which a start tag does not end an element of its own name."""

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def depth(html: RawHtml) -> int:
    """Estimate how deep elements nest, in one pass and without a parser.

    It is called before any parser: parsers take time quadratic in the depth, or drop what is too deep (libxml2: below
    about 250 levels). End tags may be omitted where HTML allows it. Elements that stay open count as nested, as in a
    browser.
    """
    open_tags: list[str] = []
    open_counts: dict[str, int] = {}
    deepest = 0
    for closing, tag in _tags(html):
        if closing and open_tags and open_tags[-1] == tag:  # most end tags
            open_tags.pop()
            open_counts[tag] -= 1
            continue
        if tag in _VOID:
            continue
        implied_end = not closing and tag in _OPTIONAL_END and _ends_previous(tag, open_tags)
        if (closing or implied_end) and open_counts.get(tag):
            while True:
                closed = open_tags.pop()
                open_counts[closed] -= 1
                if closed == tag:
                    break
        if not closing:
            open_tags.append(tag)
            open_counts[tag] = open_counts.get(tag, 0) + 1
            if len(open_tags) > deepest:
                deepest = len(open_tags)
    return deepest


def _ends_previous(tag: str, open_tags: list[str]) -> bool:
    """Return whether a start tag ends an open element of its own name, whose end tag was omitted."""
    for other in reversed(open_tags[-8:]):
        if other == tag:
            return True
        if other in _BARRIERS:
            return False
    return False


def _tags(html: str) -> Iterator[tuple[bool, str]]:
    """Yield each tag as (is it an end tag, its name in lower case), tokenized as browsers do, in linear time."""
    position = 0
    while position >= 0 and (match := _MARKUP.search(html, position)):
        position = match.end()
        slash, name, comment = match.groups()
        if name:
            tag, closing = name.lower(), slash == "/"
            yield closing, tag
            if position == len(html):
                return
            if tag in _RAW_TEXT and not closing:
                position = _find_end_tag(html, tag, position)
        elif comment is not None:
            position = _find_comment_end(html, position)
        else:
            position = html.find(">", position)


def _find_end_tag(html: str, tag: str, start: int) -> int:
    """Find the end tag of a raw text element whose content begins at `start`; -1 if there is none."""
    while (start := html.find("</", start)) >= 0 and html[start + 2 : start + 2 + len(tag)].lower() != tag:
        start += 2
    return start


def _find_comment_end(html: str, start: int) -> int:
    """Find the end of a comment whose text begins at `start`. `<!-->` and `<!--->` are empty comments (WHATWG HTML,
    13.2.5.43).
    """
    for short in (">", "->"):
        if html.startswith(short, start):
            return start
    return html.find("-->", start)
