"""The rule of identity: whether a save is a revision of an article that stands in the archive.

A page can claim any URL, headline, publication and date, and copy any text. So no single claim lets one save replace
another. `judge` is the one place that decides, from the evidence of `identity_evidence`; the handbook describes it on
the page about inputs ("What identifies an article").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backfile.archive.identity_evidence import Evidence, Kind, Save, State, weigh
from backfile.archive.identity_sites import Sites


class Relation(StrEnum):
    """What a save is to another one."""

    REVISION = "revision"
    """A save of the same article: the current one of the two has the page."""
    DOUBTFUL = "doubtful"
    """It claims to be the same article and cannot show it: both have pages, and the owner is told."""
    RIVAL = "rival"
    """Another article, which claims the same address."""
    OTHER = "other"
    """Another article."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation with its reason."""

    relation: Relation
    reason: str
    """One clause, of which the save is the subject."""
    evidence: tuple[Evidence, ...] = ()
    """What was compared, the strongest first."""


BY_OWNER = Verdict(Relation.REVISION, "identity.yml says so")
"""The verdict on two saves of which the owner says that they are one article."""


def judge(newer: Save, older: Save, sites: Sites) -> Verdict:
    """Return what the newer of two saves is to the older one; `identity.save_order` and ingest tell which is newer."""
    evidence = weigh(newer, older, sites)
    states = {item.kind: item.state for item in evidence}
    if states[Kind.INPUT] is State.SAME:
        return Verdict(Relation.REVISION, "it is the same input, byte for byte", evidence)
    relation, reason = _by_address(states, newer) if _is_same_address(states) else _without_address(states, newer)
    return Verdict(relation, reason, evidence)


_States = dict[Kind, State]


def _is_same_address(states: _States) -> bool:
    return states[Kind.ADDRESS] is State.SAME


def _by_address(states: _States, newer: Save) -> tuple[Relation, str]:
    """Return the relation of two saves that claim one address, and its reason."""
    headline, text, host = states[Kind.HEADLINE], states[Kind.TEXT], states[Kind.HOST]
    if text is State.DIFFERS and headline is not State.SAME:
        return Relation.RIVAL, "it has another headline and text"
    if doubt := _contradiction(states, newer):
        return Relation.DOUBTFUL, doubt
    if text is State.DIFFERS:
        return Relation.DOUBTFUL, "it has little of the text"
    if text is State.CONTAINED:
        return Relation.DOUBTFUL, "it lacks most of the text"
    if host is State.SAME:
        return Relation.REVISION, "it was saved from the same site and has most of the text"
    return _unproven(states)


def _unproven(states: _States) -> tuple[Relation, str]:
    """Return the relation of two saves with one address and text, of which no host shows that they are one.

    If one of them was saved from the site of its address, two other things must agree.
    """
    headline, source, file = states[Kind.HEADLINE], states[Kind.SOURCE], states[Kind.FILE]
    if source is State.DIFFERS:
        return Relation.DOUBTFUL, "it names another publication, and nothing shows where it was saved from"
    is_grown = states[Kind.TEXT] is State.GROWN
    if is_grown and headline is not State.SAME:
        return Relation.DOUBTFUL, "its text and headline are others, and nothing shows where it was saved from"
    agreeing = [source, file, headline].count(State.SAME) + (headline is State.NEAR)
    if states[Kind.HOST] is State.UNKNOWN and agreeing + (states[Kind.DATE] is State.SAME) < 2:
        return Relation.DOUBTFUL, "only one of the two was saved from the site, and little but address and text agrees"
    if is_grown:
        return Relation.REVISION, "it has the address, the headline and a longer text"
    if agreeing:
        return Relation.REVISION, "it has the address and most of the text, and its headline, source or file agrees"
    return Relation.DOUBTFUL, "only its address and text agree, and nothing shows where it was saved from"


def _without_address(states: _States, newer: Save) -> tuple[Relation, str]:
    """Return the relation of two saves of which neither has an address, or whose addresses differ, and its reason.

    In doubt they are two articles: two pages for one article do less harm than one page for two articles.
    """
    agree = states[Kind.HEADLINE] in (State.SAME, State.NEAR) and states[Kind.TEXT] is State.SAME
    if not agree or states[Kind.ADDRESS] is State.DIFFERS or states[Kind.READER] is State.DIFFERS:
        return Relation.OTHER, "it has another address, headline or text"
    if doubt := _contradiction(states, newer):
        return Relation.DOUBTFUL, doubt
    if states[Kind.SOURCE] is State.DIFFERS:
        return Relation.DOUBTFUL, "it names another publication"
    if State.SAME not in (states[Kind.SOURCE], states[Kind.DATE], states[Kind.AMOUNT]):
        return Relation.DOUBTFUL, "it has no address, publication or date in common, and too little of the text"
    if states[Kind.FILE] is State.SAME:
        return Relation.REVISION, "it is from the same file, with most of the headline and the text"
    for kind, noun in ((Kind.SOURCE, "publication"), (Kind.DATE, "date")):
        if states[kind] not in (State.SAME, State.NONE):
            return Relation.DOUBTFUL, f"it has another {noun} and no address"
    return Relation.REVISION, "it has the same headline, text, publication and date"


def _contradiction(states: _States, newer: Save) -> str | None:
    """Return what speaks against one article whatever agrees, as a clause; None if nothing does."""
    if states[Kind.TIME] is State.DIFFERS:
        return "the date of its last change lies in the future"
    if states[Kind.HOST] is State.DIFFERS:
        return f"it was saved from {newer.host or 'an unknown site'}, and the other one was not"
    return None
