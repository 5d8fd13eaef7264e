"""How two texts differ: blocks first, then the words of the blocks that changed.

Both comparisons look for the longest common subsequence, by RapidFuzz: its time grows with the product of the lengths
by 1/64, whatever the texts are, so that no text makes it slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz.distance import Indel

from backfile.archive.revisions.page_words import (
    PARAGRAPH,
    Tokens,
    blocks_of,
    is_word,
    split_tokens,
    visible_text,
)

_MOST_TOKENS = 20_000
"""Regions of more tokens on one side are not compared word by word: the old one is removed, the new one added."""
_SPURIOUS = 3
"""Words that two rewritten passages share by chance: runs of at most a third of the words that changed around them."""


class Op(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate. Plain text."""

    op: Op
    text: str
    words: tuple[str, ...]


Paragraph = tuple[Piece, ...]
"""The pieces of one paragraph, in order. Blanks are in the pieces."""


@dataclass(frozen=True)
class Region:
    """Neighbouring blocks that changed, between blocks that did not."""

    old: tuple[str, ...]
    """Their visible texts before."""
    new: tuple[str, ...]
    kept_before: tuple[str, ...] = ()
    """The unchanged blocks before them, as Markdown."""

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs of both texts together, each with what was removed from it and added to it."""
        return compare_texts(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between two bodies."""

    regions: tuple[Region, ...]
    kept_after: tuple[str, ...]
    """The unchanged blocks after the last region, as Markdown."""


def compare_bodies(old: str, new: str) -> Difference:
    """Compare two bodies in Markdown."""
    before, after = blocks_of(old), blocks_of(new)
    regions: list[Region] = []
    kept: tuple[str, ...] = ()
    removed: list[str] = []
    added: list[str] = []
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            if removed or added:
                regions.append(_region(removed, added, kept))
            removed, added, kept = [], [], tuple(before[op.src_start : op.src_end])
        else:
            removed += before[op.src_start : op.src_end]
            added += after[op.dest_start : op.dest_end]
    if removed or added:
        regions.append(_region(removed, added, kept))
        kept = ()
    return Difference(tuple(regions), kept)


def _region(removed: Sequence[str], added: Sequence[str], kept: tuple[str, ...]) -> Region:
    return Region(tuple(filter(None, map(visible_text, removed))), tuple(filter(None, map(visible_text, added))), kept)


def compare_texts(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """Compare two sequences of paragraphs, as plain text, word by word."""
    before, after = split_tokens(list(old)), split_tokens(list(new))
    return list(_paragraphs(_runs(before, after), before, after))


Run = tuple[Op, int, int]
"""Fate, and the first and last index of tokens: of the new text, or of the old one if they were removed."""


def _runs(before: Tokens, after: Tokens) -> list[Run]:
    if max(len(before.texts), len(after.texts)) > _MOST_TOKENS:
        runs = [(Op.REMOVED, 0, len(before.texts)), (Op.ADDED, 0, len(after.texts))]
        return [run for run in runs if run[2]]
    runs = []
    for op in Indel.opcodes(before.texts, after.texts):
        if op.tag == "equal":
            runs.append((Op.KEPT, op.dest_start, op.dest_end))
            continue
        if op.src_end > op.src_start:
            runs.append((Op.REMOVED, op.src_start, op.src_end))
        if op.dest_end > op.dest_start:
            runs.append((Op.ADDED, op.dest_start, op.dest_end))
    return _without_spurious(runs, before, after)


def _without_spurious(runs: list[Run], before: Tokens, after: Tokens) -> list[Run]:
    """Return the runs in order, removals before additions, where chance matches are part of the change around them."""
    groups = _group(runs)
    result: list[Run] = []
    for at, (op, removed, added) in enumerate(groups):
        if op is Op.KEPT and 0 < at < len(groups) - 1 and _is_spurious(groups, at, before, after):
            offset = removed[0]
            result.append((Op.REMOVED, offset, offset + added[1] - added[0]))
            result.append((Op.ADDED, *added))
        elif op is Op.KEPT:
            result.append((Op.KEPT, *added))
        else:
            result += [(Op.REMOVED, *removed), (Op.ADDED, *added)]
    return list(_merge(result))


_Group = tuple[Op, tuple[int, int], tuple[int, int]]
"""KEPT or ADDED, for any change; the range of tokens in the old text, that in the new one."""


def _group(runs: list[Run]) -> list[_Group]:
    """Return kept runs and changes by turns, each with its ranges in both texts."""
    groups: list[_Group] = []
    old = new = 0
    for op, start, end in runs:
        length = end - start
        old_end, new_end = old + length * (op is not Op.ADDED), new + length * (op is not Op.REMOVED)
        kind = Op.KEPT if op is Op.KEPT else Op.ADDED
        if groups and groups[-1][0] is kind:
            _, (old_start, _), (new_start, _) = groups.pop()
            groups.append((kind, (old_start, old_end), (new_start, new_end)))
        else:
            groups.append((kind, (old, old_end), (new, new_end)))
        old, new = old_end, new_end
    return groups


def _is_spurious(groups: list[_Group], at: int, before: Tokens, after: Tokens) -> bool:
    _, _, (start, end) = groups[at]
    if end - start > 40 or PARAGRAPH in after.texts[start:end]:
        return False
    words = _word_count(after, start, end)
    around = (
        max(_word_count(before, *removed), _word_count(after, *added))
        for _, removed, added in (groups[at - 1], groups[at + 1])
    )
    return words * _SPURIOUS <= min(around)


def _word_count(tokens: Tokens, start: int, end: int) -> int:
    return sum(map(is_word, tokens.texts[start:end]))


def _merge(runs: list[Run]) -> Iterator[Run]:
    """Yield runs with neighbouring changes joined: all that was removed, then all that was added."""
    removed: list[int] = []
    added: list[int] = []
    for op, start, end in [*runs, (Op.KEPT, 0, 0)]:
        if op is Op.KEPT:
            if removed and removed[0] < removed[1]:
                yield Op.REMOVED, removed[0], removed[1]
            if added and added[0] < added[1]:
                yield Op.ADDED, added[0], added[1]
            removed, added = [], []
            if end > start:
                yield op, start, end
        elif op is Op.REMOVED:
            removed = [removed[0] if removed else start, end]
        else:
            added = [added[0] if added else start, end]


def _paragraphs(runs: list[Run], before: Tokens, after: Tokens) -> Iterator[Paragraph]:
    """Yield the paragraphs of the runs. Every end of a paragraph, kept, removed or added, ends one."""
    pieces: list[Piece] = []
    for op, start, end in runs:
        tokens = before if op is Op.REMOVED else after
        first = start
        for at in range(start, end + 1):
            if at == end or tokens.texts[at] == PARAGRAPH:
                if at > first:
                    pieces.append(_piece(op, tokens, first, at))
                first = at + 1
                if at < end and pieces:
                    yield tuple(pieces)
                    pieces = []
    if pieces:
        yield tuple(pieces)


def _piece(op: Op, tokens: Tokens, start: int, end: int) -> Piece:
    texts, spaced = tokens.texts[start:end], tokens.spaced[start:end]
    text = "".join(f" {token}" if space else token for token, space in zip(texts, spaced, strict=True))
    return Piece(op, text, tuple(filter(is_word, texts)))
