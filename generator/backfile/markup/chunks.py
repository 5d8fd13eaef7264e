"""Chunks: the parts of which the blocks of safe HTML are built, and how their content is written.

A chunk is a complete run of text, or a complete block. A frame is a block that is still open; `markup/blocks.py` closes
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chunk:
    """A complete piece of the content of a block."""

    kind: str
    """`run`, or the name of the element."""
    html: str = ""
    parts: tuple[Chunk, ...] = ()
    """The content of an element whose meaning depends on its parent: li, td, tr, figcaption and the like."""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def block(self) -> str:
        """Return the HTML as a block; a run becomes a paragraph."""
        return f"<p>{self.html}</p>" if self.kind == "run" else self.html


@dataclass(slots=True)
class Frame:
    """A block that is open."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    chunks: list[Chunk] = field(default_factory=list)


PARTS = frozenset("li td th tr dt dd figcaption caption".split())
"""Elements whose meaning depends on their parent."""


def flow(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Replace the elements of `PARTS` by their content: they are outside the parent that they require."""
    content: list[Chunk] = []
    for chunk in chunks:
        content.extend(flow(chunk.parts) if chunk.kind in PARTS else [chunk])
    return content


def write_blocks(chunks: Iterable[Chunk]) -> str:
    """Write content as blocks."""
    return "".join(chunk.block() for chunk in flow(chunks))


def write_item(chunks: Iterable[Chunk]) -> str:
    """Write the content of a list item: the first run without a paragraph, the rest as blocks."""
    content = flow(chunks)
    first = content[0].html if content and content[0].kind == "run" else ""
    return first + write_blocks(content[1:] if first else content)


def write_inline(chunks: Iterable[Chunk]) -> str:
    """Write content as one run with line breaks if it consists of runs only, otherwise as blocks."""
    content = flow(chunks)
    if all(chunk.kind == "run" for chunk in content):
        return "<br>".join(chunk.html for chunk in content)
    return write_blocks(content)
