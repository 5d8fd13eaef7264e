"""Parsing of the fields of a clipping. Owns the choice among the candidates of a field, the headline of an article that
has none, and the problems for dates that cannot be parsed. The parsers are in the table `fields.FIELDS`.

The first candidate of a field that can be parsed is used. No value is invented, except a headline, which every article
has; `origin.fields` then names `fallback` as its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.article import Article, Clipping, FieldCandidate, Form, Markdown
from backfile.fields import FIELDS, Field, FieldKind, ParseContext
from backfile.fields.fallback_headline import opening_words
from backfile.fields.labels import parse_language, parse_text
from backfile.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Fate(StrEnum):
    """What happened to a candidate."""

    TAKEN = "taken"
    REFUSED = "refused"
    """It could not be parsed."""
    NOT_NEEDED = "not-needed"
    """A more trusted candidate was taken."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate for a field, and what happened to it."""

    field: str
    """The field's front-matter key."""
    values: tuple[str, ...]
    """The strings, as found."""
    via: str
    """The place of the strings in the input: `json-ld`, `meta`, …"""
    fate: Fate


class _CandidateParser:
    """Parses the candidates of one clipping, and records which were taken."""

    def __init__(self, candidates: Mapping[str, Sequence[FieldCandidate]]) -> None:
        self._candidates = candidates
        self.via: dict[str, str] = {}
        """Front-matter key -> place of the candidate that was taken."""
        self.taken: dict[str, int] = {}
        """Field name -> index of the candidate that was taken."""

    def first(self, field: Field, context: ParseContext) -> object | None:
        """Return the value of the first candidate of a field that can be parsed; None when there is none."""
        if field.parse is None:
            return None
        for index, candidate in enumerate(self._candidates.get(field.name, ())):
            if value := field.parse(candidate.values, context):
                self.via[field.key] = candidate.via
                self.taken[field.name] = index
                return value
        return None


def parse(clipping: Clipping) -> tuple[Article, tuple[Problem, ...]]:
    """Return a clipping's article with typed fields, but without body and tags, and problems for unreadable dates.

    `origin.fields` names the place of each value: `fallback` for a headline from the body or from the file's name.
    """
    return _parse(clipping, _CandidateParser(clipping.fields))


def explain(clipping: Clipping) -> tuple[Candidate, ...]:
    """Return every candidate of every field, in the order of `FIELDS`, with what `parse` does with it."""
    parser = _CandidateParser(clipping.fields)
    _parse(clipping, parser)
    return tuple(
        Candidate(field.key, candidate.values, candidate.via, _fate(index, parser.taken.get(field.name)))
        for field in FIELDS
        for index, candidate in enumerate(clipping.fields.get(field.name, ()))
    )


def _fate(index: int, taken: int | None) -> Fate:
    if taken is None or index < taken:
        return Fate.REFUSED
    return Fate.TAKEN if index == taken else Fate.NOT_NEEDED


def _parse(clipping: Clipping, parser: _CandidateParser) -> tuple[Article, tuple[Problem, ...]]:
    context = _context(clipping)
    parsed = {field: parser.first(field, context) for field in FIELDS}
    of_origin: dict[str, Any] = {field.attribute: value for field, value in parsed.items() if field.in_origin}
    of_article: dict[str, Any] = {
        field.attribute: value for field, value in parsed.items() if value is not None and not field.in_origin
    }
    if "headline" not in of_article:
        of_article["headline"], parser.via["title"] = _fallback_headline(clipping), "fallback"
    origin = replace(clipping.origin, **of_origin, fields=parser.via)
    article = Article(body=Markdown(""), extra=clipping.extra, origin=origin, **of_article)
    return article, tuple(_unparsed_dates(clipping, parsed))


def _context(clipping: Clipping) -> ParseContext:
    languages = (parse_language(candidate.values) for candidate in clipping.fields.get("language", ()))
    publications = tuple(value for candidate in clipping.fields.get("source", ()) for value in candidate.values)
    return ParseContext(next(filter(None, languages), None), clipping.base_url, publications)


def _fallback_headline(clipping: Clipping) -> str:
    """Return a headline for an article without one: its first heading or sentence, else the name of its file."""
    if words := opening_words(clipping.body, html=clipping.form is not Form.TEXT):
        return words
    name = PurePosixPath(clipping.origin.file.removesuffix(".gz")).stem
    return parse_text((name,)) or clipping.origin.file or "-"


def _is_meant_as_date(string: str) -> bool:
    """Return whether a string is not empty and not one of the impossible dates that some systems write for none."""
    return bool(string.strip()) and not string.strip().startswith(("0000-00-00", "0001-01-01"))


def _unparsed_dates(clipping: Clipping, parsed: Mapping[Field, object]) -> Iterator[Problem]:
    """Yield a problem for each date field that has candidates, but no value."""
    for field, value in parsed.items():
        if field.kind is not FieldKind.DATE or value is not None:
            continue
        strings = [string for candidate in clipping.fields.get(field.name, ()) for string in candidate.values]
        if string := next(filter(_is_meant_as_date, strings), None):
            yield Problem(
                ProblemKind.DATE,
                clipping.origin.file,
                f"`{field.key}` cannot be read from {parse_text((string,)) or ''!r}",
                "The page is without it; add it to the page by hand if you know it.",
                clipping.origin.record,
            )
