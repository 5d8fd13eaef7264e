"""The middle of a scraped text. Owns which lines between paragraphs are removed.

Only prompts that are never text are removed: the label of an advertisement or a player alone between two blocks, and
the heading of other articles or of an offer on one line with what it announces (`Read also: …`). Everything else
between paragraphs stays, captions and credits too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.text.labels import Label, LabelKind, match_label
from backfile.extract.text.line_shape import is_prose, takes_up
from backfile.markup.plain_text import collapse_spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.paragraphs import Block
    from backfile.extract.text.remaining import RemainingText

_ALWAYS = frozenset({LabelKind.ADVERT, LabelKind.MEDIA})
"""Labels that are no text in any place."""
_ANNOUNCING = frozenset({LabelKind.RELATED, LabelKind.SUBSCRIBE})
"""Labels that are no text if what they announce is on the same line: `Read also: …`."""
_MIN_PROSE = 2
"""Minimum number of lines of prose in a text with paragraphs."""
_MANY_SUBHEADINGS = 2
_MAX_PROMPT = 200
"""Maximum length of a prompt, in characters."""


def take_prompts(text: RemainingText) -> None:
    """Remove the prompts between paragraphs."""
    blocks = text.blocks
    by_block = {block: _match(block, text) for block in dict.fromkeys(blocks) if len(block.lines) == 1}
    labels = {number: label for number, block in enumerate(blocks) if (label := by_block.get(block))}
    subheadings = [number for number, label in labels.items() if label.kind not in _ALWAYS]
    if sum(is_prose(block.lines[0]) for block in blocks) < _MIN_PROSE:
        return
    prompts = {number for number, label in labels.items() if _is_prompt(blocks, number, label, len(subheadings))}
    text.removed += [RemovedText(f"label: {labels[number].kind}", blocks[number].text) for number in sorted(prompts)]
    text.blocks = [block for number, block in enumerate(blocks) if number not in prompts]


def _match(block: Block, text: RemainingText) -> Label | None:
    """Return the label that a block of one line is; None for other lines."""
    (line,) = block.lines
    if len(line) > _MAX_PROMPT or collapse_spaces(line) in text.keep:
        return None
    return match_label(line, text.languages)


def _is_prompt(blocks: Sequence[Block], number: int, label: Label, subheadings: int) -> bool:
    """Return whether a label is a prompt. `subheadings` is the number of labels in the text that can be subheadings.

    In an article about web pages, such words are subheadings: it has several of them, or the text below takes up the
    word.
    """
    line = blocks[number].text
    if label.kind in _ANNOUNCING:
        return ":" in line[:-1]
    below = blocks[number + 1].text if number + 1 < len(blocks) else ""
    return label.kind in _ALWAYS and subheadings < _MANY_SUBHEADINGS and not takes_up(below, line)
