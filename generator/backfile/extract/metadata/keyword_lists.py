"""The choice among the lists of keywords that a page has. Owns which list is the fullest, which is meant for the
publishing system, and which is the same on every page of the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate
from backfile.extract.metadata.keyword_labels import PageText, drop_labels, is_named, join_names
from backfile.fields.keywords import PageNames, count_codes, names_site, read_keywords
from backfile.fields.labels import parse_keywords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

_FEWEST = 2
"""Subjects of a list that replaces one meant for the publishing system."""
_LONG = 8
_SHARE_IN_TEXT, _SHARE_BESIDE_ROW = 0.34, 0.33
_SHARE_OF_MORE = 0.5
_FEWEST_NAMED = 3
_FEWEST_OF_SITE, _SHARE_OF_SITE, _SHORT_TEXT = 5, 0.15, 400
_MOST_SUBJECTS = 200


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
        return []
    best, text = filled[0], PageText(tree)
    section_keys = frozenset(section.strip().casefold() for section in sections)
    for other in filled[1:]:
        if _is_better(other, best, text, section_keys):
            best = other
    subjects = _only_named(best, text) if best.codes else best.subjects
    if not subjects or _is_of_site(best, text):
        return []
    others = [each.keys for each in filled if each is not best and not each.codes]
    kept = drop_labels(subjects, others, text)
    if len(best.item.values) == 1 and len(kept) <= _MOST_SUBJECTS:
        kept = join_names(kept, text)
    item = FieldCandidate(kept, best.item.via) if best.codes or kept != best.subjects else best.item
    return [item, *(each.item for each in lists if each is not best)]


def _read(item: FieldCandidate, names: PageNames) -> _List:
    keywords = parse_keywords(item.values)
    subjects = read_keywords(keywords, names)
    return _List(item, subjects, count_codes(keywords), names_site(keywords, names.publications))


def _is_better(other: _List, best: _List, text: PageText, sections: frozenset[str]) -> bool:
    if other.codes:
        return False
    is_row, shared = other.item.via == "page", other.keys & best.keys
    if other.keys > best.keys:
        if best.item.via == "json-ld" and len(best.keys) >= _FEWEST and other.keys - best.keys <= sections:
            return False
        repeats_section = is_row and best.keys <= sections
        return repeats_section or text.share(other.keys - best.keys) >= _SHARE_OF_MORE
    if best.codes:
        return len(other.keys) >= _FEWEST and len(shared) * 2 >= min(len(other.keys), len(best.keys))
    if not is_row or best.item.via not in ("meta", "opengraph") or shared:
        return False
    if best.names_site and len(best.keys) >= _LONG:
        return True
    return len(other.keys) >= _FEWEST and text.share(other.keys) > 0 and text.share(best.keys) < _SHARE_BESIDE_ROW


def _is_of_site(best: _List, text: PageText) -> bool:
    """Return whether a meta element has subjects of the whole site: the text has hardly any, though it is long enough
    and in the script of the subjects.
    """
    if best.item.via != "meta" or not _FEWEST_OF_SITE <= len(best.subjects) <= _MOST_SUBJECTS:
        return False
    if len(text.content) < _SHORT_TEXT:
        return False
    if "".join(best.subjects).isascii() and sum(map(str.isascii, text.content)) < len(text.content) / 2:
        return False
    named = sum(is_named(subject, text, strictly=False) for subject in best.subjects)
    return named <= _SHARE_OF_SITE * len(best.subjects)


def _only_named(internal: _List, text: PageText) -> tuple[str, ...]:
    """Return the subjects that the text contains. If it contains too few, as on a page behind a paywall, return the
    names too; of a list with few codes, all subjects.
    """
    strictly = internal.codes > 1
    named = tuple(each for each in internal.subjects if is_named(each, text, strictly=strictly))
    is_code_list = not named and internal.codes > len(internal.subjects)
    if (
        is_code_list
        or (strictly and len(named) >= _FEWEST_NAMED)
        or len(named) >= _SHARE_IN_TEXT * len(internal.subjects)
    ):
        return named
    names = tuple(each for each in internal.subjects if not each.islower() or each in named)
    return names if strictly and len(names) >= _FEWEST_NAMED else internal.subjects
