"""The paragraphs of scraped text. Owns which line breaks have a meaning.

Lines that a program broke at a fixed width are joined. A line that is a whole paragraph becomes one. The lines of
verse, lists and addresses stay. Words are not changed. Which block is headline, byline or text is decided by
`extract.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.extract.text.wrapped_lines import (
    BULLET,
    continues_sentence,
    is_full,
    is_wrapped,
    join,
    unwrap,
    wrap_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MIN_PARAGRAPH = 100
"""A longer line, in characters, that no program broke is a paragraph."""
_SENTENCE_ENDS = tuple(".!?…\"'”’»)]。！？।؟")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph: one line, or several whose breaks stay (verse, a list, an address)."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the block as part of a body."""
        return "\n".join(self.lines)


def split_blocks(text: str) -> tuple[Block, ...]:
    """Split a text into paragraphs. No block is empty, and no line has white space at its ends."""
    chunks: list[list[str]] = []
    for chunk in _split_at_blank_lines(text.splitlines()):
        chunks += [chunk] if len(chunk) == 1 else _split_at_indents(chunk)
    width = max((wrap_width(chunk) for chunk in chunks if len(chunk) > 1), default=0)
    return tuple(block for chunk in chunks for block in _split_chunk(chunk, width))


def split_sentences(block: Block) -> tuple[Block, ...]:
    """Split a block whose lines are whole paragraphs. Lines may be so after others of the block have been removed."""
    whole = len(block.lines) > 1 and not any(map(BULLET.match, block.lines)) and _are_sentences(block.lines)
    return tuple(Block((line,)) for line in block.lines) if whole else (block,)


def _make_block(lines: Iterable[str]) -> Block:
    return Block(tuple(line.strip() for line in lines))


def _split_at_blank_lines(lines: Iterable[str]) -> Iterator[list[str]]:
    """Split lines at blank ones, and remove the indent that all lines of a part share."""
    chunk: list[str] = []
    for line in (*lines, ""):
        if words := line.strip():
            indented = line[0] != words[0]
            chunk.append(line[: line.index(words)].expandtabs(4) + words if indented else words)
        elif len(chunk) == 1:
            yield [chunk[0].lstrip()]
            chunk = []
        elif chunk:
            common = min(_indent(line) for line in chunk)
            yield [line[common:] for line in chunk] if common else chunk
            chunk = []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _split_at_indents(chunk: list[str]) -> Iterator[list[str]]:
    """Split a chunk before its indented lines, if these begin paragraphs that a program broke."""
    starts = [number for number, line in enumerate(chunk) if number == 0 or _indent(line)]
    parts = [chunk[start:end] for start, end in pairwise([*starts, len(chunk)])]
    is_list = any(map(BULLET.match, chunk))
    yield from parts if not is_list and len(parts) > 1 and any(map(wrap_width, parts)) else [chunk]


def _split_chunk(chunk: Sequence[str], width: int) -> Iterator[Block]:
    """Split the lines between two blank ones into blocks. `width` is the wrap width of the text, 0 if it has none."""
    if len(chunk) == 1:
        yield Block((chunk[0].strip(),))
    elif sum(bool(BULLET.match(line)) for line in chunk) > 1:
        yield from _split_list(chunk, width)
    elif width and is_wrapped(chunk, width):
        yield from (_make_block([line]) for line in unwrap(chunk, width))
    elif max(map(len, chunk)) > _MIN_PARAGRAPH or _are_sentences(chunk):
        yield from (_make_block([line]) for line in chunk)
    else:
        yield _make_block(chunk)


def _split_list(chunk: Sequence[str], width: int) -> Iterator[Block]:
    """Yield a list as one block, its wrapped items joined, and the lines before and after it as blocks of their own."""
    first = next(number for number, line in enumerate(chunk) if BULLET.match(line))
    end = max(number for number, line in enumerate(chunk) if BULLET.match(line)) + 1
    while end < len(chunk) and _continues_item(chunk[end - 1], chunk[end], width):
        end += 1
    yield from (_make_block([line]) for line in chunk[:first])
    items = [[chunk[first]]]
    for line, following in pairwise(chunk[first:end]):
        if not BULLET.match(following) and _continues_item(line, following, width):
            items[-1].append(following.strip())
        else:
            items.append([following])
    yield _make_block(map(join, items))
    if end < len(chunk):
        yield _make_block(chunk[end:])


def _continues_item(line: str, following: str, width: int) -> bool:
    """Return whether the list item that ends with `line` continues in `following`."""
    broken = width > 0 and len(line) <= width + 2 and is_full(line, following, width)
    return broken or (_indent(following) > 0 and continues_sentence(following))


def _are_sentences(chunk: Sequence[str]) -> bool:
    """Return whether lines are short paragraphs rather than verse.

    At least seven of ten end a sentence, and their average length is more than 40 characters.
    """
    ended = sum(line.endswith(_SENTENCE_ENDS) for line in chunk)
    return 10 * ended >= 7 * len(chunk) and sum(map(len, chunk)) > 40 * len(chunk)
