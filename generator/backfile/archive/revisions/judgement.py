"""What a change is: words added and removed, headline changes apart, substantive or small.

The rule is stated in the handbook (docs/handbook/history.md). Where it errs, it calls a small change substantive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from backfile.archive.revisions.differences import Difference, Op, Paragraph, Region, compare_bodies, compare_texts
from backfile.archive.revisions.page_facts import PageFacts, body_of
from backfile.archive.revisions.page_words import blocks_of, count_words, split_tokens, visible_text

MOST_TYPING_ERRORS = 3
"""Words that differ like typing errors; of more, the change is substantive."""
FURNITURE_WORDS = 5
"""Words of a line that can be furniture."""
JUMP_SHARE = 0.3
"""Share of the longer text's words that both texts have, below which the text jumped."""
_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔։။។][\"'’”»)\]」』]*$")
_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›‐‑–—", "''''\"\"\"\"\"\"''----")
_INNER_MARKS = re.compile(r"[.,:'’\u00ad\u2010\u2011/-]")


@dataclass(frozen=True, slots=True)
class Change:
    """How a text differs from the one before it."""

    added: int = 0
    """Words of the body that were added."""
    removed: int = 0
    headline: bool = False
    """Whether the headline changed."""
    fields: tuple[str, ...] = ()
    """Which other fields changed that readers see above the text: `description`, `authors`."""
    substantive: bool = False
    jump: bool = False
    """Whether the two texts have little in common."""


def judge(before: PageFacts, old_text: str, after: PageFacts, new_text: str) -> Change:
    """Return how a page's text differs from the one before it. In: the facts of both, and the texts."""
    old, new = body_of(old_text), body_of(new_text)
    headline = _has_other_words(before.title, after.title)
    fields = tuple(_changed_fields(before, after))
    if old == new:
        return Change(headline=headline, fields=fields, substantive=headline or bool(fields))
    difference = compare_bodies(old, new)
    added = removed = 0
    for paragraph in _paragraphs(difference.regions):
        added += _words(paragraph, Op.ADDED)
        removed += _words(paragraph, Op.REMOVED)
    substantive = headline or bool(fields) or _is_substantive(difference)
    return Change(added, removed, headline, fields, substantive, _is_jump(old, new, difference, added, removed))


def _has_other_words(old: str, new: str) -> bool:
    """Return whether two lines differ in more than white space and the form of quotation marks and dashes."""
    return old != new and split_tokens([old.translate(_QUOTES)]).texts != split_tokens([new.translate(_QUOTES)]).texts


def _changed_fields(before: PageFacts, after: PageFacts) -> Iterator[str]:
    if _has_other_words(before.dek, after.dek):
        yield "description"
    if before.authors != after.authors:
        yield "authors"


def _paragraphs(regions: Sequence[Region]) -> Iterator[Paragraph]:
    for region in regions:
        yield from region.paragraphs


def _words(paragraph: Paragraph, op: Op) -> int:
    return sum(len(piece.words) for piece in paragraph if piece.op is op)


def _is_substantive(difference: Difference) -> bool:
    errors = 0
    for region in difference.regions:
        old, new = ([text for text in texts if not _is_furniture(text)] for texts in (region.old, region.new))
        is_whole = len(old) == len(region.old) and len(new) == len(region.new)
        paragraphs = region.paragraphs if is_whole else compare_texts(old, new)
        for removed, added in _replacements(paragraphs):
            found = _typing_errors(removed, added)
            if found is None:
                return True
            errors += found
    return errors > MOST_TYPING_ERRORS


def _is_furniture(text: str) -> bool:
    """Return whether a paragraph is a line of at most a few words that ends like no sentence."""
    return count_words(text) <= FURNITURE_WORDS and not _SENTENCE_END.search(text)


def _replacements(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words that each change removed and added, where it is one: between two kept words."""
    removed: list[str] = []
    added: list[str] = []
    for paragraph in paragraphs:
        for piece in paragraph:
            if piece.op is Op.KEPT:
                if piece.words and (removed or added):
                    yield removed, added
                    removed, added = [], []
            else:
                (removed if piece.op is Op.REMOVED else added).extend(piece.words)
    if removed or added:
        yield removed, added


def _typing_errors(removed: list[str], added: list[str]) -> int | None:
    """Return how many words of a change differ like typing errors; None if it is more than that and punctuation."""
    if _letters(removed) == _letters(added):
        return 0
    if len(removed) != len(added):
        return None
    pairs = [pair for pair in zip(removed, added, strict=True) if _letters(pair[:1]) != _letters(pair[1:])]
    return len(pairs) if all(_is_typing_error(*pair) for pair in pairs) else None


def _letters(words: Sequence[str]) -> str:
    return _INNER_MARKS.sub("", "".join(words)).casefold()


def _is_typing_error(old: str, new: str) -> bool:
    """Return whether one word of small letters is the other with a letter wrong, missing, doubled or exchanged.

    Numbers and words with a capital are none, because they may be what was corrected; nor are short words, which are
    often one letter from another word, nor those that differ in the first letter.
    """
    length = min(len(old), len(new))
    if length < 4 or old[0] != new[0] or not (old + new).isalpha() or old != old.lower() or new != new.lower():
        return False
    return bool(OSA.distance(old, new) <= (2 if length >= 8 else 1))


def _is_jump(old: str, new: str, difference: Difference, added: int, removed: int) -> bool:
    """Return whether the longer of two bodies shares few of its words with the other."""
    changed = max(sum(map(len, region.old)) + sum(map(len, region.new)) for region in difference.regions)
    if changed < min(len(old), len(new)) * (1 - JUMP_SHARE) / 2:
        return False
    before, after = (sum(count_words(visible_text(block)) for block in blocks_of(body)) for body in (old, new))
    return bool(before and after) and (before - removed) < JUMP_SHARE * max(before, after)
