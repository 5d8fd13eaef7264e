"""Plain text of strings that sites wrote for HTML: meta contents and structured data in which character references and
tags are left. Owns telling references and tags that are used from those that a text about HTML mentions.

A string that an HTML parser or a JSON parser has decoded is plain text. Sites escape twice, or copy a formatted text,
so that a reader would see `&quot;` or `<p>`. A mention stands apart: between spaces, before punctuation, in quotation
marks.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from lxml.etree import XPath

from backfile.extract.dom import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

_ENTITY = re.compile(r"&(?:amp;){0,4}(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DATA_BEGINS, _DATA_ENDS = "<![CDATA[", "]]>"
"""The marks of character data in XML, with which some strings were copied."""
_OPENING, _CLOSING = "\"'`“‘«(", "\"'`”’»)"

_INLINE = frozenset("a abbr b big cite code em font i img ins mark q s small span strong sub sup time tt u wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote br center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p section "
    "table tbody td th tr ul".split()
)
_EMPTY = frozenset("br hr img wbr".split())
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,11})(\s[^<>]*)?(/?)>", re.IGNORECASE)
_TEXTS_WITH_SIGNS = XPath("//body//text()[contains(., '<')]")
_STARTS_TEXT = re.compile(r"[^\W_]|[<\"'“‘«„(\[¿¡…&]")
"""What stands directly after an opening tag that is used."""


def plain_string(value: str, *, has_tags: Callable[[], bool] = lambda: True) -> str:
    """Return a string without the tags and character references that are used in it; those that are mentioned stay.

    Tags of blocks become line ends. In: a string as a parser of HTML or JSON returned it; a function that returns
    whether tags may be used in it. They are not on a page whose text prints tags: it is about them.
    """
    if ("<" in value or "&lt;" in value) and not has_tags():
        return value
    if value.lstrip().startswith(_DATA_BEGINS) and _DATA_ENDS in value:
        value = value.replace(_DATA_BEGINS, "").replace(_DATA_ENDS, "").strip()
    value = _remove_tags(value)
    if "&" in value and ";" in value and (decoded := _ENTITY.sub(_decode, value)) != value:
        return _remove_tags(decoded)
    return value


def prints_tags(tree: HtmlElement) -> bool:
    """Return whether the text of a page has tags in it that readers see."""
    return any(
        _TAG.search(text) and text.getparent().tag not in INVISIBLE and text.getparent().tag != "textarea"
        for text in _TEXTS_WITH_SIGNS(tree)
    )


def _decode(match: re.Match[str]) -> str:
    """Return the character of a reference that is used; one that is mentioned, or unknown, as it is."""
    text, name = match.string, match[1]
    if name[0] != "#" and f"{name};" not in html5:
        return match[0]
    character = html.unescape(f"&{name};")
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before and after and before in _OPENING and after in _CLOSING:
        return match[0]
    is_apart = (not before or before.isspace()) and (not after or after.isspace() or after in ".,:;?!")
    return match[0] if is_apart and character in "\"'“”‘’<>" else character


def _remove_tags(value: str) -> str:
    if "<" not in value or ">" not in value:
        return value
    tags = [match for match in _TAG.finditer(value) if match[2].lower() in _INLINE | _BLOCKS]
    used = _used_tags(value, tags)
    parts, end = [], 0
    for index, match in enumerate(tags):
        if index in used:
            parts += [value[end : match.start()], "\n" if match[2].lower() in _BLOCKS else ""]
            end = match.end()
    return "".join((*parts, value[end:]))


def _used_tags(value: str, tags: list[re.Match[str]]) -> set[int]:
    """Return the indexes of the tags that are markup: pairs around text, and tags that no text would mention."""
    first, last = len(value) - len(value.lstrip()), len(value.rstrip())
    used: set[int] = set()
    opened: dict[str, list[int]] = {}
    for index, match in enumerate(tags):
        name, is_first = match[2].lower(), match.start() == first
        if match[1]:
            if waiting := opened.get(name):
                used |= {index, waiting.pop()}
            elif match.end() == last and not value[match.start() - 1 : match.start()].isspace():
                used.add(index)
        elif match[3] or match[4] or (name in _EMPTY and not _stands_apart(value, match)):
            used.add(index)
            opened.setdefault(name, []).append(index)
        elif _STARTS_TEXT.match(value, match.end()):
            if name in _BLOCKS and is_first:
                used.add(index)
            opened.setdefault(name, []).append(index)
        elif name in _BLOCKS and is_first:
            opened.setdefault(name, []).append(index)
    return used


def _stands_apart(value: str, match: re.Match[str]) -> bool:
    before, after = value[max(0, match.start() - 1) : match.start()], value[match.end() : match.end() + 1]
    return (not before or before.isspace()) and (not after or after.isspace() or after in ".,:;?!")
