"""Owns the reasons to refuse a tag that a tagger offers: form, vocabulary, author, overlap with another tag."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from backfile.fields.gazetteer import common_prefix_length
from backfile.markup.plain_text import Marks, folded
from backfile.tags.known_labels import is_homonym, known_label
from backfile.tags.label_form import LONGEST_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.tags.tagger import Tagger
    from backfile.tags.tagger_input import TaggerInput

_UNCLEAR = "it is also the name of a country, and the article does not say that it means this"
_NAMED_DAY = re.compile(r"\d{1,2}/\d{1,2}")
"""A subject without letters: `9/11`."""
_STEM, _TURNED_STEM = 4, 5
_ENDING = 3
"""Letters at the end of a name that a case may change."""


def label_and_refusal(candidate: str, tagger: Tagger, data: TaggerInput) -> tuple[str, str | None]:
    """Return the owner's or the known label for a tagger's candidate, and why it cannot be a tag; None if it can."""
    if len(candidate) > LONGEST_LABEL or not (any(map(str.isalpha, candidate)) or _NAMED_DAY.fullmatch(candidate)):
        return candidate, "it is too long, or has no letter"
    term = data.vocabulary.term(candidate, data.words)
    if term is None and (known := known_label(candidate, data, of_text=not tagger.from_publisher)) != candidate:
        candidate = known
        term = data.vocabulary.term(candidate, data.words)
    if data.vocabulary.is_blocked(candidate, data.words):
        return candidate if term is None else term.label, "tags.yml blocks it"
    if term is None:
        is_unclear = not tagger.may_overlap and is_homonym(candidate, data)
        return candidate, _UNCLEAR if is_unclear else None
    if not (term.automatic or tagger.from_publisher):
        return term.label, "tags.yml allows it only as a keyword of the publisher"
    return term.label, None


def redundancy(label: str, authors: Iterable[frozenset[str]], tags: Iterable[str], *, inflects: bool) -> str | None:
    """Return why a label is redundant beside `tags`; None if it is not. In: the words of each author (`words_in`)."""
    if inflects and any(_is_same_name(label, tag) for tag in tags):
        return "another tag is the same name with another ending"
    if any(_is_turned(label, tag) for tag in tags):
        return "another tag has its words in another order"
    if words_in(label, r"[\W_]+") in authors:
        return "it is an author of the article"
    return "another tag contains its words, or it contains those of another" if _overlaps(label, tags) else None


def words_in(text: str, separator: str = r"[\s()\"'\u2019,]+") -> frozenset[str]:
    """Return the words of a text, without case and the accents of European scripts."""
    return frozenset(word for word in re.split(separator, folded(text, marks=Marks.ACCENTS)) if word)


def _overlaps(label: str, tags: Iterable[str]) -> bool:
    """Return whether all words of a label are in a tag, or all words of a tag in the label."""
    own = words_in(label)
    return any(own <= other or other <= own for other in map(words_in, tags) if other)


def _is_turned(one: str, other: str) -> bool:
    """Return whether two labels have the same two words in another order: `early retirement`, `retiring early`."""
    first, second = one.casefold().split(), other.casefold().split()
    pairs = zip(first, reversed(second), strict=False)
    return len(first) == len(second) == 2 and all(
        a == b or common_prefix_length(a, b) >= _TURNED_STEM for a, b in pairs
    )


def _is_same_name(one: str, other: str) -> bool:
    """Return whether two names are inflected forms of one: their words differ in the last letters only."""
    pairs = list(zip_longest(one.casefold().split(), other.casefold().split(), fillvalue=""))
    return all(common_prefix_length(*pair) >= max(_STEM, min(map(len, pair)) - _ENDING) for pair in pairs)
