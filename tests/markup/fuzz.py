"""Random documents from a seed, whose text is known before they are written as HTML.

A document is a tree that every HTML parser reads as the same tree, so that the visible text is known without a parser.
The text consists of what Markdown, its extensions, Jinja, YAML, HTML, entities, line breaks and bidirectional text act
on. The same seed always returns the same documents.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from tests.markup.documents import TOKENS

MARKUP = r"""
* * * | *** | ___ | 1. a | 12) b | 1986. Ein | 999999999. | 0. | a. | (1) | ## Heading ## | #5 | Heading~==== | Line~---
```python | ``` | ~~~ | ~~~~ | `` ` `` | [a][b] | [a]: http://x.test "t" | [b]: <x> | ![a | ](b) | ](<b>) | \\ | \~
| a | b | | |---|---| | |:-:| | ++ctrl+alt++ | ==x== | ^^x^^ | {++a++} | {==a==}{>>b<<} | :material-home: | :+1:
--8<-- "secret.txt" | ;--8<-- | /// note | /// | !!! note "x" | ??? a | ???+ b | === "Tab" | - [ ] a | * [x] b
`#!python x` | [[wiki page]] | (tm) | (c) | (r) | 1/2 | =/= | <--> | c/o | 1st | @user | #123 | user/repo#1 | a@b.test
https://github.com/a/b/issues/1 | www.e.test | mailto:a@b.test | $a$ | $$a$$ | \(a\) | \[a\] | \begin{x} | \end{x}
*[HTML]: Hyper | HTML | [^1] | [^note]: text | : definition | :   definition | {: #id .class} | { .x } | {#x} | ,, | ''
'quoted' | "quoted" | ... | -- | --- | <<x>> | {{ config }} | {% include "x" %} | {# x #} | {%- raw -%} | {% endraw %}
${x} | #{x} | <%= x %> | {{ | }} | {% | %} | %YAML 1.2 | &anchor | *alias | !!python/object:os.system | !ENV [X]
key: value | - item | ? a | : b | # c | @x | null | yes | 0o17 | 1e3 | .inf | 2020-01-01 | 12:30:45 | = | << | ...~
---~title: x~--- | &amp; | &lt;script&gt; | &#60; | &#x3c | &copy | &notit; | &nbsp; | &amp;lt; | &#0; | &#xD800; | &
&NewLine; | &; | &#; | <b> | </b> | </p> | </div> | <br> | <!DOCTYPE x> | <![CDATA[ | ]]> | <?php x ?> | </script>
<script>alert(1)</script> | </title> | </textarea> | </pre> | <svg onload=x> | " onx=" | javascript:x | <plaintext>
<a href="x"> | <!-- | --> | --!> | <div markdown="1"> | <!-- more --> | <!-- material/tags --> | <img src=x onerror=y>
</article> | </body> | <body> | <html> | wzxhzdk:0 | klzzwxh:0001 | hashtag
"""
"""Strings with a meaning in Markdown, its extensions, Jinja, YAML or HTML; `~` after a word is the end of a line."""
CHARACTERS = (
    "\u00a0 \u202f \u2003 \u3000 \u200b \u200c \u200d \u2060 \u00ad \ufeff \ufffd \u180e \u115f \u3164 \u2800 \ufe0f "
    "\u200e \u200f \u061c \u202a \u202e \u2066 \u2069 \u0301 \u0338 \u20dd \u1ab0 \ue000 \uf8ff \U00100000 \U0010fffd "
    "\U000e0041 \U000e007f \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1f8 \U00020bb7 \U0001d400 "
    "e\u0301\u0323 \u1112\u1161\u11ab \u0e01\u0e33 \u0915\u094d\u0937 \u05e9\u05dc\u05d5\u05dd \u0130 \u00df \ufb01 "
    "\u0643\u0644\u0645\u0629 \u1e9e \u2163 \u00bd \u0660\u0661. \uff11\uff0e \u0967. \u2460 \u2011 \u2013 \u2014 "
    "\u0001 \u0002 \u0003 \u0008 \u001b \u007f \u0080 \u0096 \u009f \ufff9 \ufffc "
    "\u2026 \ud800 \udfff \0 \x1c \x1d \x1e \x1f \x02klzzwxh:0001\x03 \x02wzxhzdk:0\x03 \x02amp\x03 \x0291\x03"
).split(" ")
SPACES = (" ", " ", " ", " ", "", "", "\n", "\r\n", "\r", "\t", "  ", "    ", "\n\n", "\n    ")
SPACES += ("\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u00a0", "\u3000", "\u00a0 ", " \u2003 ")
WORDS = "word Wort mot слово 词 ことば كلمة בית क café 1 23 a b".split()
ALL = (
    *TOKENS,
    *(re.sub(r"(?<=[\w=.\\-])~(?=\w|[=-]|\Z)", "\n", piece) for piece in re.split(r" \| |\n", MARKUP.strip())),
    *CHARACTERS,
    *WORDS * 8,
)

PHRASES = (
    "a b strong i em code sub sup span q del ins kbd mark font u tt s samp small abbr cite big x-note soup time label"
).split()
SECTIONS = "div section blockquote center details fieldset".split()
VOID = {"br", "hr", "img", "wbr"}


@dataclass(frozen=True)
class Element:
    tag: str
    content: tuple[Node, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()


Node: TypeAlias = str | Element
Document: TypeAlias = tuple[Node, ...]


class Fuzzer:
    """Builds random documents."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def document(self) -> Document:
        """Return the content of an article."""
        return tuple(self._block(0) for _ in range(self._chance.randint(1, 5)))

    def line(self, most: int = 6) -> str:
        """Return a piece of text."""
        chance = self._chance
        if chance.random() < 0.03:
            return chance.choice(ALL) * chance.randint(20, 300)
        pieces = [chance.choice(ALL) for _ in range(chance.randint(1, most))]
        if chance.random() < 0.1:
            pieces.append(chr(chance.randrange(0x20, 0xD7FF)))
        gap = chance.choice(SPACES)
        return "".join(piece + (gap if chance.random() < 0.7 else chance.choice(SPACES)) for piece in pieces)

    def _block(self, depth: int) -> Node:
        chance = self._chance
        kind = chance.choice(
            "p p p p h1 h2 h3 h6 pre pre ul ol ul dl table table figure section bare hr deep".split()
            if depth < 4
            else ["p", "pre", "bare"]
        )
        if kind in ("p", "h1", "h2", "h3", "h6"):
            return Element(kind, self._phrases(0))
        if kind == "pre":
            inner = self._preformatted()
            return Element("pre", (Element("code", inner),) if chance.random() < 0.4 else inner)
        if kind in ("ul", "ol"):
            start = (("start", chance.choice(["0", "3", "1986", "-2", "x", "²", "9" * 12])),)
            attrs = start if kind == "ol" and chance.random() < 0.4 else ()
            return Element(kind, tuple(Element("li", self._flow(depth)) for _ in range(chance.randint(1, 4))), attrs)
        if kind == "dl":
            return Element(
                "dl",
                tuple(Element(tag, self._flow(depth)) for tag in chance.choice(["dt dd", "dt dt dd dd", "dd"]).split()),
            )
        if kind == "table":
            return self._table(depth)
        if kind == "figure":
            caption = (Element("figcaption", self._flow(depth + 1)),) if chance.random() < 0.8 else ()
            return Element("figure", (self._image(), *self._phrases(2)[: chance.randint(0, 1)], *caption))
        if kind in ("section", "deep"):
            section = Element(chance.choice(SECTIONS), self._flow(depth))
            for _ in range(chance.randint(10, 40) if kind == "deep" else 0):
                section = Element(chance.choice(["div", "blockquote", "section"]), (section,))
            return section
        return Element("hr") if kind == "hr" else self.line()

    def _flow(self, depth: int) -> Document:
        """Return the content of an element that may contain text or blocks."""
        if self._chance.random() < 0.6:
            return self._phrases(0)
        parts: list[Node] = []
        for _ in range(self._chance.randint(0, 3)):
            parts += self._phrases(1) if self._chance.random() < 0.4 else [self._block(depth + 1)]
        return tuple(parts)

    def _table(self, depth: int) -> Element:
        chance = self._chance
        width = chance.randint(1, 3)
        rows = []
        for _ in range(chance.randint(1, 3)):
            cells = []
            for _ in range(width if chance.random() < 0.9 else chance.randint(0, 4)):
                span = ((chance.choice(["colspan", "rowspan"]), chance.choice(["2", "0", "x", "²"])),)
                content = self._phrases(0) if chance.random() < 0.8 else self._flow(depth + 2)
                cells.append(
                    Element(chance.choice(["td", "td", "td", "th"]), content, span if chance.random() < 0.1 else ())
                )
            rows.append(Element("tr", tuple(cells)))
        head, body = (rows[:1], rows[1:]) if chance.random() < 0.4 else ([], rows)
        groups = [Element(tag, tuple(part)) for tag, part in (("thead", head), ("tbody", body)) if part]
        caption = [Element("caption", self._phrases(1))] if chance.random() < 0.2 else []
        return Element("table", (*caption, *groups))

    def _phrases(self, depth: int, *, linked: bool = False) -> Document:
        """Return text with inline elements."""
        chance = self._chance
        parts: list[Node] = []
        for _ in range(chance.randint(1, 4)):
            pick = chance.random()
            if pick < 0.55 or depth > 3:
                parts.append(self.line())
            elif pick < 0.62:
                parts.append(Element(chance.choice(["br", "br", "wbr"])))
            elif pick < 0.68:
                parts.append(self._image())
            else:
                tag = chance.choice(PHRASES)
                if tag == "a" and linked:
                    continue
                attrs = (("href", self._address()),) if tag == "a" else ()
                parts.append(Element(tag, self._phrases(depth + 1, linked=linked or tag == "a"), attrs))
        return tuple(parts)

    def _preformatted(self) -> Document:
        """Return lines of preformatted text, whose white space is visible."""
        chance = self._chance
        parts: list[Node] = []
        for _ in range(chance.randint(1, 5)):
            pick = chance.random()
            if pick < 0.2:
                parts.append(Element(chance.choice(["b", "i", "span", "a", "em"]), (self.line(3),)))
            elif pick < 0.3:
                parts.append(Element("br"))
            else:
                parts.append(" " * chance.randint(0, 6) + self.line(3) + "\n" * chance.randint(0, 3))
        return tuple(parts)

    def _image(self) -> Element:
        alt = (("alt", self.line(3)),) if self._chance.random() < 0.8 else ()
        return Element("img", (), (("src", f"https://e.test/{self._chance.randrange(99)}.png"), *alt))

    def _address(self) -> str:
        odd = [
            "javascript:x",
            "/a b",
            "//h.test/x",
            "https://e.test/?a=1&copy=2",
            "mailto:a@b.test",
            "https://e.test/(a)",
        ]
        odd += ["https://e.test/" + re.sub(r"\s", "_", self.line(2)).strip(), "#x", "", "https://e.test/*a_b*[c]`d`|e"]
        return self._chance.choice(odd)


def written(document: Document, seed: int = 0) -> str:
    """Write a document as HTML. The seed decides which characters are written as references."""
    chance = random.Random(seed)
    return "".join(_written(node, chance) for node in document)


def _written(node: Node, chance: random.Random) -> str:
    if isinstance(node, str):
        return _encoded(node, chance)
    attrs = "".join(f' {name}="{_encoded(value, chance)}"' for name, value in node.attrs)
    if node.tag in VOID:
        return f"<{node.tag}{attrs}>"
    # A parser drops the end of a line directly after <pre>.
    opening = "\n" if node.tag == "pre" and chance.random() < 0.5 else ""
    inner = "".join(_written(child, chance) for child in node.content)
    return f"<{node.tag}{attrs}>{opening}{inner}</{node.tag}>"


def _encoded(text: str, chance: random.Random) -> str:
    return "".join(_reference(character, chance) for character in text)


def _reference(character: str, chance: random.Random) -> str:
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return f"&#x{code:x};"
    if character in '&<>"':
        return chance.choice(
            [{"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}[character], f"&#{code};", f"&#x{code:X};"]
        )
    # A reference to NUL or a C1 control is another character (WHATWG HTML, 13.2.5.80); one to CR is not a line end.
    plain = code in (0, 13) or 0x80 <= code < 0xA0
    return f"&#{code};" if not plain and chance.random() < 0.03 else character


def smaller(document: Document) -> Iterator[Document]:
    """Yield smaller documents, the much smaller ones first."""
    for index, node in enumerate(document):
        before, after = document[:index], document[index + 1 :]
        yield (*before, *after)
        if isinstance(node, str):
            half = len(node) // 2
            pieces = [node[:half], node[half:], node[1:], node[:-1]] if len(node) > 1 else []
            yield from ((*before, piece, *after) for piece in dict.fromkeys(pieces))
        else:
            yield (*before, *node.content, *after)
            yield from ((*before, replace(node, content=less), *after) for less in smaller(node.content))
            if node.attrs:
                yield (*before, replace(node, attrs=node.attrs[1:]), *after)
                yield from (
                    (*before, replace(node, attrs=((name, value[:cut]), *node.attrs[1:])), *after)
                    for name, value in node.attrs[:1]
                    for cut in {len(value) // 2, len(value) - 1}
                    if value
                )
