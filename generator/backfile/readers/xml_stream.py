"""XML as a stream, element by element, however damaged it is. Owns what makes it safe and readable: entities are not
expanded, other files are not read, and characters that XML does not allow are dropped.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import IO

from lxml import etree

from backfile.readers.decode import decode
from backfile.readers.reader import HEAD_BYTES

_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#\d{1,8};|#[xX][0-9A-Fa-f]{1,8};))")
"""A named character, or an ampersand that begins nothing."""
_LONGEST_ENTITY = 40
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)


@dataclass(slots=True)
class Damage:
    """What was wrong with a stream of XML."""

    reasons: list[str] = field(default_factory=list)


def elements(content: IO[bytes], is_wanted: Callable[[str], bool], damage: Damage) -> Iterator[etree._Element]:
    """Yield each element whose local name is wanted, when it is complete. `damage` gets what is not well-formed.

    The caller uses an element before the next one is requested: then it is emptied, so that memory does not grow.
    """
    stream = _Clean(content)
    parser = etree.iterparse(
        stream,
        events=("end",),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        for _, element in parser:
            if isinstance(element.tag, str) and is_wanted(local_name(element)):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    parent = element.getparent()
                    if parent is None or not is_wanted(local_name(parent[0])):
                        break
                    del parent[0]
    except etree.XMLSyntaxError as error:
        damage.reasons.append(str(error.msg))
    damage.reasons += [f"line {entry.line}: {entry.message}" for entry in list(parser.error_log)[:3]]


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case; of an undeclared prefix, the part behind it."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


class _Clean:
    """A stream of XML in UTF-8, with the named characters of HTML as numbers, and without characters that XML does not
    allow.
    """

    def __init__(self, content: IO[bytes]) -> None:
        head = content.read(HEAD_BYTES)
        content.seek(0)
        self._content = content
        self._decoder = codecs.getincrementaldecoder(decode(head).encoding)("replace")
        self._waiting = ""
        self._is_first = True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; empty at the end."""
        while True:
            data = self._content.read(size if size > 0 else HEAD_BYTES)
            text = self._waiting + self._decoder.decode(data, final=not data)
            if self._is_first:
                text = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
                if (start := text.find("<!DOCTYPE")) >= 0 and (found := _DOCTYPE.match(text, start)):
                    text = text[:start] + text[found.end() :]
                self._is_first = False
            cut = len(text)
            if data and (start := text.rfind("&", max(0, cut - _LONGEST_ENTITY))) >= 0:
                cut = start
            text, self._waiting = text[:cut], text[cut:]
            if text or not data:
                return _ENTITY.sub(_numeric, _INVALID.sub("", text)).encode("utf-8", "replace")


def _numeric(match: re.Match[str]) -> str:
    """Return a named character of HTML as numbers; names that HTML does not have, and other ampersands, as text."""
    if match[1] is None:
        return "&amp;"
    if match[1] in _OF_XML:
        return match[0]
    characters = html5.get(f"{match[1]};")
    return "".join(f"&#{ord(each)};" for each in characters) if characters else f"&amp;{match[1]};"
