"""The inert form of a block: HTML in whose text no extension and no template language finds anything to act on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4.element import NavigableString, Tag


def inert(element: Tag) -> str:
    """Write a block as HTML on one line in which nothing but its tags means anything."""
    return "".join(_inert(element))


def _inert(node: object) -> Iterable[str]:
    if isinstance(node, NavigableString):
        yield coded(str(node))
    elif isinstance(node, Tag):
        attrs = "".join(f' {name}="{coded(str(value))}"' for name, value in node.attrs.items())
        yield f"<{node.name}{attrs}>"
        if node.name not in ("br", "hr", "img"):
            for child in node.children:
                yield from _inert(child)
            yield f"</{node.name}>"


def coded(text: str) -> str:
    """Write as numeric entities what some extension or template language could act on.

    That is everything but letters, digits, single spaces and lone marks of punctuation.
    """
    return _MEANINGFUL.sub(lambda match: "".join(f"&#{ord(character)};" for character in match[0]), text)


_MEANINGFUL = re.compile(r"[^\w .,/:;?!()'%=-]|([-:!?=])\1+|  +")
