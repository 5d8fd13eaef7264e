"""The evidence on whether two saves are one article: what agrees, what differs, and what is not known.

`identity_rule` decides what the evidence means.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from backfile.archive import identity
from backfile.archive.identity_sites import Sites
from backfile.archive.text_overlap import Triples, share_most_of_larger, split_triples, split_words
from backfile.article import Article, When
from backfile.fields.future_dates import is_future

_ARTICLES = frozenset("the a an der die das le la les l el los las il lo gli i o os as de het den".split())
"""Words that say nothing of a publication's name."""
_LITTLE = 30
"""So many triples of words, which is a paragraph, or less can be a notice that is on many pages."""


class Kind(StrEnum):
    """A kind of evidence, the strongest first."""

    INPUT = "input"
    """The bytes of the input."""
    HOST = "host"
    """The site that it was saved from, by the program that saved it, or under which a container recorded it."""
    ADDRESS = "address"
    """The address that the page itself names."""
    HEADLINE = "headline"
    TEXT = "text"
    AMOUNT = "amount"
    """Whether text enough agrees to tell the article from others that are written alike."""
    SOURCE = "source"
    FILE = "file"
    """The name of the input."""
    DATE = "date"
    """The date of publication."""
    READER = "reader"
    """Whether it is a scraped text."""
    TIME = "updated"
    """Whether the date of the last change can be true."""


class State(StrEnum):
    """What a kind of evidence says."""

    SAME = "same"
    NEAR = "near"
    """More than half of the longer one is in the other one too."""
    GROWN = "grown"
    """Most of the older text is in the newer one, which is more than twice as long."""
    CONTAINED = "contained"
    """At least half of the newer text is in the older one, which is longer."""
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    """One of them or both have none."""
    NONE = "none"
    """Neither has one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence on two saves."""

    kind: Kind
    state: State
    newer: str = ""
    """The value of the newer save, where it is short."""
    older: str = ""


class Save:
    """An article as it is compared. What a comparison needs is computed once, when it is needed."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.host = article.origin.host

    @cached_property
    def triples(self) -> Triples:
        """Return the triples of words of the text."""
        return split_triples(self.article.body)

    @cached_property
    def words(self) -> Counter[str]:
        """Return the words of the headline."""
        return Counter(split_words(self.article.headline))

    @cached_property
    def file(self) -> str | None:
        """Return the `identity.input_record`."""
        return identity.input_record(self.article)


def weigh(newer: Save, older: Save, sites: Sites) -> tuple[Evidence, ...]:
    """Return the evidence on two saves, of which `newer` is the one that would replace the other."""
    first, second = newer.article, older.article
    is_input = bool(first.origin.sha256) and first.origin.sha256 == second.origin.sha256
    addresses = sites.address(first), sites.address(second)
    headline = _headline(newer, older)
    # With other addresses and headlines, two saves are two articles, whatever their texts are.
    is_read = headline is not State.DIFFERS or addresses[0] == addresses[1] is not None
    return (
        Evidence(Kind.INPUT, State.SAME if is_input else State.DIFFERS),
        Evidence(Kind.HOST, _host(newer, older, sites), newer.host or "", older.host or ""),
        Evidence(Kind.ADDRESS, _equal(*addresses), first.url or "", second.url or ""),
        Evidence(Kind.HEADLINE, headline, first.headline, second.headline),
        Evidence(Kind.TEXT, _text(newer, older) if is_read else State.UNKNOWN),
        Evidence(Kind.AMOUNT, _amount(newer, older) if is_read else State.UNKNOWN),
        Evidence(Kind.SOURCE, source_state(first.source, second.source), first.source or "", second.source or ""),
        Evidence(Kind.FILE, _equal(newer.file, older.file), first.origin.file, second.origin.file),
        Evidence(Kind.DATE, _date(first.published, second.published)),
        Evidence(
            Kind.READER, State.SAME if identity.is_scraped(first) == identity.is_scraped(second) else State.DIFFERS
        ),
        Evidence(Kind.TIME, _time(first)),
    )


def _equal(first: str | None, second: str | None) -> State:
    """Return the state of two values that are equal or differ. One value alone differs from none."""
    if first is None and second is None:
        return State.NONE
    return State.SAME if first == second else State.DIFFERS


def _host(newer: Save, older: Save, sites: Sites) -> State:
    """Return the state of the hosts. One known host says something only if it is, or is not, that of the address."""
    first, second = sites.site(newer.host), sites.site(older.host)
    if first and second:
        return State.SAME if first == second else State.DIFFERS
    if first or second:
        known = newer if first else older
        if identity.address(known.article) is not None and not sites.is_from_own_site(known.article):
            return State.DIFFERS
        return State.UNKNOWN
    return State.NONE


def _headline(newer: Save, older: Save) -> State:
    if newer.words == older.words:
        return State.SAME
    return State.NEAR if share_most_of_larger(newer.words, older.words) else State.DIFFERS


def _text(newer: Save, older: Save) -> State:
    if newer.article.body == older.article.body:
        return State.SAME
    shared = (newer.triples & older.triples).total()
    new, old = newer.triples.total(), older.triples.total()
    if shared * 2 > max(new, old):
        return State.SAME
    if shared * 2 > old:
        return State.GROWN
    return State.CONTAINED if shared * 2 >= new else State.DIFFERS


def _amount(newer: Save, older: Save) -> State:
    """Return whether the texts share more than `_LITTLE` triples of words, which are three quarters of the longer one.

    Articles that agree in all that their inputs say are the same: one replaces nothing of the other.
    """
    if newer.article.body == older.article.body and _is_alike(newer.article, older.article):
        return State.SAME
    most = max(newer.triples.total(), older.triples.total())
    shared = (newer.triples & older.triples).total()
    return State.SAME if shared > _LITTLE and shared * 4 >= most * 3 else State.DIFFERS


def _is_alike(first: Article, second: Article) -> bool:
    """Return whether two articles differ in nothing that their inputs say of them."""
    own = replace(first, origin=second.origin, tags=second.tags, subjects=second.subjects, extra=second.extra)
    return own == second


def source_state(first: str | None, second: str | None) -> State:
    """Return the state of two publications. One whose words, articles apart, are all in the other's name is the same
    one.
    """
    if first is None or second is None:
        return State.NONE if first is second else State.UNKNOWN
    words, others = (set(split_words(name)) - _ARTICLES for name in (first, second))
    if not words or not others:
        return State.SAME if first.casefold() == second.casefold() else State.DIFFERS
    return State.SAME if words <= others or others <= words else State.DIFFERS


def _date(first: When | None, second: When | None) -> State:
    """Return the state of two dates of publication. One day between them is one of time zones."""
    if first is None or second is None:
        return State.NONE if first is second else State.UNKNOWN
    days = [when.date() if isinstance(when, datetime) else when for when in (first, second)]
    return State.SAME if abs(days[0] - days[1]) <= timedelta(days=1) else State.DIFFERS


def _time(article: Article) -> State:
    if article.modified is None:
        return State.NONE
    return State.DIFFERS if is_future(article.modified, article.origin.retrieved) else State.SAME
