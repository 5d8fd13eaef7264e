"""The choice among the lists of keywords that a page has. Owns which list is the fullest, which is meant for the
publishing system, and which is the same on every page of the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate
from backfile.extract.dom import visible_text
from backfile.fields.labels import parse_keywords
from backfile.fields.subjects import PageNames, count_codes, find_subjects, names_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

_FEWEST = 2
"""Subjects of a list that replaces one meant for the publishing system."""
_LONG = 8
_SHARE_IN_TEXT = 0.34
_SHARE_OF_MORE = 0.5
_MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class _List:
    """A candidate with its subjects."""

    item: FieldCandidate
    subjects: tuple[str, ...]
    codes: int
    """Keywords that only a publishing system reads."""
    names_site: bool
    """Whether the publication is one of the keywords."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(subject.casefold() for subject in self.subjects)


def rank_keywords(
    candidates: Sequence[FieldCandidate], tree: HtmlElement, names: PageNames, sections: Iterable[str]
) -> list[FieldCandidate]:
    """Return the candidates for keywords, the best first; of a list for the publishing system, only what occurs in the
    text.

    A list that contains all subjects of another one and more is better, if the text contains most of what it has more;
    a list with codes is worse than a clean one. The row that the page shows is better than a long list that names the
    site, and than subjects that the text does not contain.
    In: the candidates by trust; the page; what it names beside its subjects; its sections.
    """
    lists = [_read(item, names) for item in candidates]
    filled = [each for each in lists if each.subjects]
    if not filled:
        return list(candidates)
    best, text = filled[0], _Text(tree)
    section_keys = frozenset(section.strip().casefold() for section in sections)
    for other in filled[1:]:
        if _is_better(other, best, text, section_keys):
            best = other
    item = _only_named(best, text) if best.codes else best.item
    return [item, *(each.item for each in lists if each is not best)]


def _read(item: FieldCandidate, names: PageNames) -> _List:
    keywords = parse_keywords(item.values)
    subjects = find_subjects(keywords, names)
    return _List(item, subjects, count_codes(keywords), names_site(keywords, names.publications))


def _is_better(other: _List, best: _List, text: _Text, sections: frozenset[str]) -> bool:
    if other.codes:
        return False
    is_row, shared = other.item.via == "page", other.keys & best.keys
    if other.keys > best.keys:
        repeats_section = is_row and best.keys <= sections
        return repeats_section or text.share(other.keys - best.keys) >= _SHARE_OF_MORE
    if best.codes:
        return len(other.keys) >= _FEWEST and len(shared) * 2 >= min(len(other.keys), len(best.keys))
    if not is_row or best.item.via != "meta" or shared:
        return False
    if best.names_site and len(best.keys) >= _LONG:
        return True
    return len(other.keys) >= _FEWEST and text.share(other.keys) > 0 and text.share(best.keys) < _SHARE_IN_TEXT


def _only_named(internal: _List, text: _Text) -> FieldCandidate:
    """Return a candidate without the labels that the text does not contain, unless it contains too few of them."""
    strictly = internal.codes > 1
    named = tuple(each for each in internal.subjects if _is_named(each, text.content, strictly=strictly))
    are_enough = len(named) >= _SHARE_IN_TEXT * len(internal.subjects)
    return FieldCandidate(named if are_enough else internal.subjects, internal.item.via)


def _is_named(subject: str, text: str, *, strictly: bool) -> bool:
    """Return whether a text contains a subject or all its longer words; strictly, these only if it has no capitals."""
    folded = subject.casefold()
    words = [word for word in folded.replace("-", " ").split() if len(word) > 2]
    return folded in text or (
        (subject == folded or not strictly) and len(words) > 1 and all(word in text for word in words)
    )


@dataclass(frozen=True)
class _Text:
    """The text of a page, which is read when it is needed."""

    tree: HtmlElement

    @cached_property
    def content(self) -> str:
        """Return the headings and paragraphs in lower case, up to a limit."""
        strings: list[str] = []
        length = 0
        for element in self.tree.iter("h1", "h2", "p"):
            strings.append(visible_text(element))
            length += len(strings[-1])
            if length > _MOST_TEXT:
                break
        return " ".join(strings).casefold()

    def share(self, keys: frozenset[str]) -> float:
        """Return the share of subjects, at least one, that the text contains."""
        return sum(key in self.content for key in keys) / len(keys)
