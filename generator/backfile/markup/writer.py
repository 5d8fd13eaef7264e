"""SafeHtml -> Markdown, checked by rendering.

Each block is converted (`markup/block_converter.py`). The Markdown is rendered with the extensions of the archive, and
compared with the HTML block by block (`markup/signature.py`). A block that differs is written as inert HTML instead
(`markup/inert_html.py`). Which blocks are not converted at all is in `markup/unsupported.py`; which paragraphs need no
tree, and which need not be rendered, in `markup/plain_paragraphs.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape as html_escape
from typing import Any, NamedTuple

import markdown as python_markdown
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag

from backfile.article import InertBlock, Markdown, RawHtml, SafeHtml
from backfile.markup.block_converter import BlockConverter, FastTag
from backfile.markup.escape import encode_all, escape
from backfile.markup.inert_html import inert_html
from backfile.markup.inline_patterns import KEEPING_PATTERNS, leave_out_patterns
from backfile.markup.plain_paragraphs import find_unrendered, has_no_markup, split_plain
from backfile.markup.signature import Signature, difference, sign_text, signatures
from backfile.markup.unsupported import (
    TOO_MANY_MARKS,
    TOO_MUCH_CODE,
    blocks_with_excess_code,
    copies_too_much,
    unsupported_reason,
)

MAX_ROUNDS = 6
"""How often the Markdown is rendered and single blocks are made inert, before all blocks are."""

_ALL_INERT = "the article renders correctly only if all its blocks are inert HTML"


class UnwritableError(Exception):
    """The Markdown extensions in use change even inert HTML: no page would show the article."""


class _Block(NamedTuple):
    element: Tag | None
    """The block as a tree; None for a plain paragraph."""
    signature: Signature
    markdown: str
    unsupported: str | None
    """Why the block cannot be written as Markdown, if that is known before rendering."""
    text: str = ""
    """The text of a plain paragraph."""

    @property
    def name(self) -> str:
        """Return the name of the element."""
        return "p" if self.element is None else self.element.name

    def tree(self) -> Tag:
        """Return the block as a tree."""
        if self.element is not None:
            return self.element
        paragraph = Tag(name="p")
        paragraph.append(self.text)
        return paragraph


class Writer:
    """Writes Markdown for one archive. Create it once: setting up Python-Markdown costs more than writing a page."""

    def __init__(self, extensions: Sequence[Any], options: Mapping[str, Mapping[str, Any]]) -> None:
        """Set up Python-Markdown. In: its `extensions` and `extension_configs`, from the loaded configuration."""
        self._markdown = python_markdown.Markdown(extensions=list(extensions), extension_configs=dict(options))
        self._has_known_extensions = KEEPING_PATTERNS.issuperset(extensions)
        if self._has_known_extensions:
            leave_out_patterns(self._markdown)
        self._converter = BlockConverter()
        self._labels: dict[str, str] = {}

    def write(self, html: SafeHtml) -> tuple[Markdown, tuple[InertBlock, ...]]:
        """Convert the HTML of an article to Markdown, checked by rendering. Out: the Markdown, and its inert blocks.

        Raises UnwritableError if not even inert HTML is rendered unchanged.
        """
        blocks = self._blocks(html)
        expected = [block.signature for block in blocks]
        reasons = {index: block.unsupported for index, block in enumerate(blocks) if block.unsupported}
        excess = blocks_with_excess_code([block.markdown for block in blocks])
        reasons |= dict.fromkeys(excess - reasons.keys(), TOO_MUCH_CODE)
        if self._has_known_extensions and self._renders_unchanged(blocks, reasons):
            return Markdown(_join(blocks, reasons)), _inert_blocks(blocks, reasons)
        for attempt in range(MAX_ROUNDS):
            text = _join(blocks, reasons)
            rendered = self._signatures(text)
            if rendered == expected:
                return Markdown(text), _inert_blocks(blocks, reasons)
            changed = self._changed_alone(blocks) if attempt == 0 else {}
            added = {index: reason for index, reason in changed.items() if index not in reasons}
            reasons |= added or _near_first_difference(expected, rendered, reasons)
        reasons = dict.fromkeys(range(len(blocks)), _ALL_INERT) | reasons
        text = _join(blocks, reasons)
        if self._signatures(text) != expected:
            raise UnwritableError
        return Markdown(text), _inert_blocks(blocks, reasons)

    def render(self, text: Markdown) -> RawHtml:
        """Render the Markdown of a page as the site does, before the gate."""
        self._markdown.reset()
        return RawHtml(self._markdown.convert(text))

    def escape_label(self, text: str) -> str:
        """Escape plain text on one line for the text of a link on a list page, checked by rendering.

        Out: Markdown for the inside of square brackets.
        """
        if text not in self._labels:
            expected = signatures(f'<p><a href="a.md">{html_escape(text)}</a></p>')
            escaped = escape(text)
            fits = self._signatures(f"[{escaped}](a.md)") == expected
            self._labels[text] = escaped if fits else encode_all(text)
        return self._labels[text]

    def _renders_unchanged(self, blocks: Sequence[_Block], reasons: Mapping[int, str]) -> bool:
        """Return whether blocks render as they should, without rendering paragraphs that nothing can change."""
        without_markup = [
            each.element is None and each.markdown == each.text and has_no_markup(each.text) for each in blocks
        ]
        names = ["" if index in reasons else block.name for index, block in enumerate(blocks)]
        unrendered = find_unrendered(without_markup, names)
        rendered = [index for index in range(len(blocks)) if index not in unrendered]
        kept = [blocks[index] for index in rendered]
        inert = [number for number, index in enumerate(rendered) if index in reasons]
        return self._signatures(_join(kept, inert)) == [block.signature for block in kept]

    def _blocks(self, html: SafeHtml) -> list[_Block]:
        others, texts = split_plain(html)
        soup = BeautifulSoup(others, "html.parser", element_classes={Tag: FastTag})
        signed, plain = iter(signatures(others)), iter(texts)
        blocks: list[_Block] = []
        for node in soup.children:
            if isinstance(node, Tag):
                blocks.append(_Block(node, next(signed), *self._convert(node)))
            elif isinstance(node, Comment):
                text = next(plain)
                blocks.append(_Block(None, sign_text(text), *_check(self._converter.convert_text(text), "p"), text))
        if next(signed, None) is not None:
            raise ValueError("text outside of the blocks")
        return blocks

    def _convert(self, element: Tag) -> tuple[str, str | None]:
        """Return the Markdown of a block, and why it cannot be used, if so."""
        if reason := unsupported_reason(element):
            return "", reason
        return _check(self._converter.convert_block(element), element.name)

    def _signatures(self, text: str) -> list[Signature]:
        return signatures(self.render(Markdown(text)))

    def _changed_alone(self, blocks: Sequence[_Block]) -> dict[int, str]:
        """Return the blocks that differ when they are rendered alone: index -> difference."""
        supported = ((index, block) for index, block in enumerate(blocks) if block.unsupported is None)
        rendered = ((index, [block.signature], self._signatures(block.markdown)) for index, block in supported)
        return {index: difference(expected, other) for index, expected, other in rendered if other != expected}


def _check(text: str, name: str) -> tuple[str, str | None]:
    """Return the Markdown of a block, and why it cannot be used, if so. In: the Markdown, the name of the element."""
    if not text:
        return "", "its Markdown is empty"
    return ("", TOO_MANY_MARKS) if copies_too_much(text, name) else (text, None)


def _near_first_difference(
    expected: Sequence[Signature], rendered: Sequence[Signature], inert: Collection[int]
) -> dict[int, str]:
    """Return the first block that differs, with the difference; if that one is `inert`, a neighbour that is not."""
    pairs = enumerate(zip(expected, rendered, strict=False))
    first = next((index for index, (one, other) in pairs if one != other), min(len(expected), len(rendered)))
    candidates: Iterable[int] = (first, first - 1, first + 1)
    reason = f"beside its neighbours, {difference(expected[first : first + 1], rendered[first : first + 1])}"
    return next(({index: reason} for index in candidates if 0 <= index < len(expected) and index not in inert), {})


def _inert_blocks(blocks: Sequence[_Block], reasons: Mapping[int, str]) -> tuple[InertBlock, ...]:
    """Return the records of the inert blocks, in their order. In: index of a block -> why it is inert."""
    texts = ((index, " ".join(blocks[index].tree().get_text(" ").split())) for index in sorted(reasons))
    return tuple(InertBlock(index + 1, reasons[index], text) for index, text in texts)


def _join(blocks: Sequence[_Block], inert: Collection[int]) -> str:
    """Join blocks with blank lines; with a comment where Markdown would merge two lists or two quotations."""
    parts: list[str] = []
    for index, block in enumerate(blocks):
        both_markdown = index not in inert and index - 1 not in inert
        if index and both_markdown and _would_merge(blocks[index - 1], block):
            parts.append("<!-- -->")
        parts.append(inert_html(block.tree()) if index in inert else block.markdown)
    return "\n\n".join(parts)


def _would_merge(first: _Block, second: _Block) -> bool:
    names = {first.name, second.name}
    return names == {"blockquote"} or names <= {"ul", "ol"}
