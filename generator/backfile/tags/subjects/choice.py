"""Owns which subjects an article gets: the rules in their order, what each needs, and why a subject is refused.

Up to two subjects are chosen, and opinion in addition, which is a genre. Each rule stands for a kind of evidence, the
most reliable first. Section and address are trusted as they are; keywords need a word of the article, since some
publications print one list on every page; words need several that agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from backfile.tags.subjects.evidence import Evidence, Score, Scores
from backfile.tags.subjects.own_subjects import NO_OWN_SUBJECTS, OwnSubjects
from backfile.tags.subjects.subject_list import OPINION

MOST = 2
"""The most subjects of an article, besides opinion."""
LEAST_POINTS = 2.0
"""Points from which keywords, or words at the beginning, give a subject."""
LEAST_OF_SECOND, SHARE_OF_SECOND, WORDS_OF_SECOND = 3.0, 0.6, 2
"""What words at the beginning must have for a further subject: points, their share of the first's, different words."""
LEAST_WORDS, LEAD_OF_WORDS = 5, 1.4
FEWER_WORDS, LEAD_OF_FEWER = 4, 2.0
"""Different words of the opening that decide alone, and how many times those of any other subject they must be."""
LEAST_SHOWN = 3
"""Words of the text from which a subject is worth an explanation."""
_SHOWN = 6
"""How many words or keywords an explanation names."""


@dataclass(frozen=True, slots=True)
class SubjectOffer:
    """A subject for which there is evidence, and whether the article has it."""

    subject: str
    """Its id."""
    rule: str
    """The kind of evidence: `tags.yml`, `section`, `address`, `keywords`, `words`, `topic`, `text`, `vague section`."""
    found: tuple[str, ...]
    """The evidence."""
    refused: str | None = None
    """Why the article does not have it, one clause; None for the subjects of the article."""


Rule = Callable[[Evidence, Mapping[str, SubjectOffer]], Iterator[SubjectOffer]]
"""A function from the evidence and the subjects chosen before to offers, the best first."""


def _section(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    return (SubjectOffer(subject, "section", (name,)) for subject, name in evidence.section)


def _address(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    return (SubjectOffer(subject, "address", (name,)) for subject, name in evidence.address)


def _keywords(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    """Yield what two points of keywords say, if the article has a word of it."""
    for subject, score in _ranked(evidence.keywords):
        refused = None
        if score.points < LEAST_POINTS:
            refused = f"{score.points:g} of {LEAST_POINTS:g} points"
        elif subject not in evidence.front:
            refused = "no word at the beginning confirms it"
        elif chosen and subject not in evidence.titles:
            refused = "no word of headline or dek confirms it"
        yield _offer(subject, "keywords", score, refused)


def _words(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    """Yield what words of headline, dek and the first two paragraphs say."""
    ranked = _ranked(evidence.front)
    most = max((score.points for _, score in ranked), default=0)
    has_one = bool(chosen)
    for subject, score in ranked:
        least = max(LEAST_OF_SECOND, SHARE_OF_SECOND * most) if has_one else LEAST_POINTS
        refused = None
        if score.points < least:
            refused = f"{score.points:g} of {least:g} points"
        elif len(score.found) < WORDS_OF_SECOND and (has_one or not _leads(subject, evidence.opening)):
            refused = "one word alone does not decide"
        has_one = has_one or refused is None
        yield _offer(subject, "words", score, refused)


def _text(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    """Yield the subject of which the first 400 words have by far the most words, if nothing else was found."""
    ranked = [] if chosen else _ranked(evidence.opening)
    for place, (subject, score) in enumerate(ranked):
        second = ranked[1 - min(place, 1)][1].points if len(ranked) > 1 else 0
        is_enough = score.points >= LEAST_WORDS and score.points >= LEAD_OF_WORDS * second
        is_clear = score.points >= FEWER_WORDS and score.points >= LEAD_OF_FEWER * second
        refused = None
        if place or not (is_enough or is_clear):
            refused = f"{score.points:g} words of the text, and {second:g} of another subject"
        elif subject not in evidence.front:
            refused = "no word at the beginning confirms it"
        if score.points >= LEAST_SHOWN:
            yield _offer(subject, "text", score, refused)


def _vague_section(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    """Yield what a section suggests that may be the name of a department, if nothing else was found."""
    named = () if chosen else evidence.vague_section
    return (SubjectOffer(subject, "vague section", (name,)) for subject, name in named)


def _topics(evidence: Evidence, chosen: Mapping[str, SubjectOffer]) -> Iterator[SubjectOffer]:
    """Yield the subject to which the first lasting topic of the article belongs, if nothing else was found."""
    for subject, name in () if chosen else evidence.topics[:1]:
        is_confirmed = subject in evidence.front or subject in evidence.opening
        yield SubjectOffer(subject, "topic", (name,), None if is_confirmed else "no word of the text confirms it")


RULES: tuple[Rule, ...] = (_section, _address, _keywords, _words, _topics, _text, _vague_section)
"""The rules in their order."""


def explain_subjects(
    evidence: Evidence, own: OwnSubjects = NO_OWN_SUBJECTS, given: Sequence[SubjectOffer] = ()
) -> list[SubjectOffer]:
    """Return the subjects of an article with their evidence, and after them those that were refused.

    `given` are the subjects that the owner's tags give. The result depends only on these arguments and on the lexicon.
    """
    chosen: dict[str, SubjectOffer] = {}
    refused: dict[str, SubjectOffer] = {}
    offers = chain(given, chain.from_iterable(rule(evidence, chosen) for rule in RULES))
    for offer in offers:
        if offer.subject == OPINION or offer.subject in chosen:
            continue
        reason = _reason(offer, chosen, own)
        if reason is None:
            chosen[offer.subject] = offer
        else:
            refused.setdefault(offer.subject, replace(offer, refused=reason))
    forms = (SubjectOffer(OPINION, place, (name,)) for place, name in evidence.opinion())
    opinion = [*(offer for offer in given if offer.subject == OPINION), *forms][:1]
    opinion = [replace(one, refused=_reason(one, {}, own)) for one in opinion]
    return [*chosen.values(), *opinion, *(offer for name, offer in refused.items() if name not in chosen)]


def _reason(offer: SubjectOffer, chosen: Mapping[str, SubjectOffer], own: OwnSubjects) -> str | None:
    """Return why an article does not get an offered subject; None if it does."""
    if offer.subject in own.blocked:
        return "tags.yml blocks it"
    if offer.refused:
        return offer.refused
    return f"the article has {MOST} subjects already" if len(chosen) >= MOST else None


def _ranked(scores: Scores) -> list[tuple[str, Score]]:
    """Return subjects by their points, the most first; among equals in the order in which they were found."""
    return sorted(((name, score) for name, score in scores.items() if name != OPINION), key=lambda one: -one[1].points)


def _leads(subject: str, opening: Scores) -> bool:
    """Return whether no other subject has more words in the opening of a text."""
    most = max((score.points for _, score in _ranked(opening)), default=0)
    return subject in opening and opening[subject].points >= max(most, 2)


def _offer(subject: str, rule: str, score: Score, refused: str | None) -> SubjectOffer:
    return SubjectOffer(subject, rule, tuple(score.found.values())[:_SHOWN], refused)
