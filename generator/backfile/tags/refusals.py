"""Owns the reasons to refuse a tag that a tagger offers: form, vocabulary, author, overlap with another tag."""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING

from backfile.fields.gazetteer import common_prefix_length
from backfile.markup.plain_text import Marks, folded
from backfile.tags.known import known_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.tags.subject import Subject
    from backfile.tags.tagger import Tagger

LONGEST_LABEL = 60
"""Characters of a tag; longer keywords are sentences."""
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling of words in Persian and the languages of India."""

_NAMED_DAY = re.compile(r"\d{1,2}/\d{1,2}")
"""A subject without letters: `9/11`."""
_STEM, _TURNED_STEM = 4, 5
_ENDING = 3
"""Letters at the end of a name that a case may change."""


def visible_label(candidate: str) -> str:
    """Return a label on one line, composed (NFC), without invisible characters."""
    visible = "".join(char if char in _JOINERS or unicodedata.category(char)[0] != "C" else " " for char in candidate)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def label_and_refusal(candidate: str, tagger: Tagger, subject: Subject) -> tuple[str, str | None]:
    """Return the owner's or the known label for a tagger's candidate, and why it cannot be a tag; None if it can."""
    if len(candidate) > LONGEST_LABEL or not (any(map(str.isalpha, candidate)) or _NAMED_DAY.fullmatch(candidate)):
        return candidate, "it is too long, or has no letter"
    term = subject.vocabulary.term(candidate, subject.words)
    if term is None and (known := known_label(candidate, subject, of_text=not tagger.from_publisher)) != candidate:
        candidate = known
        term = subject.vocabulary.term(candidate, subject.words)
    if subject.vocabulary.is_blocked(candidate, subject.words):
        return candidate if term is None else term.label, "tags.yml blocks it"
    if term is None:
        return candidate, None
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


def words_in(text: str, separator: str = r"[\s()\"',]+") -> frozenset[str]:
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
