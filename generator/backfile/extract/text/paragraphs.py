"""The paragraphs of scraped text. Owns which line breaks mean something: text broken at a fixed width is joined, a line
that is a whole paragraph becomes one, and the lines of verse, lists and addresses stay as they are. Words are never
changed; what the paragraphs are is left to `text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NARROWEST, _NARROW, _WIDEST = 36, 45, 132
"""The widths at which programs break lines; below the second one, verse looks much the same and more proof is asked."""
_PARAGRAPH = 100
"""A longer line that no program broke is a paragraph."""
_ENDS = tuple(".!?…:;\"'”’»)]。！？।؟")
_SENTENCE_ENDS = tuple(end for end in _ENDS if end not in ":;")
BULLET = re.compile(r"\s*(?:[-–—*•·▪‣◦]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
"""What an entry of a list begins with."""
_INNER_STOP = re.compile(r"[.!?] +\S")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u0e00-\u0e7f]")
"""Scripts that write no space between words."""


@dataclass(frozen=True, slots=True)
class Block:
    """What becomes one paragraph: one line, or several that stay apart (verse, a list, an address)."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The block as it stands in a body."""
        return "\n".join(self.lines)


def blocks(text: str) -> tuple[Block, ...]:
    """Give the paragraphs of `text` in their order; none is empty and no line of them has space at its ends."""
    chunks = [part for chunk in _chunks(text.splitlines()) for part in _indented(chunk)]
    width = max((_width(chunk) for chunk in chunks), default=0)
    return tuple(block for chunk in chunks for block in _parted(chunk, width))


def settled(block: Block) -> tuple[Block, ...]:
    """Part `block` once more: without the head's and the tail's lines, those left may each be a whole paragraph."""
    whole = len(block.lines) > 1 and not any(map(BULLET.match, block.lines)) and _sentences(block.lines)
    return tuple(Block((line,)) for line in block.lines) if whole else (block,)


def _block(lines: Iterable[str]) -> Block:
    return Block(tuple(line.strip() for line in lines))


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Part the text at blank lines; only the indent that all lines of a part share is taken away."""
    chunk: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            words = line.strip()
            chunk.append(line[: line.index(words)].expandtabs(4) + words)
        elif chunk:
            common = min(_indent(line) for line in chunk)
            yield [line[common:] for line in chunk]
            chunk = []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indented(chunk: list[str]) -> Iterator[list[str]]:
    """Part `chunk` before its indented lines, where each begins a paragraph that a program broke."""
    starts = [number for number, line in enumerate(chunk) if number == 0 or _indent(line)]
    parts = [chunk[start:end] for start, end in pairwise([*starts, len(chunk)])]
    listed = any(map(BULLET.match, chunk))
    yield from parts if not listed and len(parts) > 1 and any(map(_width, parts)) else [chunk]


def _width(chunk: Sequence[str]) -> int:
    """Give the width at which a program broke `chunk`, or 0 when its breaks are a person's."""
    width = max(map(len, chunk))
    if len(chunk) < 3 or not _NARROWEST <= width <= _WIDEST or any(map(BULLET.match, chunk)):
        return 0
    inner = list(pairwise(chunk))
    full = sum(_full(line, following, width) for line, following in inner)
    flowing = sum(_goes_on(following) for _, following in inner)
    if width < _NARROW and (len(chunk) < 5 or full < len(inner) or not any(map(_INNER_STOP.search, chunk))):
        return 0
    return width if 5 * full >= 4 * len(inner) and 3 * flowing >= len(inner) else 0


def _full(line: str, following: str, width: int) -> bool:
    """Say whether the first word of the next line had no more room in this one."""
    return len(line) <= width and len(line) + 1 + len(following.split()[0]) > width


def _goes_on(line: str) -> bool:
    """Say whether a line begins as the middle of a sentence does: not with a capital, or in a script without them."""
    first = line.lstrip()[0]
    return first.islower() or (first.isalpha() and not first.isupper())


def _parted(chunk: Sequence[str], width: int) -> Iterator[Block]:
    """Part the lines between two blank ones into paragraphs; `width` is the whole text's, 0 when nobody broke it."""
    if len(chunk) == 1:
        yield _block(chunk)
    elif sum(bool(BULLET.match(line)) for line in chunk) > 1:
        yield from _list(chunk, width)
    elif width and _breaks(chunk, width):
        yield from _joined(chunk, width)
    elif max(map(len, chunk)) > _PARAGRAPH or _sentences(chunk):
        yield from (_block([line]) for line in chunk)
    else:
        yield _block(chunk)


def _list(chunk: Sequence[str], width: int) -> Iterator[Block]:
    """Keep the lines of a list, each with those that continue it; what stands before and after them is its own."""
    first = next(number for number, line in enumerate(chunk) if BULLET.match(line))
    end = max(number for number, line in enumerate(chunk) if BULLET.match(line)) + 1
    while end < len(chunk) and _continues(chunk[end - 1], chunk[end], width):
        end += 1
    yield from (_block([line]) for line in chunk[:first])
    entries = [chunk[first]]
    for line, following in pairwise(chunk[first:end]):
        if not BULLET.match(following) and _continues(line, following, width):
            entries[-1] = _join(entries[-1], following.strip())
        else:
            entries.append(following)
    yield _block(entries)
    if end < len(chunk):
        yield _block(chunk[end:])


def _continues(line: str, following: str, width: int) -> bool:
    """Say whether an entry of a list, of which `line` is the last so far, goes on in `following`."""
    broken = width > 0 and len(line) <= width + 2 and _full(line, following, width)
    return broken or (_indent(following) > 0 and _goes_on(following))


def _breaks(chunk: Sequence[str], width: int) -> bool:
    """Say whether `chunk` was broken at `width`: most of its lines but the last are full, and one goes on below."""
    inner = [(line, following) for line, following in pairwise(chunk) if not line.endswith(_ENDS)]
    fitting = max(map(len, chunk)) <= width + 2
    return fitting and any(_full(line, following, width) and _goes_on(following) for line, following in inner)


def _joined(chunk: Sequence[str], width: int) -> Iterator[Block]:
    paragraph = chunk[0]
    for line, following in pairwise(chunk):
        if _full(line, following, width) or _goes_on(following):
            paragraph = _join(paragraph, following.strip())
        else:
            yield _block([paragraph])
            paragraph = following
    yield _block([paragraph])


def _join(line: str, following: str) -> str:
    hyphenated = line.endswith("-") and not line.endswith(" -") and following[0].islower()
    spaceless = _SPACELESS.match(line[-1]) and _SPACELESS.match(following[0])
    return f"{line}{following}" if hyphenated or spaceless else f"{line} {following}"


def _sentences(chunk: Sequence[str]) -> bool:
    """Say whether the lines are short paragraphs rather than verse: nearly all are sentences of some length."""
    ended = sum(line.endswith(_SENTENCE_ENDS) for line in chunk)
    return 10 * ended >= 7 * len(chunk) and sum(map(len, chunk)) > 40 * len(chunk)
