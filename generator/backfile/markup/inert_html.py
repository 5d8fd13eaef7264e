"""Inert HTML: a block as HTML in whose text and attributes no extension and no template language finds anything to act
on. Which characters are encoded is in `markup/escape.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from bs4.element import NavigableString, Tag

from backfile.markup.escape import encode_meaningful


def inert_html(element: Tag) -> str:
    """Write a block as inert HTML, on one line."""
    return "".join(_write(element))


def _write(node: object) -> Iterable[str]:
    if isinstance(node, NavigableString):
        yield encode_meaningful(str(node))
    elif isinstance(node, Tag):
        attributes = "".join(f' {name}="{encode_meaningful(str(value))}"' for name, value in node.attrs.items())
        yield f"<{node.name}{attributes}>"
        if node.name not in ("br", "hr", "img"):
            for child in node.children:
                yield from _write(child)
            yield f"</{node.name}>"
