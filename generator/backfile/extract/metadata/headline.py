"""Headline of a page. Owns the vote on the strings that a page has for its headline: what counts as a vote, and which
string wins. Every string that it returns is a part of the page.

No single place has the right headline on all pages: the first h1 may be the site's name, the title element has it too,
structured data has a short description on some sites, and social networks get a headline of their own. So the places
vote, and what they share wins. Places of one kind are made together and count once. With equal votes the printed
headline wins: it is what readers saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate
from backfile.extract.metadata.headline_places import Kind
from backfile.extract.metadata.title_parts import SITE_BEFORE, find_rests, headline_key, normal_form, remove_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from backfile.extract.metadata.headline_places import Place
    from backfile.extract.metadata.site_names import SiteNames
    from backfile.extract.metadata.title_parts import Rest
    from backfile.extract.metadata.url_words import UrlWords

_QUOTES = str.maketrans("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", '\'\'\'\'"""""--')
_MOST_KEPT = 1_024
"""Strings that are kept in the form in which they are compared: the headline is compared with many."""
_LEAST_SHARED = 2
"""Words that an h1 shares with the head of the page, if it is a headline of its own for the same article."""
_SHORT = 2
"""Words of an h1 that may be the name of a section, if no other place has it."""
_REASONS = (
    "more kinds of places have it than any other",
    "the others stand apart from the article",
    "it is the printed headline",
    "the others are names of sections",
    "the URL was made from it, or og:title has it without what the title element adds",
    "the others stand where titles have the site's name",
    "it is the main heading",
    "more places have it than any other",
    "its place is the most trusted",
)
"""Why a value comes before the next one, by the first element of their ranks that differs."""
_ONLY, _OTHERS_ARE_SITE = "no other headline was found", "the others are names of the site"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page has beside the places of headlines."""

    names: SiteNames
    url: UrlWords
    sections: Collection[str]
    """The names of the article's sections."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A string that may be the headline, with its votes."""

    key: str
    text: str
    equal: tuple[Place, ...]
    """The places that have it."""
    longer: tuple[Place, ...]
    """The places that have a longer string with it."""

    @property
    def votes(self) -> tuple[Place, ...]:
        return (*self.equal, *self.longer)

    @property
    def kinds(self) -> int:
        return len({place.kind for place in self.votes})


def is_same_headline(one: str, other: str) -> bool:
    """Return whether two strings are equal except for case, spacing and the forms of quotes and dashes."""
    return _normalize(one).replace(" ", "") == _normalize(other).replace(" ", "")


@lru_cache(maxsize=_MOST_KEPT)
def _normalize(headline: str) -> str:
    return " ".join(headline.replace("\u00ad", "").translate(_QUOTES).casefold().split())


def rank_headlines(places: Sequence[Place], evidence: Evidence) -> tuple[FieldCandidate, ...]:
    """Return the headlines of a page as candidates, the one with most votes first.

    In: the places, the most trusted first. A place that has the winner within a longer string is a candidate with the
    winner; at the end follow, without votes, the strings as found, since the article may repeat them.
    """
    bare = [(place, _remove_site(place, places, evidence.names)) for place in places]
    bare = [(place, text) for place, text in bare if not evidence.names.include(text)] or bare
    values = _count_votes(bare, evidence)
    ranks = {value.key: _rank(value, places, evidence) for value in values}
    values.sort(key=lambda value: ranks[value.key])
    if not values:
        return ()
    winner, why = values[0], _ONLY if len(bare) == len(places) else _OTHERS_ARE_SITE
    if len(values) > 1:
        differing = zip(ranks[winner.key], ranks[values[1].key], _REASONS, strict=True)
        why = next((reason for own, other, reason in differing if own != other), _REASONS[-1])
    candidates = [_candidate(winner, place, why) for place in sorted(winner.votes, key=places.index)]
    voted = set(winner.votes)
    for value in values[1:]:
        candidates += [_candidate(value, place) for place in value.equal if place not in voted]
    found = {text: place for place in places for text in (place.text, *place.readings[:1])}
    known = {item.values[0] for item in candidates}
    return (*candidates, *(FieldCandidate((t,), p.via, p.name) for t, p in found.items() if t not in known))


def _candidate(value: _Value, place: Place, why: str = "") -> FieldCandidate:
    return FieldCandidate((value.text,), place.via, place.name, tuple(each.name for each in value.votes), why)


def _remove_site(place: Place, places: Sequence[Place], names: SiteNames) -> str:
    """Return the string of a place without the names of the site. A heading, and what repeats it, loses only names that
    the page states, and none at its beginning: such names are also words of headlines.
    """
    is_printed = any(each.kind is Kind.PRINTED and each.text == place.text for each in places)
    return remove_names(place.text, names.has_stated if is_printed else names.include, keeps_first=is_printed)


def _count_votes(bare: Sequence[tuple[Place, str]], evidence: Evidence) -> list[_Value]:
    wholes = [normal_form(place.text) for place, _ in bare if place.kind is not Kind.PRINTED]
    printed = {normal_form(text) for place, text in bare if place.kind is Kind.PRINTED}
    spellings: dict[str, list[str]] = {}
    for _, text in bare:
        spellings.setdefault(headline_key(text), []).append(text)

    def use(text: str) -> tuple[int, bool]:
        form = normal_form(text)
        return sum(form in whole for whole in wholes), form in printed

    texts = {key: max(dict.fromkeys(each), key=use) for key, each in spellings.items()}
    forms = [
        (place, {headline_key(each) for each in (text, *place.readings)}, [normal_form(place.text), normal_form(text)])
        for place, text in bare
    ]
    values = []
    for key, text in texts.items():
        form = normal_form(text)
        is_part = _make_part_test(text, evidence)
        equal = tuple(place for place, keys, _ in forms if key in keys)
        longer = tuple(
            place
            for place, keys, wholes in forms
            if key not in keys
            and any((rests := find_rests(whole, form)) and all(map(is_part, rests)) for whole in wholes)
        )
        values.append(_Value(key, text, equal, longer))
    return values


def _make_part_test(headline: str, evidence: Evidence) -> Callable[[Rest], bool]:
    """Return a function that returns whether a text beside a headline was added to it, and is no part of it."""
    is_named = evidence.url.come_from(headline)

    def was_added(rest: Rest) -> bool:
        if evidence.names.include(rest.text):
            return True
        if evidence.url.include(rest.text):
            return False
        return not rest.is_weak or evidence.names.occur_in(rest.text) or (rest.is_kicker and is_named)

    return was_added


def _rank(value: _Value, places: Sequence[Place], evidence: Evidence) -> tuple[float, ...]:
    """Return the rank of a value: lower ones come first. Its elements have the `_REASONS`."""
    is_main = any(place.is_main for place in value.equal)
    trusted = min((places.index(place) for place in value.equal), default=len(places))
    if is_main and value.kinds == 1 and len(value.text.split()) <= _SHORT and len(places) > 1:
        trusted = len(places)
    return (
        -value.kinds,
        value.kinds == 1 and any(place.is_apart for place in value.equal),
        not _is_printed_headline(value, places),
        value.key in {headline_key(section) for section in evidence.sections},
        bool(value.longer) and not (evidence.url.come_from(value.text) or _is_unbranded(value)),
        _has_place_of_site(value),
        not is_main,
        -len(value.votes),
        trusted,
    )


def _is_printed_headline(value: _Value, places: Sequence[Place]) -> bool:
    """Return whether a value is a heading for the page's article: another kind of place has it, too, the page names it
    so, or it shares words with the head.
    """
    printed = [place for place in value.votes if place.kind is Kind.PRINTED]
    if not printed or value.kinds > 1 or any(place.is_named for place in printed):
        return bool(printed)
    words = set(normal_form(value.text).split())
    others = [set(normal_form(place.text).split()) for place in places if place.kind is not Kind.PRINTED]
    return any(sum(len(word) > 3 for word in words & other) >= _LEAST_SHARED for other in others)


def _is_unbranded(value: _Value) -> bool:
    """Return whether og:title has a value, and only the title element has something after it, behind a mark.

    OpenGraph defines og:title as the title without the name of the site.
    """
    if not any(place.name == "og:title" for place in value.equal):
        return False
    form = normal_form(value.text)
    rests = [find_rests(normal_form(place.text), form) for place in value.longer if place.name == "title"]
    is_title = len(rests) == len(value.longer)
    return is_title and all(each and all(not rest.is_before and not rest.is_weak for rest in each) for each in rests)


def _has_place_of_site(value: _Value) -> bool:
    """Return whether a value stands where titles have the site's name: at the end, or before the mark `»`."""
    form = normal_form(value.text)
    rests = [rest for place in value.longer for rest in find_rests(normal_form(place.text), form) or ()]
    return any(rest.is_before == (rest.mark != SITE_BEFORE) for rest in rests if not rest.is_weak)
