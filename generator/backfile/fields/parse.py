"""Strings as found -> typed fields. Owns the table of which parser reads which field, and what happens when none can.
Where the strings stood is the business of readers and extractors; cleaning and writing come later.

The first candidate of a field that parses wins. Nothing is altered but that white space is collapsed and control
characters go; nothing is invented but a headline where there is none, and `via` then says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from backfile.article import FIELDS, Article, Clipping, FieldCandidate, Form, Markdown, When
from backfile.fields.bylines import split_byline, without_publication
from backfile.fields.dates import parse_date
from backfile.fields.fallback_headline import opening
from backfile.fields.urls import parse_address, parse_keywords, parse_language, parse_source, parse_url
from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Parsed = TypeVar("Parsed")

KEYS: Mapping[str, str] = {
    "headline": "title",
    "dek": "description",
    "published": "date",
    "modified": "updated",
    "byline": "authors",
}
"""Field name -> front-matter key, where they differ."""


class Fate(StrEnum):
    """What became of a candidate."""

    TAKEN = "taken"
    REFUSED = "refused"
    """Nothing that the field can hold could be read from it."""
    NOT_NEEDED = "not-needed"
    """One that is more trusted was taken."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place's answer to a field, and what became of it."""

    field: str
    """The field's front-matter key."""
    values: tuple[str, ...]
    """The strings, as found."""
    via: str
    """Where they stood."""
    fate: Fate


class _Reading:
    """Reads the candidates of one clipping and remembers where each value was found, and which it was."""

    def __init__(self, found: Mapping[str, Sequence[FieldCandidate]]) -> None:
        self.found = found
        self.via: dict[str, str] = {}
        self.taken: dict[str, int] = {}

    def first(self, name: str, parser: Callable[[Sequence[str]], Parsed | None]) -> Parsed | None:
        """Give the first candidate of a field that `parser` can read."""
        for place, found in enumerate(self.found.get(name, ())):
            if value := parser(found.values):
                self.via[KEYS.get(name, name)] = found.via
                self.taken[name] = place
                return value
        return None


def parse(clipping: Clipping) -> tuple[Article, tuple[Problem, ...]]:
    """Give a clipping's article, its fields read and its body and tags left empty.

    `origin.fields` says where each value was found: `fallback` for a headline out of the text or the file's name. A
    date that stands there but cannot be read is a problem, and left out.
    """
    return _parsed(clipping, _Reading(clipping.fields))


def explained(clipping: Clipping) -> tuple[Candidate, ...]:
    """Give every candidate of every field, in order, and what became of it. See `parse`."""
    reading = _Reading(clipping.fields)
    _parsed(clipping, reading)
    return tuple(
        Candidate(KEYS.get(name, name), found.values, found.via, _fate(place, reading.taken.get(name)))
        for name in FIELDS
        for place, found in enumerate(clipping.fields.get(name, ()))
    )


def _fate(place: int, taken: int | None) -> Fate:
    if taken is None or place < taken:
        return Fate.REFUSED
    return Fate.TAKEN if place == taken else Fate.NOT_NEEDED


def _parsed(clipping: Clipping, reading: _Reading) -> tuple[Article, tuple[Problem, ...]]:
    first, via = reading.first, reading.via
    language = first("language", parse_language)
    when = partial(_when, language=language)
    publications = [value for found in clipping.fields.get("source", ()) for value in found.values]
    headline = first("headline", parse_string)
    if headline is None:
        headline, via["title"] = _fallback(clipping), "fallback"
    article = Article(
        headline=headline,
        body=Markdown(""),
        dek=first("dek", parse_string),
        kicker=first("kicker", parse_string),
        authors=without_publication(first("byline", split_byline) or (), publications),
        dateline=first("dateline", parse_string),
        published=first("published", when),
        modified=first("modified", when),
        source=first("source", parse_source),
        section=first("section", parse_string),
        language=language,
        url=first("url", partial(parse_url, base_url=clipping.base_url)),
        image=first("image", partial(parse_address, base_url=clipping.base_url)),
        rights=first("rights", parse_string),
        keywords=first("keywords", parse_keywords) or (),
        extra=clipping.extra,
        origin=replace(clipping.origin, retrieved=first("retrieved", when), fields=via),
    )
    return article, tuple(_unread(clipping, article))


def _when(values: Sequence[str], language: str | None) -> When | None:
    return next((day for value in values if (day := parse_date(value, language))), None)


def parse_string(values: Sequence[str]) -> str | None:
    """Give the first value with anything to see in it, white space collapsed, control characters out."""
    return next((string for value in values if (string := one_line(value))), None)


def _fallback(clipping: Clipping) -> str:
    """Give a headline to a text without one: its first heading or words, else the name of its file."""
    if found := opening(clipping.body, html=clipping.form is not Form.TEXT):
        return found
    name = PurePosixPath(clipping.origin.file.removesuffix(".gz")).stem
    return parse_string((name,)) or clipping.origin.file or "-"


def _says_when(string: str) -> bool:
    """Say whether a string is meant as a date: some systems write an impossible one for none."""
    return bool(string.strip()) and not string.strip().startswith(("0000-00-00", "0001-01-01"))


def _unread(clipping: Clipping, article: Article) -> Iterator[Problem]:
    """Report each date that the input gives in a form that nobody here can read."""
    for name, value in (
        ("published", article.published),
        ("modified", article.modified),
        ("retrieved", article.origin.retrieved),
    ):
        candidates = [
            string for found in clipping.fields.get(name, ()) for string in found.values if _says_when(string)
        ]
        if value is None and candidates:
            yield Problem(
                ProblemKind.DATE,
                clipping.origin.file,
                f"`{KEYS.get(name, name)}` cannot be read from {parse_string((candidates[0],)) or ''!r}",
                "The page is without it; add it to the page by hand if you know it.",
                clipping.origin.record,
            )
