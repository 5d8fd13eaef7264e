"""The visible content of a document before it becomes HTML, of safe HTML, and of a page of the built site.

All three are lines of text that contain nothing but what a reader sees. Apart from the rules for control characters and
URLs, this module does not use the program, so that an error of the program is not repeated here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from backfile.markup.plain_text import strip_controls
from backfile.markup.urls import safe_url
from tests.markup.fuzz import Document, Node

BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li ul ol blockquote pre table caption thead tbody tfoot tr td th figure figcaption dl dt dd "
    "div section center details fieldset hr".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
REMOVED = {
    *range(9),
    *range(14, 32),
    *range(127, 133),
    *range(134, 160),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}
REMOVED |= {0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB}
"""Control characters of ASCII, of ISO 8859 and of bidirectional text, which the archive removes."""
VISIBLE: dict[int, str | None] = {
    **dict.fromkeys(REMOVED),
    **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
"""For `str.translate`: text as the archive shows it."""
_SPACE, _TAB = "\u2420", "\u2409"
"""Replacements for white space where it is visible."""
_JOINT = "\ufffe"
"""Replacement for a line break in a heading, which has one line."""


def lines(pieces: Iterable[str]) -> list[str]:
    """Join pieces of text, and split them into lines: white space collapsed, none at the ends, no empty lines."""
    text = re.sub(rf"[^\S\n]*(?:{_JOINT}[^\S\n]*)+", " ", re.sub(r"[ \t\r\f]+", " ", "".join(pieces)))
    stripped = (re.sub(rf"[\s{_SPACE}{_TAB}]+\Z", "", line).lstrip() for line in text.split("\n"))
    return [line for line in stripped if line]


def one_line(text: str) -> str:
    """Collapse white space as browsers do, and remove it at the ends."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def verbatim(text: str) -> str:
    """Return preformatted text with visible characters for its white space."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", _SPACE).replace("\t", _TAB)


def flowing(text: str) -> str:
    """Return text with spaces for line ends."""
    return text.replace("\n", " ")


def of_document(document: Document, base: str) -> list[str]:
    """Return the lines of a document; `base` is the base of its URLs."""
    return lines(piece for node in document for piece in _of_node(node, base, "flow"))


def _of_node(node: Node, base: str, where: str) -> Iterator[str]:
    if isinstance(node, str):
        seen = node.translate(VISIBLE)
        yield verbatim(seen) if where == "pre" else flowing(seen)
    elif node.tag == "img":
        yield _of_image(dict(node.attrs), base, where)
    elif node.tag == "br":
        yield _JOINT if where == "heading" else "\n"
    else:
        edge = "\n" if node.tag in BLOCKS else ""
        inside = "pre" if node.tag == "pre" else "heading" if node.tag in HEADINGS and _has_text(node) else where
        yield edge
        for child in node.content:
            yield from _of_node(child, base, inside)
        yield edge


def _has_text(node: Node) -> bool:
    if isinstance(node, str):
        return bool(node.translate(VISIBLE).strip())
    return any(_has_text(child) for child in node.content)


def _of_image(attrs: dict[str, str], base: str, where: str) -> str:
    alt = one_line(strip_controls(attrs.get("alt", "")))
    url = safe_url(attrs.get("src", ""), base)
    if where == "pre" or not url:
        return verbatim(alt.translate(VISIBLE)) if where == "pre" else alt.translate(VISIBLE)
    # The site has no image of another host, and never prints its URL.
    return f" {alt.translate(VISIBLE)} "


@dataclass
class Shown:
    """The visible content of a piece of HTML."""

    lines: list[str]
    tags: Counter[str]
    """The number of elements of each kind. Headings are one kind; a link instead of an image counts as an image."""
    links: list[str]
    """The URLs of links, in their order."""


def of_html(html: str, part: str = "") -> Shown:
    """Return what HTML shows, all of it or in the elements of the class `part`. Its tags must be balanced."""
    reader = _Reader(part)
    reader.feed(html)
    reader.close()
    tags = Counter("h" if re.fullmatch("h[1-6]", tag) else tag for tag in reader.tags)
    return Shown(lines(reader.pieces), tags, reader.links)


class _Reader(HTMLParser):
    def __init__(self, part: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self._part = part
        self._open: list[tuple[str, str, bool]] = []
        """Each open element, the text at its end, and whether its content is left out."""
        self._hidden = self._pre = 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        names = attributes.get("class", "").split()
        if self._part and not self._open and self._part not in names:
            return
        is_place = tag == "a" and "href" not in attributes  # of a link within the article: nothing of it is visible
        if tag in ("img", "br", "hr", "wbr"):
            self.tags.append(tag)
            picture = f" {attributes.get('alt', '').translate(VISIBLE)} "
            self.pieces.append({"img": picture, "wbr": ""}.get(tag, "\n"))
            return
        picture, hides = "image-elsewhere" in names, bool({"headerlink", "image-elsewhere__label"}.intersection(names))
        edge = "\n" if tag in BLOCKS or not self._open else " " if picture else ""
        self._open.append((tag, edge, hides))
        self._hidden += hides
        self._pre += tag == "pre"
        self.pieces.append(edge)
        if not self._hidden:
            self.tags.append("img" if picture else tag)
            self.links += [attributes["href"].translate(VISIBLE)] if tag == "a" and not (picture or is_place) else []

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            assert self._part, f"{tag} closes nothing"
            return
        opened, edge, hid = self._open.pop()
        assert opened == tag, f"{tag} closes {opened}"
        self._hidden -= hid
        self._pre -= tag == "pre"
        self.pieces.append(edge)

    def handle_data(self, data: str) -> None:
        if (self._open or not self._part) and not self._hidden:
            seen = data.translate(VISIBLE)
            self.pieces.append(verbatim(seen) if self._pre else flowing(seen))


def characters(texts: Iterable[str]) -> Counter[str]:
    """Count the visible characters of texts."""
    return Counter(c for text in texts for c in text.translate(VISIBLE) if not c.isspace() and c not in _SPACE + _TAB)
