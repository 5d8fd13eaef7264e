"""Lines that a program broke at a fixed width. Owns recognizing and joining them.

A chunk is a list of lines without blank ones between them.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NARROWEST, _NARROW, _WIDEST = 36, 45, 132
"""Widths, in characters, at which programs break lines. Verse has lines narrower than the second width, too, so that
more evidence is needed.
"""
_LINE_ENDS = tuple(".!?…:;\"'”’»)]。！？।؟")
"""Marks at the end of a line that ends a sentence or a clause."""
BULLET = re.compile(r"\s*(?:[-–—*•·▪‣◦]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
"""The beginning of a list item."""
_INNER_STOP = re.compile(r"[.!?] +\S")
_SOFT_HYPHEN = "\u00ad"
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u0e00-\u0e7f]")
"""Characters of scripts without spaces between words."""


def wrap_width(chunk: Sequence[str]) -> int:
    """Return the width at which a program broke the lines of a chunk; 0 if a person broke them."""
    width = max(map(len, chunk))
    if len(chunk) < 3 or not _NARROWEST <= width <= _WIDEST or any(map(BULLET.match, chunk)) or _repeats(chunk):
        return 0
    inner = list(pairwise(chunk))
    full = sum(is_full(line, following, width) for line, following in inner)
    continued = sum(continues_sentence(following) for _, following in inner)
    if width < _NARROW and (len(chunk) < 5 or full < len(inner) or not any(map(_INNER_STOP.search, chunk))):
        return 0
    return width if 5 * full >= 4 * len(inner) and 3 * continued >= len(inner) else 0


def _repeats(chunk: Sequence[str]) -> bool:
    """Return whether a line is directly repeated, as headlines are; no program breaks lines so."""
    return any(line == following for line, following in pairwise(chunk))


def is_full(line: str, following: str, width: int) -> bool:
    """Return whether a line has no room, up to `width`, for the first word of the next one."""
    return len(line) <= width and len(line) + 1 + len(following.split()[0]) > width


def continues_sentence(line: str) -> bool:
    """Return whether a line begins with a lower-case letter, or with one of a script without capitals."""
    first = line.lstrip()[0]
    return first.islower() or (first.isalpha() and not first.isupper())


def is_wrapped(chunk: Sequence[str], width: int) -> bool:
    """Return whether a chunk is wrapped at `width`: no line exceeds it by more than two characters, and some full line
    continues in the next one.
    """
    inner = [(line, following) for line, following in pairwise(chunk) if not line.endswith(_LINE_ENDS)]
    fitting = max(map(len, chunk)) <= width + 2 and not _repeats(chunk)
    return fitting and any(
        is_full(line, following, width) and continues_sentence(following) for line, following in inner
    )


def unwrap(chunk: Sequence[str], width: int) -> Iterator[str]:
    """Yield the paragraphs of a wrapped chunk, each on one line.

    A line that is not full ends a paragraph, unless the next line continues it.
    """
    paragraph = [chunk[0]]
    for line, following in pairwise(chunk):
        if is_full(line, following, width) or continues_sentence(following):
            paragraph.append(following.strip())
        else:
            yield join(paragraph)
            paragraph = [following]
    yield join(paragraph)


def join(lines: Sequence[str]) -> str:
    """Join lines with blanks, except at a soft hyphen, at a hyphen before a small letter, and in scripts without
    spaces. This takes time in proportion to their length.
    """
    parts, end = [lines[0]], lines[0][-2:]
    for line in lines[1:]:
        parts += [_separator(end, line), line]
        end = "".join(parts[-3:])[-2:] if len(line) < 2 else line[-2:]
    return "".join(parts)


def _separator(end: str, following: str) -> str:
    """Return what joins two lines. In: the last two characters of the first."""
    hyphenated = end.endswith("-") and end != " -" and following[0].islower()
    spaceless = _SPACELESS.match(end[-1]) and _SPACELESS.match(following[0])
    return "" if end.endswith(_SOFT_HYPHEN) or hyphenated or spaceless else " "
