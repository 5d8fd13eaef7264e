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

_NARROWEST, _WIDEST = 45, 100
"""The widths at which programs break lines; what is shorter is verse or a list, what is longer is a paragraph."""
_ENDS = tuple(".!?…:;\"'”’»)]。！？।؟")
_SENTENCE_ENDS = tuple(end for end in _ENDS if end not in ":;")
_BULLET = re.compile(r"(?:[-–—*•·▪‣◦]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
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
    chunks = list(_chunks(text.splitlines()))
    width = max((_width(chunk) for chunk in chunks), default=0)
    return tuple(block for chunk in chunks for block in _parted(chunk, width))


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in (line.strip() for line in lines):
        if line:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _width(chunk: Sequence[str]) -> int:
    """Give the width at which a program broke `chunk`, or 0 when its breaks are a person's."""
    broken = [line for line in chunk if len(line) <= _WIDEST]
    if len(chunk) < 3 or len(broken) < len(chunk):
        return 0
    width = max(len(line) for line in chunk)
    inner = list(pairwise(chunk))
    full = sum(_full(line, following, width) for line, following in inner)
    flowing = sum(_goes_on(following) for _, following in inner)
    listed = sum(bool(_BULLET.match(line)) for line in chunk)
    return (
        width if width >= _NARROWEST and 5 * full >= 4 * len(inner) and 3 * flowing >= len(inner) and not listed else 0
    )


def _full(line: str, following: str, width: int) -> bool:
    """Say whether the first word of the next line had no more room in this one."""
    return len(line) <= width and len(line) + 1 + len(following.split()[0]) > width


def _goes_on(line: str) -> bool:
    """Say whether a line begins as the middle of a sentence does: not with a capital, or in a script without them."""
    first = line[0]
    return first.islower() or (first.isalpha() and not first.isupper())


def _parted(chunk: Sequence[str], width: int) -> Iterator[Block]:
    """Part the lines between two blank ones into paragraphs; `width` is the whole text's, 0 when nobody broke it."""
    if len(chunk) == 1:
        yield Block(tuple(chunk))
    elif sum(bool(_BULLET.match(line)) for line in chunk) > 1:
        yield from _list(chunk)
    elif width and _breaks(chunk, width):
        yield from _joined(chunk, width)
    elif max(map(len, chunk)) > _WIDEST or _sentences(chunk):
        yield from (Block((line,)) for line in chunk)
    else:
        yield Block(tuple(chunk))


def _list(chunk: Sequence[str]) -> Iterator[Block]:
    """Keep the lines of a list; long lines before its first entry and after its last are paragraphs."""
    entries = [number for number, line in enumerate(chunk) if _BULLET.match(line)]
    first, last = entries[0], entries[-1]
    yield from (Block((line,)) for line in chunk[:first])
    yield Block(tuple(chunk[first : last + 1]))
    if last + 1 < len(chunk):
        yield Block(tuple(chunk[last + 1 :]))


def _breaks(chunk: Sequence[str], width: int) -> bool:
    """Say whether `chunk` was broken at `width`: most of its lines but the last are full, and one goes on below."""
    inner = [(line, following) for line, following in pairwise(chunk) if not line.endswith(_ENDS)]
    fitting = max(map(len, chunk)) <= width + 2
    return fitting and any(_full(line, following, width) and _goes_on(following) for line, following in inner)


def _joined(chunk: Sequence[str], width: int) -> Iterator[Block]:
    paragraph = chunk[0]
    for line, following in pairwise(chunk):
        if _full(line, following, width) or _goes_on(following):
            paragraph = _join(paragraph, following)
        else:
            yield Block((paragraph,))
            paragraph = following
    yield Block((paragraph,))


def _join(line: str, following: str) -> str:
    hyphenated = line.endswith("-") and not line.endswith(" -") and following[0].islower()
    spaceless = _SPACELESS.match(line[-1]) and _SPACELESS.match(following[0])
    return f"{line}{following}" if hyphenated or spaceless else f"{line} {following}"


def _sentences(chunk: Sequence[str]) -> bool:
    """Say whether the lines are short paragraphs rather than verse: nearly all are sentences of some length."""
    ended = sum(line.endswith(_SENTENCE_ENDS) for line in chunk)
    return 10 * ended >= 7 * len(chunk) and sum(map(len, chunk)) > 40 * len(chunk)
