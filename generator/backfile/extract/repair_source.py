"""Source of a page with broken markup. Owns the repair of what makes a parser lose the rest of a page: elements whose
content is not markup and that never end, comments that never end, content of `noscript` that ends elsewhere, and tags
that end the document in its middle; and that programs and their data, which no step reads, are not parsed. What is
wrong in the tree of a page is left to `repair_nesting`.

Browsers lose the text as well, except where scripts run (HTML Standard, sections 13.2.5 and 13.2.6). Each repair is
linear in the length of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import html as lxml_html

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = re.compile(
    r"<(?:(?=!)(?:(!--)|(!\[CDATA\[))|(?=/)(/(?:body|html)\s*>)"
    r"|(?=[sntix])(script|style|noscript|textarea|title|iframe|xmp|noembed|noframes)(?=[\s/>]))",
    re.IGNORECASE,
)
"""The beginnings of what is repaired. Most tags differ in their first letter."""
_REST_OF_TAG = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_MARKUP = re.compile(
    r"</?(?:article|aside|body|blockquote|div|footer|h[1-6]|head|header|link|main|meta|nav|ol|p|section|table|title|ul)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
"""Tags that end a script or a style sheet that has no end."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_PROGRAM_TYPE = re.compile(r"""\stype\s*=\s*["']?(?:(?:text|application)/javascript|module|application/json)["'\s>]""")
_NEVER_WITHIN = ("textarea", "title", "iframe", "xmp", "noembed", "noframes", "style", "noscript")
"""Elements that do not contain one of the same name: if one seems to, the outer one has no end."""
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in (*_NEVER_WITHIN, "script")}
_STARTS = {name: re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE) for name in _NEVER_WITHIN}


def repair_source(source: str) -> str:
    """Return the source of a page so that a parser finds the text after elements and comments that never end."""
    repair = _Repair(source)
    repaired = "".join(repair.iter_parts())
    return repaired.replace("]]>", "") if repair.has_data else repaired


class _Repair:
    """A repair of one page."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[str, int] = {}
        """For each string and end tag, the position at which it was found last; the length of the page if it is not
        found."""
        self._has_quotes = True
        """Whether quotes around values of attributes are in pairs as far as known."""
        self.has_data = False
        """Whether the page has a section of character data (XML), which HTML has in drawings only."""

    def iter_parts(self) -> Iterator[str]:
        """Yield the parts of the repaired page, in order."""
        source, position, unread = self._source, 0, 0
        while match := _SPECIAL.search(source, position):
            start, position = match.span()
            repaired: str | None = ""
            if match[1]:
                position = self._end_comment(position)
                repaired = None if source.startswith("-->", position - 3) else ""
            elif match[2]:
                self.has_data = True
            elif match[4]:
                repaired, position = self._repair_element(match[4].lower(), start, position)
            if repaired is not None:
                yield source[unread:start]
                yield repaired
                unread = position
        yield source[unread:]

    def _find(self, string: str, start: int) -> int:
        """Return the first position of a string from a position on; the length of the page if there is none."""
        if self._found.get(string, -1) < start:
            position = self._source.find(string, start)
            self._found[string] = position if position >= 0 else len(self._source)
        return self._found[string]

    def _find_end(self, name: str, start: int) -> int:
        """Return the first position of an end tag from a position on; the length of the page if there is none."""
        if self._found.get(name, -1) < start:
            source, pattern = self._source, _ENDS[name]
            position = source.find("</", start)
            while position >= 0 and not pattern.match(source, position):
                position = source.find("</", position + 2)
            self._found[name] = position if position >= 0 else len(source)
        return self._found[name]

    def _end_comment(self, start: int) -> int:
        """Return where a comment ends. One without an end, or with a mistyped one, ends at the first `>`."""
        source = self._source
        if source.startswith((">", "->"), start):
            return source.index(">", start) + 1
        end = self._find("-->", start)
        if end < len(source) and source.find(">", start, end) < 0:
            return end + 3  # most comments
        first = self._find(">", start)
        is_conditional = source.startswith("[", start)
        is_mistyped = not is_conditional and first < end and self._find("<", start) >= first
        has_next = self._find("<!--", start) < end
        if end == len(source) or (is_mistyped and has_next):
            return min(first + 1, len(source))
        return end + 3

    def _repair_element(self, name: str, start: int, position: int) -> tuple[str | None, int]:
        """Return the repaired text of an element, or of its first tag, and where to go on; None for the text if it
        stays as it is.
        """
        source = self._source
        content = self._end_tag(position)
        end = self._find_end(name, content)
        is_open = end == len(source) or (name in _STARTS and _STARTS[name].search(source, content, end) is not None)
        if name == "noscript":
            return ("", content) if is_open else (source[start:content] + _balance(source[content:end]), end)
        if not is_open:
            is_left_out = name == "script" and self._is_program(start, content, end)
            return source[start:content] if is_left_out else None, end
        if name in ("script", "style"):
            match = _MARKUP.search(source, content)
            content = match.start() if match else len(source)
        elif name == "title":
            content = self._find("<", content)
        return f"{source[start:content]}</{name}>", content

    def _is_program(self, start: int, content: int, end: int) -> bool:
        """Return whether a script is a program or its data, not structured data, a template or a formula. One with the
        beginning of a comment may end elsewhere.
        """
        tag = self._source[start:content].lower()
        count = tag.count("type")
        is_program = not count or (count == 1 and _PROGRAM_TYPE.search(tag) is not None)
        return is_program and self._source.find("<!--", content, end) < 0

    def _end_tag(self, position: int) -> int:
        """Return where the tag ends in whose attributes a position is."""
        match = _REST_OF_TAG.match(self._source, position) if self._has_quotes else None
        if match:
            return match.end()
        self._has_quotes = False
        return min(self._find(">", position) + 1, len(self._source))


_FIRST = "<i></i>"


def _balance(content: str) -> str:
    """Return the content of a noscript element with an end for each of its elements and comments.

    Browsers with scripts end it at its own tag, whatever is open in it.
    """
    open_tags: Counter[str] = Counter()
    for slash, name in _TAG.findall(content):
        if name.lower() not in _VOID:
            open_tags[name.lower()] += -1 if slash else 1
    if content.count("<!--") == content.count("-->") and not any(open_tags.values()):
        return content
    # lxml sets text before the first element again, and raises an error if it has a character that XML forbids.
    parent = lxml_html.fragment_fromstring(_FIRST + content, create_parent="div")
    html: str = lxml_html.tostring(parent, encoding="unicode")
    return html.removeprefix(f"<div>{_FIRST}").removesuffix("</div>")
